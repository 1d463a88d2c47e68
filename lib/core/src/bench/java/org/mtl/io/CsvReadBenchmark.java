package org.mtl.io;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.mtl.data.CsvDataReader;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading a CSV file from memory on one thread, numbers included; {@code megabytes} are 10⁶ bytes of the file per second, and
 * {@code cpuSeconds} the share of a processor that the thread got, by which to divide on a busy machine.
 *
 * <p>{@code MTL_BENCH_CSV} names the file, gzipped or not; without it, a file of 50 numbers a row is drawn. The first data
 * row says which columns are numbers. {@code MTL_BENCH_TASK} and {@code MTL_BENCH_TARGET}, or {@code MTL_BENCH_TARGETS},
 * are the roles for {@link #dataset}, whose default is the drawn file's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class CsvReadBenchmark {

    private static final int COLUMNS = 50;
    private static final int ROWS = 20_000;

    private byte[] file;
    private BitSet numeric;
    private Roles roles;

    /** The amount that was read, and the processor time that it took; JMH divides both by the wall time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Volume {
        /** In 10⁶ bytes. */
        public double megabytes;

        /** Of this thread; below 1 a second where others use the machine. */
        public double cpuSeconds;

        private long before;

        private void start() {
            before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        private void end(byte[] file) {
            cpuSeconds += (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
            megabytes += file.length / 1e6;
        }
    }

    /** Reads the file into memory. */
    @Setup
    public void setUp() throws IOException {
        String path = System.getenv("MTL_BENCH_CSV");
        if (path == null) {
            file = drawn();
        } else {
            try (InputStream in = Inputs.open(Path.of(path))) {
                file = in.readAllBytes();
            }
        }
        roles = System.getenv().containsKey("MTL_BENCH_TARGETS")
                ? Roles.wideForm(List.of(System.getenv("MTL_BENCH_TARGETS").split(",")))
                : Roles.longForm(System.getenv().getOrDefault("MTL_BENCH_TASK", "task"),
                        System.getenv().getOrDefault("MTL_BENCH_TARGET", "target"));
        numeric = new BitSet();
        try (CsvReader in = open()) {
            in.next();
            for (int column = 0; column < in.header().size(); column++) {
                try {
                    in.parse(column);
                    numeric.set(column);
                } catch (NumberFormatException e) {
                    numeric.clear(column);
                }
            }
        }
    }

    private static byte[] drawn() throws IOException {
        Random random = new Random(1);
        var bytes = new ByteArrayOutputStream();
        try (CsvWriter out = new CsvWriter(bytes)) {
            out.field("task").field("target");
            for (int column = 0; column < COLUMNS; column++) {
                out.field("f" + column);
            }
            out.end();
            for (int row = 0; row < ROWS; row++) {
                out.field("task" + random.nextInt(10)).field(random.nextGaussian());
                for (int column = 0; column < COLUMNS; column++) {
                    out.field(random.nextGaussian());
                }
                out.end();
            }
        }
        return bytes.toByteArray();
    }

    private CsvReader open() {
        return CsvReader.open(new ByteArrayInputStream(file), "bench.csv");
    }

    /** mtl's reader, every number of the file. */
    @Benchmark
    public double mtl(Volume volume) throws IOException {
        volume.start();
        double sum = 0;
        try (CsvReader in = open()) {
            while (in.next()) {
                for (int column = numeric.nextSetBit(0); column >= 0; column = numeric.nextSetBit(column + 1)) {
                    sum += in.parse(column);
                }
            }
        }
        volume.end(file);
        return sum;
    }

    /** mtl's reader up to the data set that a command trains on. */
    @Benchmark
    public LoadedData dataset(Volume volume) {
        volume.start();
        LoadedData data = CsvDataReader.read(new ByteArrayInputStream(file), "bench.csv", roles);
        volume.end(file);
        return data;
    }

    /** commons-csv and {@code Double.parseDouble}. */
    @Benchmark
    public double commonsCsv(Volume volume) throws IOException {
        volume.start();
        double sum = 0;
        CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
        var reader = new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8);
        try (CSVParser parser = CSVParser.parse(reader, format)) {
            for (CSVRecord record : parser) {
                for (int column = numeric.nextSetBit(0); column >= 0; column = numeric.nextSetBit(column + 1)) {
                    sum += Double.parseDouble(record.get(column));
                }
            }
        }
        volume.end(file);
        return sum;
    }

    /** FastCSV and fastdoubleparser alone: fields parsed where they lie, nothing checked, no record kept. */
    @Benchmark
    public double fastCsv(Volume volume) throws IOException {
        volume.start();
        Sum sum = new Sum();
        var reader = new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8);
        try (var records = de.siegmar.fastcsv.reader.CsvReader.builder().build(sum, reader)) {
            records.forEach(record -> record.header = false);
        }
        volume.end(file);
        return sum.value;
    }

    /** Adds the numbers up. */
    private final class Sum extends CsvCallbackHandler<Sum> {
        private boolean header = true;
        private double value;
        private int count;

        @Override
        protected RecordType getRecordType() {
            return RecordType.DATA;
        }

        @Override
        protected int getFieldCount() {
            return count;
        }

        @Override
        protected void beginRecord(long startingLineNumber) {
            count = 0;
        }

        @Override
        protected void addField(char[] buffer, int offset, int length, boolean quoted) {
            if (!header && numeric.get(count)) {
                value += JavaDoubleParser.parseDouble(buffer, offset, length);
            }
            count++;
        }

        @Override
        protected void setComment(char[] buffer, int offset, int length) {
            throw new IllegalStateException("CSV has no comments");
        }

        @Override
        protected void setEmpty() {
            count++;
        }

        @Override
        protected Sum buildRecord() {
            return this;
        }
    }
}
