package org.mtl.continual;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;

/** Influences on stability and plasticity as files of a model: every use of a row, a file for each task; and their means. */
public final class InfluenceFiles {

    private static final String USES = "uses";

    private InfluenceFiles() {}

    /** Writes the uses of one task as they come. */
    public static final class Writer implements InfluenceRecorder, AutoCloseable {

        private final Path file;
        private final CsvWriter out;

        private Writer(Path file) throws IOException {
            this.file = file;
            this.out = new CsvWriter(Files.newOutputStream(file));
            out.record(List.of("after", "epoch", "step", "row", "task", "stability", "plasticity", "fused"));
        }

        @Override
        public void used(Use use) {
            try {
                out.field(use.after()).field(use.epoch()).field(use.step()).field(use.row()).field(use.task());
                out.field(use.stability()).field(use.plasticity()).field(use.fused()).end();
            } catch (IOException e) {
                throw MtlException.io(file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw MtlException.io(file + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Begins the file of a task, anew where there is one.
     *
     * @param number the task's, from 1
     */
    public static Writer begin(Path model, int number) {
        Path file = model.resolve(USES).resolve(String.format(Locale.ROOT, "%04d.csv", number));
        try {
            Files.createDirectories(file.getParent());
            return new Writer(file);
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    /** Copies the files of a model that is gone on from. */
    public static void copy(Path from, Path to) {
        if (!Files.exists(from.resolve(USES))) {
            return;
        }
        try (Stream<Path> files = Files.list(from.resolve(USES))) {
            Files.createDirectories(to.resolve(USES));
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(USES).resolve(file.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw MtlException.io(from.resolve(USES) + ": " + e.getMessage(), e);
        }
    }

    private static final class Sums {
        private final double[] sums = new double[3];
        private int count;
    }

    private record Key(String row, String task) {}

    /** Writes {@code influence.csv}, {@code row,task,stability,plasticity,fused}: the means over all uses, in order of first use. */
    public static void writeMeans(Path model) {
        Path folder = model.resolve(USES);
        if (!Files.exists(folder)) {
            return;
        }
        Map<Key, Sums> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> add(file, all));
            try (CsvWriter out = new CsvWriter(Files.newOutputStream(model.resolve("influence.csv")))) {
                out.record(List.of("row", "task", "stability", "plasticity", "fused"));
                for (Map.Entry<Key, Sums> each : all.entrySet()) {
                    out.field(each.getKey().row()).field(each.getKey().task());
                    for (double sum : each.getValue().sums) {
                        out.field(sum / each.getValue().count);
                    }
                    out.end();
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
    }

    private static void add(Path file, Map<Key, Sums> all) {
        try (CsvReader in = CsvReader.open(new BufferedInputStream(Files.newInputStream(file)), file.toString())) {
            while (in.next()) {
                Sums sums = all.computeIfAbsent(new Key(in.get(3), in.get(4)), key -> new Sums());
                for (int i = 0; i < 3; i++) {
                    sums.sums[i] += in.number(5 + i);
                }
                sums.count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
