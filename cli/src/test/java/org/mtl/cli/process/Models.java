package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mtl.io.Hashes;
import org.mtl.io.Json;

/** Data to train on, and what a finished model looks like. */
final class Models {

    /** Trains on the small real data set in about a second. */
    static final List<String> EXAM = List.of(
            "train", Path.of("..", "test-data", "exam", "exam.csv").toAbsolutePath().normalize().toString(),
            "--task", "school", "--target", "normexam", "--split", "0.6,0.2,0.2", "-q");

    private static final int TASKS = 50;

    private Models() {}

    /** The options for data that {@link #writeData} made; the file comes first. */
    static String[] train(String data, String... more) {
        Stream<String> words =
                Stream.of("train", data, "--task", "group", "--target", "y", "--split", "0.6,0.2,0.2", "-q");
        return Stream.concat(words, Stream.of(more)).toArray(String[]::new);
    }

    /** {@link #EXAM} with more options. */
    static String[] exam(String... more) {
        return Stream.concat(EXAM.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** Writes rows in long form whose target is close to a linear function, the same ones each time. */
    static Path writeData(Path file, int rows, int features) throws IOException {
        SplittableRandom random = new SplittableRandom(rows);
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder("group,y");
            for (int j = 0; j < features; j++) {
                line.append(",x").append(j);
            }
            out.append(line).append('\n');
            for (int i = 0; i < rows; i++) {
                int task = i % TASKS;
                double target = random.nextInt(1000) / 1000.0;
                line.setLength(0);
                for (int j = 0; j < features; j++) {
                    int value = random.nextInt(1000);
                    target += value * ((j + task) % 7) / 1000.0;
                    line.append(',').append(value);
                }
                out.append("g" + task + "," + target).append(line).append('\n');
            }
        }
        return file;
    }

    /** Checks that a model folder is whole: all its files, and the parameters that its description vouches for. */
    static void assertComplete(Path model) throws IOException {
        Map<String, byte[]> files = files(model);
        Set<String> expected = Set.of("history.csv", "model.json", "parameters.csv", "parameters.npy", "split.csv");
        assertEquals(expected, files.keySet(), model.toString());
        Object recorded = Json.read(model.resolve("model.json")).get("parameters");
        assertEquals(Map.of("sha256", Hashes.sha256(model.resolve("parameters.npy"))), recorded);
        assertEquals(true, Files.isRegularFile(model.resolve("run.json")), "run.json");
    }

    /** Checks that two models are the same, byte by byte, save what may differ between two equal runs. */
    static void assertSame(Path expected, Path actual) throws IOException {
        Map<String, byte[]> ours = files(expected);
        Map<String, byte[]> theirs = files(actual);
        assertEquals(ours.keySet(), theirs.keySet(), actual.toString());
        ours.forEach((name, bytes) -> assertArrayEquals(bytes, theirs.get(name), actual + ": " + name));
    }

    /** The files of a folder by their path in it, without {@code run.json}. */
    static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.filter(Files::isRegularFile).forEach(file -> {
                try {
                    files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        files.remove("run.json");
        return files;
    }
}
