package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mtl.cli.process.Launcher.Result;
import org.mtl.cli.process.Launcher.Running;

/** Signals to {@code mtl train}, while it works and while it waits for its input. */
class SignalTest {

    private static final int MANY = 100_000;

    @TempDir
    private Path root;

    private Launcher mtl;

    @BeforeEach
    void prepare() throws IOException {
        mtl = new Launcher(root);
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143", "HUP,129"})
    void aSignalLeavesNothingBehind(String signal, int code) throws Exception {
        Models.writeData(mtl.file("data.csv"), MANY, 20);
        try (Running run = mtl.start(Models.train("data.csv", "-o", "model"))) {
            run.awaitPath(mtl.file("model.partial/run.json"));
            run.signal(signal);
            assertEquals(new Result(code, "", ""), run.await());
            assertEquals(List.of("data.csv"), mtl.left());
            mtl.assertNothingElsewhere(run.id());
        }
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143", "HUP,129"})
    void aSignalEndsAWaitForInput(String signal, int code) throws Exception {
        try (Running run = mtl.start(Models.train("-", "-o", "model"))) {
            run.awaitPath(mtl.file("model.partial/run.json"));
            run.signal(signal);
            assertEquals(new Result(code, "", ""), run.await());
            assertEquals(List.of(), mtl.left());
        }
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143", "HUP,129"})
    void withResumeTheWorkIsKeptAndGoneOnWith(String signal, int code) throws Exception {
        Models.writeData(mtl.file("data.csv"), 2_000, 5);
        String[] train = Models.train("-", "--resume", "-o", "model");
        try (Running run = mtl.start(train)) {
            run.awaitPath(mtl.file("model.partial/run.json"));
            run.signal(signal);
            assertEquals(new Result(code, "", ""), run.await());
        }
        assertEquals(List.of("data.csv", "model.partial"), mtl.left());
        assertTrue(Files.isRegularFile(mtl.file("model.partial/run.json")));

        assertEquals(new Result(0, "", ""), trainOnStandardInput(train));
        assertEquals(List.of("data.csv", "model"), mtl.left());
        assertEquals(new Result(0, "", ""), trainOnStandardInput(Models.train("-", "-o", "once")));
        Models.assertSame(mtl.file("once"), mtl.file("model"));
    }

    @Test
    void whatWasBegunWithOtherOptionsIsNotGoneOnWith() throws Exception {
        try (Running run = mtl.start(Models.train("-", "--resume", "-o", "model"))) {
            run.awaitPath(mtl.file("model.partial/run.json"));
            run.signal("TERM");
            run.await();
        }
        Result other = mtl.run(Models.train("-", "--resume", "--seed", "7", "-o", "model"));
        assertEquals(2, other.code());
        assertEquals(
                "mtl: --resume: model.partial was begun with other options; see mtl help train\n", other.err());
        assertEquals(List.of("model.partial"), mtl.left());
    }

    @Test
    void underNohupAHangUpChangesNothing() throws Exception {
        Path data = Models.writeData(mtl.file("data.csv"), 2_000, 5);
        String[] train = Models.train("-", "-o", "model");
        String[] command = new String[train.length + 4];
        System.arraycopy(new String[] {"sh", "-c", "trap '' HUP; exec \"$0\" \"$@\"", Launcher.script().toString()}, 0,
                command, 0, 4);
        System.arraycopy(train, 0, command, 4, train.length);
        try (Running run = mtl.startCommand(command)) {
            run.awaitPath(mtl.file("model.partial/run.json"));
            run.signal("HUP");
            Files.copy(data, run.input());
            run.endInput();
            assertEquals(new Result(0, "", ""), run.await());
        }
        assertFalse(Files.exists(mtl.file("model.partial")));
        assertTrue(Files.exists(mtl.file("model/model.json")));
    }

    private Result trainOnStandardInput(String... train) throws Exception {
        try (Running run = mtl.start(train)) {
            Files.copy(mtl.file("data.csv"), run.input());
            run.endInput();
            return run.await();
        }
    }
}
