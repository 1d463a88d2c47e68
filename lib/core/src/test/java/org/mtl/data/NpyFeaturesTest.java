package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mtl.data.Failures.assertData;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.linalg.NativeMatrix;

class NpyFeaturesTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @TempDir
    private Path folder;

    private Path write(NpyType type, int rows, double[] values) throws IOException {
        Path file = folder.resolve("x.npy");
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), type, rows, NAMES.size())) {
            out.write(values, 0, values.length);
        }
        return file;
    }

    /** Small whole numbers, which every type holds. */
    private static double[] values(int rows) {
        return new Random(5).ints((long) rows * NAMES.size(), 0, 2).asDoubleStream().toArray();
    }

    private static int[] all() {
        return IntStream.range(0, NAMES.size()).toArray();
    }

    @ParameterizedTest
    @EnumSource(NpyType.class)
    void copiesWhatFeaturesInMemoryHold(NpyType type) throws IOException {
        int n = 300;
        double[] values = values(n);
        if (type != NpyType.BOOL) {
            IntStream.range(0, values.length).forEach(i -> values[i] += i % 100);
        }
        Path file = write(type, n, values);
        int[] rows = new Random(1).ints(200, 0, n).toArray();
        Arrays.setAll(rows, i -> i < 50 ? 17 + i : rows[i]);
        int[] places = IntStream.range(0, rows.length).map(i -> (i * 7) % rows.length).toArray();
        for (int[] chosen : new int[][] {all(), {1}, {0, 3}, {1, 2}, {}}) {
            Features expected = inMemory(values, n, chosen);
            NpyFeatures features = NpyFeatures.open(file, NAMES, chosen);
            assertEquals(n, features.rows());
            assertEquals(expected.names(), features.names());
            for (int stride : new int[] {chosen.length, chosen.length + 2}) {
                assertArrayEquals(tile(expected, rows, stride), tile(features, rows, stride));
            }
            int stride = chosen.length + 1;
            assertArrayEquals(placed(expected, rows, places, stride), placed(features, rows, places, stride));
        }
    }

    private static double[] placed(Features features, int[] rows, int[] places, int stride) {
        NativeMatrix matrix = new NativeMatrix(rows.length * stride);
        features.copyRows(rows, rows.length, places, matrix, stride);
        double[] values = new double[rows.length * stride];
        matrix.get(values, values.length);
        return values;
    }

    private static Features inMemory(double[] values, int n, int[] chosen) {
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> IntStream.of(chosen).mapToDouble(j -> values[i * NAMES.size() + j]).toArray());
        return ChunkedFeatures.of(IntStream.of(chosen).mapToObj(NAMES::get).toList(), rows);
    }

    private static double[] tile(Features features, int[] rows, int stride) {
        double[] tile = new double[rows.length * stride];
        features.copyRows(rows, 3, rows.length, tile, stride);
        return tile;
    }

    @Test
    void namesTheFirstValueThatIsNotFinite() throws IOException {
        double[] values = values(100);
        values[4 * 61 + 2] = Double.NaN;
        values[4 * 60 + 3] = Double.NEGATIVE_INFINITY;
        Path file = write(NpyType.F64, 100, values);
        assertData(file + ": row 60, column 3: expected a finite number, found -Infinity",
                () -> NpyFeatures.open(file, NAMES, all()));
        assertData(file + ": row 61, column 2: expected a finite number, found NaN",
                () -> NpyFeatures.open(file, NAMES, new int[] {0, 2}));
        NpyFeatures.open(file, NAMES, new int[] {0, 1});
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F32"})
    void aFileThatWasCutShortIsAnError(NpyType type) throws IOException {
        int n = 5000;
        for (int kept : new int[] {0, n / 2, n - 1}) {
            Path file = write(type, n, values(n));
            NpyFeatures features = NpyFeatures.open(file, NAMES, all());
            cut(file, (long) (n - kept) * NAMES.size() * type.bytes());
            int[] rows = IntStream.range(0, n).toArray();
            assertData(file + ": the file was cut short while it was being read",
                    () -> features.copyRows(rows, 0, n, new double[n * 4], 4));
            assertData(file + ": the file was cut short while it was being read",
                    () -> features.copyRows(rows, n, rows, new NativeMatrix(n * 4), 4));
        }
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    /** The file shrinks while its rows are being copied, which faults in the copy, at first interpreted and then compiled. */
    @Test
    void aFileCutShortMeanwhileIsAnError() throws Exception {
        int n = 100_000;
        Path file = folder.resolve("x.npy");
        int[] rows = IntStream.range(0, n).toArray();
        double[] tile = new double[n * NAMES.size()];
        NativeMatrix matrix = new NativeMatrix(tile.length);
        for (int repeat = 0; repeat < 20; repeat++) {
            writeSparse(file, n);
            NpyFeatures features = NpyFeatures.open(file, NAMES, all());
            int pause = repeat % 4;
            Thread cutter = new Thread(() -> assertDoesNotThrow(() -> {
                Thread.sleep(pause);
                cut(file, 31L * n);
            }));
            cutter.start();
            assertData(file + ": the file was cut short while it was being read", () -> {
                while (true) {
                    features.copyRows(rows, 0, n, tile, NAMES.size());
                    features.copyRows(rows, n / 8, rows, matrix, NAMES.size());
                }
            });
            cutter.join();
            Files.delete(file);
        }
    }

    /** A file of zeros that take no room on the disk. */
    private static void writeSparse(Path file, int n) throws IOException {
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), NpyType.F64, 0, NAMES.size())) {
            out.write(new double[0], 0, 0);
        }
        String header = Files.readString(file, StandardCharsets.ISO_8859_1);
        String rows = "(" + n + ",";
        String grown = header.replace("(0,", rows).replaceFirst(" {" + (rows.length() - 3) + "}\\n$", "\n");
        Files.writeString(file, grown, StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), header.length() + 8L * n * NAMES.size() - 1);
        }
    }
}
