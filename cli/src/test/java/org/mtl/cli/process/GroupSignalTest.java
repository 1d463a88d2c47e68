package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while the solver's threads run, and after they have run, in the real process. */
class GroupSignalTest {

    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    private Launcher launcher;
    private Launcher.Running mtl;

    @BeforeEach
    void prepare() throws IOException {
        launcher = new Launcher(folder);
    }

    /** What a failed test started would search for hours. */
    @AfterEach
    void end() {
        if (mtl != null) {
            mtl.close();
        }
    }

    /** So many tasks, of which most harm each other, are not proven in a minute; several threads search. */
    @Test
    void theBestFoundInParallelIsWritten() throws Exception {
        Random random = new Random(1);
        start(matrix(60, () -> 0.6 * random.nextDouble() - 0.4), "--groups", "4", "-o", "groups.csv", "--summary", "summary.json");
        awaitLibrary();
        awaitSearch();
        String said = assertInterrupted(130);
        assertEquals(List.of("groups.csv", "groups.csv.meta.json", "matrix.csv", "summary.json"), launcher.left());
        assertTrue(said.contains("interrupted; not proven optimal"), said);
    }

    /** Branch and bound of so many tasks would take hours. */
    @Test
    void theBestFoundIsWritten() throws Exception {
        startBranchAndBound();
        assertEquals("mtl: warning: the search was interrupted; not proven optimal: objective -14\n", assertInterrupted(130));
        assertEquals(List.of("groups.csv", "groups.csv.meta.json", "matrix.csv", "summary.json"), launcher.left());
        assertTrue(Files.readString(launcher.file("summary.json")).contains("\"status\": \"feasible\""));
        assertEquals(1 + 14, Files.readAllLines(launcher.file("groups.csv")).size());
    }

    @Test
    void theBestFoundIsAccepted() throws Exception {
        startBranchAndBound("--accept-best");
        assertInterrupted(0);
        assertEquals(List.of("groups.csv", "groups.csv.meta.json", "matrix.csv", "summary.json"), launcher.left());
    }

    @Test
    void aGateIsKeptWhereTheBestFoundIsAccepted() throws Exception {
        startBranchAndBound("--accept-best", "--require-optimal");
        assertInterrupted(3);
    }

    private void startBranchAndBound(String... options) throws Exception {
        List<String> all = Stream.concat(Stream.of("--groups", "4", "--partition", "--solver", "branch-and-bound",
                "-o", "groups.csv", "--summary", "summary.json"), Stream.of(options)).toList();
        start(matrix(14, () -> -1), all.toArray(String[]::new));
        awaitSearch();
    }

    private void awaitSearch() throws InterruptedException {
        Thread.sleep(3000);
        assertTrue(mtl.process().isAlive(), "the search is over already");
    }

    /** The result waits for a reader of the pipe. */
    @Test
    void afterASearch() throws Exception {
        new ProcessBuilder("mkfifo", launcher.file("pipe").toString()).start().waitFor();
        start(matrix(4, () -> 0), "--groups", "3", "-v", "-o", "pipe");
        awaitLibrary();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!Files.readString(mtl.err()).contains("proven optimal") && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        Thread.sleep(200);
        assertInterrupted(130);
        assertEquals(List.of("matrix.csv", "pipe"), launcher.left());
    }

    /** Presses Ctrl-C and returns what the process said until it ended. */
    private String assertInterrupted(int code) throws Exception {
        mtl.signal("INT");
        Launcher.Result result = mtl.await();
        assertEquals(code, result.code(), result.err());
        assertFalse(result.err().contains("fault"), result.err());
        return result.err();
    }

    /** Waits until the solver's library is in the process, that is, a model is being built. */
    private void awaitLibrary() throws IOException, InterruptedException {
        Path maps = Path.of("/proc", Long.toString(mtl.id()), "maps");
        assumeTrue(Files.exists(maps), "no /proc");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (mtl.process().isAlive() && System.nanoTime() < end) {
            if (Files.readString(maps).contains("libjniortools.so")) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the solver's library was not loaded");
    }

    private String matrix(int tasks, DoubleSupplier values) throws IOException {
        StringBuilder csv = new StringBuilder("source");
        for (int k = 0; k < tasks; k++) {
            csv.append(",t").append(k);
        }
        for (int i = 0; i < tasks; i++) {
            csv.append("\nt").append(i);
            for (int k = 0; k < tasks; k++) {
                csv.append(',').append(values.getAsDouble());
            }
        }
        Files.writeString(launcher.file("matrix.csv"), csv.append('\n'));
        return "matrix.csv";
    }

    private void start(String matrix, String... options) throws IOException {
        mtl = launcher.start(Stream.concat(Stream.of("group", matrix), Stream.of(options)).toArray(String[]::new));
        mtl.endInput();
    }
}
