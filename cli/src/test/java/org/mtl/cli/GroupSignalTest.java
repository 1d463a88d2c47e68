package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
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

    private static final String HOME = System.getProperty("mtl.home", "");
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    private Process started;

    @BeforeEach
    void distributionIsBuilt() throws IOException {
        assumeTrue(!HOME.isEmpty(), "no distribution: run make test");
        assumeFalse(interruptsAreIgnored(), "processes started here ignore Ctrl-C, as those of this process's parent do");
    }

    /** What a failed test started would search for hours. */
    @AfterEach
    void end() {
        if (started != null) {
            started.destroyForcibly();
        }
    }

    /** Whether SIGINT, number 2, is ignored in this process, which others inherit: so it is behind nohup and some schedulers. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status) && Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
    }

    /** So many tasks, of which most harm each other, are not proven in a minute; several threads search. */
    @Test
    void theBestFoundInParallelIsWritten() throws Exception {
        Random random = new Random(1);
        Process mtl = start(matrix(60, () -> 0.6 * random.nextDouble() - 0.4),
                "--groups", "4", "-o", "groups.csv", "--summary", "summary.json");
        awaitLibrary(mtl);
        Thread.sleep(3000);
        assertTrue(mtl.isAlive(), "the search is over already");
        assertInterrupted(mtl);
        assertEquals(List.of("err", "groups.csv", "groups.csv.meta.json", "matrix.csv", "summary.json"), names());
        assertTrue(Files.readString(folder.resolve("err")).contains("interrupted; not proven optimal"));
    }

    /** Branch and bound of so many tasks would take hours. */
    @Test
    void theBestFoundIsWritten() throws Exception {
        Process mtl = startBranchAndBound();
        assertInterrupted(mtl, 130);
        assertEquals(List.of("err", "groups.csv", "groups.csv.meta.json", "matrix.csv", "summary.json"), names());
        String warning = "mtl: warning: the search was interrupted; not proven optimal: objective -14\n";
        assertEquals(warning, Files.readString(folder.resolve("err")));
        assertTrue(Files.readString(folder.resolve("summary.json")).contains("\"status\": \"feasible\""));
        assertEquals(1 + 14, Files.readAllLines(folder.resolve("groups.csv")).size());
    }

    @Test
    void theBestFoundIsAccepted() throws Exception {
        assertInterrupted(startBranchAndBound("--accept-best"), 0);
        assertEquals(List.of("err", "groups.csv", "groups.csv.meta.json", "matrix.csv", "summary.json"), names());
    }

    @Test
    void aGateIsKeptWhereTheBestFoundIsAccepted() throws Exception {
        assertInterrupted(startBranchAndBound("--accept-best", "--require-optimal"), 3);
    }

    private Process startBranchAndBound(String... options) throws Exception {
        List<String> all = Stream.concat(Stream.of("--groups", "4", "--partition", "--solver", "branch-and-bound",
                "-o", "groups.csv", "--summary", "summary.json"), Stream.of(options)).toList();
        Process mtl = start(matrix(14, -1), all.toArray(String[]::new));
        Thread.sleep(3000);
        assertTrue(mtl.isAlive(), "the search is over already");
        return mtl;
    }

    /** The result waits for a reader of the pipe. */
    @Test
    void afterASearch() throws Exception {
        new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
        Process mtl = start(matrix(4, 0), "--groups", "3", "-v", "-o", "pipe");
        awaitLibrary(mtl);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!Files.readString(folder.resolve("err")).contains("proven optimal") && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        Thread.sleep(200);
        assertInterrupted(mtl);
        assertEquals(List.of("err", "matrix.csv", "pipe"), names());
    }

    private void assertInterrupted(Process mtl) throws Exception {
        assertInterrupted(mtl, 130);
    }

    private void assertInterrupted(Process mtl, int code) throws Exception {
        new ProcessBuilder("kill", "-INT", Long.toString(mtl.pid())).start().waitFor();
        assertTrue(mtl.waitFor(SECONDS, TimeUnit.SECONDS), "still running");
        assertEquals(code, mtl.exitValue());
        assertFalse(Files.readString(folder.resolve("err")).contains("fault"));
    }

    /** Waits until the solver's library is in the process, that is, a model is being built. */
    private static void awaitLibrary(Process mtl) throws IOException, InterruptedException {
        Path maps = Path.of("/proc", Long.toString(mtl.pid()), "maps");
        assumeTrue(Files.exists(maps), "no /proc");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (mtl.isAlive() && System.nanoTime() < end) {
            if (Files.readString(maps).contains("libjniortools.so")) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the solver's library was not loaded");
    }

    private String matrix(int tasks, double value) throws IOException {
        return matrix(tasks, () -> value);
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
        Files.writeString(folder.resolve("matrix.csv"), csv.append('\n'));
        return "matrix.csv";
    }

    private Process start(String matrix, String... options) throws IOException {
        List<String> command = Stream.concat(Stream.of(HOME + "/bin/mtl", "group", matrix), Stream.of(options)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        started = builder.start();
        return started;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
