package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.io.Hashes;

/** Labels in mapped temporary files, where they lie when they are many, give what labels in the heap give. */
class NumberFilesTest {

    private static final String IN_FILES = "-Dorg.mtl.heap.numbers=0 -Djava.io.tmpdir=";

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
    }

    /** All that is in a folder but when and how it was made. */
    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.endsWith("run.json") && !name.endsWith(".meta.json")) {
                    hashes.put(name, Hashes.sha256(file));
                }
            }
        }
        return hashes;
    }

    private void run(String... words) throws Exception {
        Result result = mtl.run(words);
        assertEquals(0, result.code(), () -> String.join(" ", words) + ": " + result.err());
    }

    /** The same commands in a folder of their own, so that recorded paths are the same. */
    private Map<String, String> results(String options) throws Exception {
        mtl.set("MTL_JAVA_OPTS", options + mtl.temporary());
        run("synth", "linear", "--tasks", "3", "--rows", "9000", "--dimension", "4", "-o", "npy", "-q");
        run("train", "npy", "-o", "long", "-q");
        run("influence", "long", "-o", "scores.npy", "-q");
        run("evaluate", "long", "-o", "metrics.csv", "-q");
        run("train", "npy", "--split", "0.7,0.2,0.1", "--rows-per-task", "5000", "--pca", "2", "-o", "drawn", "-q");
        run("influence", "drawn", "--level", "self", "-o", "self.csv", "-q");
        run("select", "self.csv", "--model", "drawn", "--drop", "0.1", "-o", "selection.csv", "-q");
        run("retrain", "drawn", "--selection", "selection.csv", "-o", "again", "-q");
        Models.writeData(mtl.file("data.csv"), 3000, 3);
        run(Models.train("data.csv", "-o", "table"));
        run("influence", "table", "-o", "table.csv", "-q");
        run("evaluate", "table", "--on", "test", "-o", "table-metrics.csv", "-q");
        Files.writeString(mtl.file("wide.csv"), wide());
        run("train", "wide.csv", "--targets", "a,b", "--model", "mlp", "--hidden", "4", "--epochs", "2", "--split", "0.6,0.2,0.2", "-o", "network",
                "-q");
        run("evaluate", "network", "-o", "network-metrics.csv", "-q");
        assertEquals(List.of(), Launcher.names(mtl.temporary()));
        return hashes(mtl.work());
    }

    private static String wide() {
        StringBuilder text = new StringBuilder("a,b,x,z\n");
        for (int i = 0; i < 400; i++) {
            text.append(i % 3 == 0 ? "" : i % 7).append(',').append(i % 5 == 0 ? "" : i % 2 == 0 ? "yes" : "no");
            text.append(',').append(i % 11).append(',').append(i % 13).append('\n');
        }
        return text.toString();
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.walk(mtl.work())) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).filter(file -> !file.equals(mtl.work())).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void resultsAreTheSame() throws Exception {
        Map<String, String> inHeap = results("-Djava.io.tmpdir=");
        clear();
        assertEquals(inHeap, results(IN_FILES));
    }

    @Test
    void aTemporaryFolderThatTakesNothingIsSaidInOneLine() throws Exception {
        Models.writeData(mtl.file("data.csv"), 500, 3);
        mtl.set("MTL_JAVA_OPTS", IN_FILES + "/proc");
        Result result = mtl.run(Models.train("data.csv", "-o", "model"));
        assertEquals(new Result(74, "", "mtl: the temporary folder /proc: no such file or folder\n"), result);
        assertEquals(List.of("data.csv"), mtl.left());
        mtl.set("MTL_JAVA_OPTS", null).set("TMPDIR", "/proc");
        assertEquals(0, mtl.run(Models.train("data.csv", "-o", "model")).code(), "few labels need no folder");
    }

    /** A limit on the size of files is met where a full disk would be: by the write. */
    @Test
    void aFullTemporaryFolderIsSaidInOneLine() throws Exception {
        Models.writeData(mtl.file("data.csv"), 500, 3);
        mtl.set("MTL_JAVA_OPTS", IN_FILES + mtl.temporary());
        mtl.set("WORDS", String.join(" ", Models.train("data.csv", "-o", "model")));
        Result result = mtl.shell("ulimit -f 512 && exec \"$MTL\" $WORDS");
        assertEquals(74, result.code(), result.err());
        assertTrue(result.err().startsWith("mtl: the temporary folder " + mtl.temporary() + ": "), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertEquals(List.of(), Launcher.names(mtl.temporary()));
        assertEquals(List.of("data.csv"), mtl.left());
    }
}
