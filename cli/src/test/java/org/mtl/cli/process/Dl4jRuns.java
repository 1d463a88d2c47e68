package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

/** Runs of a distribution with the engine on DL4J, and images for it. */
abstract class Dl4jRuns {

    static final Path LONG = Path.of("../test-data/synthetic/long.csv").toAbsolutePath();
    static final List<String> DATA = List.of(LONG.toString(), "--task", "task", "--target", "y", "--id", "id", "--split",
            "split", "--standardize", "pooled");

    @TempDir
    Path root;

    Launcher launcher;

    @BeforeEach
    void start() throws IOException {
        launcher = new Launcher(root);
    }

    Launcher.Result mtl(String... arguments) throws Exception {
        Launcher.Result result = launcher.run(arguments);
        assertEquals(0, result.code(), result.err());
        launcher.assertNothingElsewhere(0);
        return result;
    }

    Launcher.Result train(List<String> data, String name, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("train", "-o", name));
        arguments.addAll(data);
        arguments.addAll(List.of(options));
        return mtl(arguments.toArray(String[]::new));
    }

    double[] array(String name) throws IOException {
        try (NpyReader in = NpyReader.open(launcher.file(name))) {
            double[] values = new double[(int) Arrays.stream(in.shape()).reduce(1, (a, b) -> a * b)];
            in.read(0, values.length, values, 0);
            return values;
        }
    }

    /** Bright in the upper or in the lower half: a class that convolutions find at once, and which half is brighter. */
    Path images() throws IOException {
        Path folder = Files.createDirectory(launcher.file("images"));
        int rows = 60;
        Random random = new Random(5);
        double[] x = new double[rows * 2 * 8 * 8];
        double[] y = new double[rows * 2];
        for (int i = 0; i < rows; i++) {
            boolean upper = random.nextBoolean();
            for (int at = 0; at < 128; at++) {
                x[i * 128 + at] = 0.1 * random.nextGaussian() + (at % 64 < 32 == upper ? 1 : 0);
            }
            y[2 * i] = upper ? 1 : 0;
            y[2 * i + 1] = upper ? 2 : -1;
        }
        write(folder.resolve("x.npy"), x, rows, 2, 8, 8);
        write(folder.resolve("y.npy"), y, rows, 2);
        write(folder.resolve("split.npy"), IntStream.range(0, rows).mapToDouble(i -> i % 3).toArray(), rows);
        return folder;
    }

    static void write(Path file, double[] values, long... shape) throws IOException {
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), NpyType.F64, shape)) {
            out.write(values, 0, values.length);
        }
    }
}
