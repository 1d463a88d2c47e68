package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.cli.Mtl;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** Outputs that are taken, shared, full or no longer read. */
class OutputTest {

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
    }

    @Test
    void ofTwoRunsOnOneOutputTheSecondIsSentAway() throws Exception {
        Path data = Models.writeData(mtl.file("data.csv"), 500, 3);
        try (Running first = mtl.start(Models.train("-", "-o", "model"))) {
            first.awaitPath(mtl.file("model.partial/run.json"));
            Result second = mtl.run(Models.train("data.csv", "--force", "-o", "model"));
            assertEquals(new Result(75, "", "mtl: model: another run is writing it\n"), second);
            assertEquals(75, mtl.run(Models.train("data.csv", "--resume", "-o", "model")).code());
            Files.copy(data, first.input());
            first.endInput();
            assertEquals(new Result(0, "", ""), first.await());
        }
        assertEquals(List.of("data.csv", "model"), mtl.left());
    }

    @Test
    void anOutputThatExistsIsLeftAlone() throws Exception {
        Models.writeData(mtl.file("data.csv"), 500, 3);
        Files.writeString(Files.createDirectory(mtl.file("foreign")).resolve("thesis.tex"), "years of work");
        for (String[] more : List.of(new String[] {"-o", "foreign"}, new String[] {"-o", "foreign", "--force"})) {
            Result refused = mtl.run(Models.train("data.csv", more));
            assertEquals(73, refused.code());
            assertOneLine(refused.err());
        }
        assertEquals(List.of("thesis.tex"), Launcher.names(mtl.file("foreign")));

        assertEquals(0, mtl.run(Models.train("data.csv", "-o", "model")).code());
        Result refused = mtl.run(Models.train("data.csv", "--lambda", "9", "-o", "model"));
        assertEquals(new Result(73, "", "mtl: model: exists already; --force replaces it\n"), refused);
        assertEquals(List.of("data.csv", "foreign", "model"), mtl.left());
    }

    @Test
    void whereNothingCanBeWrittenNothingIsRead() throws Exception {
        Result result = mtl.run(Models.train("-", "-o", "/proc/model"));
        assertEquals(73, result.code(), result.err());
        assertEquals("", result.out());
        assertOneLine(result.err());
        assertTrue(result.err().startsWith("mtl: /proc/model: cannot be created"), result.err());
    }

    @Test
    void aReadOnlyFolderTakesNoOutput() throws Exception {
        Path folder = Files.createDirectory(mtl.file("locked"));
        assumeTrue(folder.toFile().setWritable(false));
        assumeFalse(Files.isWritable(folder), "the superuser may write everywhere");
        Result result = mtl.run(Models.train("-", "-o", "locked/model"));
        assertTrue(folder.toFile().setWritable(true));
        assertEquals(73, result.code(), result.err());
        assertOneLine(result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "--version", "help train", "train --help"})
    void aReaderThatHasEnoughIsNoError(String words) throws Exception {
        assertQuietEnd("{ \"$MTL\" " + words + "; echo $? >code; } | head -1 >line");
        assertEquals(1, Files.readAllLines(mtl.file("line")).size());
        // No reader at all when the first line comes, and nobody to close the pipe later.
        assertQuietEnd("{ sleep 0.1; \"$MTL\" " + words + "; echo $? >code; } | :");
    }

    @Test
    void aReaderOfScoresThatHasEnoughIsNoError() throws Exception {
        assumeTrue(Mtl.commandLine().getSubcommands().containsKey("influence"), "no influence yet");
        assertEquals(0, mtl.run(Models.exam("-o", "model")).code());
        assertQuietEnd("{ \"$MTL\" influence model -q; echo $? >code; } | head -1 >line");
        assertTrue(Files.readString(mtl.file("line")).startsWith("row,task,"));
        assertEquals(List.of("code", "line", "model"), mtl.left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--version", "train --help"})
    void aFullDiskIsSaidInOneLine(String words) throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/full")));
        Result result = mtl.shell("exec \"$MTL\" " + words + " >/dev/full");
        assertEquals(new Result(74, "", "mtl: standard output: No space left on device\n"), result);
    }

    @Test
    void standardOutputThatWasClosedIsSaidInOneLine() throws Exception {
        Result result = mtl.shell("exec \"$MTL\" help >&-");
        assertEquals(74, result.code(), result.err());
        assertOneLine(result.err());
    }

    private void assertQuietEnd(String script) throws Exception {
        Result result = mtl.shell(script);
        assertEquals("", result.err(), script);
        assertEquals("0\n", Files.readString(mtl.file("code")), script);
    }

    private static void assertOneLine(String text) {
        assertEquals(1, text.lines().count(), text);
    }
}
