package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** Whatever machine, folder and environment {@code mtl train} runs in, it makes the same model and touches nothing else. */
class SurroundingsTest {

    private static final Result DONE = new Result(0, "", "");

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
        Models.writeData(mtl.file("data.csv"), 3_000, 8);
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() throws Exception {
        for (String threads : List.of("1", "2", "3")) {
            assertEquals(DONE, mtl.run(Models.train("data.csv", "--threads", threads, "-o", "model" + threads)));
        }
        assertEquals(DONE, mtl.set("MTL_THREADS", "4").run(Models.train("data.csv", "-o", "model4")));
        for (int threads = 2; threads <= 4; threads++) {
            Models.assertSame(mtl.file("model1"), mtl.file("model" + threads));
        }
    }

    @Test
    void nothingIsWrittenButTheOutput() throws Exception {
        try (Running run = mtl.start(Models.train("data.csv", "-o", "model"))) {
            run.endInput();
            assertEquals(DONE, run.await());
            mtl.assertNothingElsewhere(run.id());
        }
        assertEquals(List.of("data.csv", "model"), mtl.left());
        Models.assertComplete(mtl.file("model"));
    }

    @Test
    void dataFromAPipeGiveTheSameParameters() throws Exception {
        assertEquals(DONE, mtl.run(Models.train("data.csv", "-o", "file")));
        Result piped = mtl.shell("cat data.csv | \"$MTL\" " + String.join(" ", Models.train("-", "-o", "pipe")));
        assertEquals(DONE, piped);
        Result zipped = mtl.shell("gzip -c data.csv | \"$MTL\" " + String.join(" ", Models.train("-", "-o", "zip")));
        assertEquals(DONE, zipped);
        for (String name : List.of("parameters.npy", "parameters.csv", "split.csv", "history.csv")) {
            assertEquals(-1, Files.mismatch(mtl.file("file").resolve(name), mtl.file("pipe").resolve(name)), name);
            assertEquals(-1, Files.mismatch(mtl.file("file").resolve(name), mtl.file("zip").resolve(name)), name);
        }
        assertEquals(-1, Files.mismatch(mtl.file("data.csv"), mtl.file("pipe/data/data.csv")));
    }

    @Test
    void aHomeFolderIsNotNeeded() throws Exception {
        mtl.set("HOME", null).set("TMPDIR", null);
        assertEquals(DONE, mtl.run(Models.train("data.csv", "-o", "homeless")));
        mtl.set("HOME", "/dev/null/nowhere").set("XDG_CACHE_HOME", "/dev/null/cache");
        assertEquals(DONE, mtl.run(Models.train("data.csv", "-o", "unwritable")));
        Models.assertSame(mtl.file("homeless"), mtl.file("unwritable"));
    }

    /** All names are the shell's: the JVM of this test may run in a locale that cannot say them. */
    @Test
    void namesMayHoldSpacesAndAnyLetter() throws Exception {
        Result result = mtl.shell("""
                set -e
                mkdir 'ein Ordner' 'ein Ordner/数据 é'
                cp data.csv 'ein Ordner/数据 é/données.csv'
                ln -s "$MTL" 'ein Ordner/mtl für alle'
                cd 'ein Ordner'
                './mtl für alle' train '数据 é/données.csv' --task group --target y -q -o 'modèle 一'
                test -f 'modèle 一/model.json'
                grep -q '数据 é/données.csv' 'modèle 一/model.json'
                './mtl für alle' train '数据 é/absente.csv' --task group --target y -q -o x || test $? = 66
                rm './mtl für alle'
                """);
        assertEquals(0, result.code(), result.err());
        assertEquals("", result.out());
        assertEquals("mtl: 数据 é/absente.csv: no such file\n", result.err());
    }

    @Test
    void aMissingJavaIsSaidInOneLine() throws Exception {
        Result result = mtl.set("JAVA_HOME", "/nonexistent").run(Models.train("data.csv", "-o", "model"));
        assertEquals(new Result(1, "",
                "mtl: JAVA_HOME is /nonexistent, which has no bin/java; mtl needs Java 17 or newer\n"), result);
        assertEquals(List.of("data.csv"), mtl.left());
    }

    @Test
    void littleAddressSpaceIsEnough() throws Exception {
        Result result = mtl.shell("ulimit -v 4000000; exec \"$MTL\" help");
        assertEquals(0, result.code(), result.err());
        assertEquals("", result.err());
        assertTrue(result.out().startsWith("Usage: mtl"), result.out());
    }
}
