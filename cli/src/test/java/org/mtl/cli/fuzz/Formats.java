package org.mtl.cli.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The small files of other formats among the test data, and what converts them. */
final class Formats {

    /** The commands that take each. */
    static final Map<String, List<String>> COMMANDS = Map.ofEntries(
            Map.entry("arrays.npz", List.of("convert arrays.npz -q -o out", "convert arrays.npz -q", "inspect arrays.npz")),
            Map.entry("parted.npz", List.of("convert parted.npz -q -o out", "convert parted.npz -q")),
            Map.entry("songs.arff", List.of("convert songs.arff --labels 2 -q -o out", "convert songs.arff --labels 3 -q")),
            Map.entry("songs-sparse.arff", List.of("convert songs-sparse.arff --labels 2 -q -o out", "convert songs-sparse.arff --labels 2 -q")),
            Map.entry("north_train.svmlight", List.of("convert north_train.svmlight south_test.svmlight -q -o out",
                    "convert north_train.svmlight north_test.svmlight --split-from-names -q")),
            Map.entry("table.tsv", List.of("convert table.tsv -q", "convert table.tsv -q -o out")),
            Map.entry("hourly.csv", List.of("convert hourly.csv --window 2 --horizon 1 -q -o out", "convert hourly.csv --window 3 --horizon 1 -q")),
            Map.entry("images-idx3-ubyte", List.of("convert images-idx3-ubyte labels-idx1-ubyte.gz -q -o out", "convert images-idx3-ubyte labels-idx1-ubyte.gz -q")),
            Map.entry("labels-idx1-ubyte.gz", List.of("convert images-idx3-ubyte labels-idx1-ubyte.gz -q -o out")),
            Map.entry("mood.txt", List.of("convert mood.txt topic.txt --embedding vectors.txt -q -o out", "convert mood.txt --embedding vectors.txt --sequences --length 3 -q -o out")),
            Map.entry("vectors.txt", List.of("convert mood.txt topic.txt --embedding vectors.txt -q -o out", "convert mood.txt --embedding vectors.txt -q")),
            Map.entry("pictures", List.of("convert pictures --grey -q -o out", "convert pictures --grey --resize 2x2 -q")));

    private Formats() {}

    /** Copies them all: several are read together with others. */
    static void copyTo(Path work) throws IOException {
        Path from = testData().resolve("formats");
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = from.relativize(entry).toString();
                if (name.isEmpty() || name.matches(".*\\.(md|py)|reference.*|broken.*")) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    Files.createDirectory(work.resolve(name));
                } else {
                    Files.copy(entry, work.resolve(name));
                }
            }
        }
    }

    /** The project's test data; tests run in the module's folder. */
    static Path testData() {
        return Path.of("..", "test-data").toAbsolutePath().normalize();
    }
}
