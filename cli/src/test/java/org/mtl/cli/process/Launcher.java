package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts the distribution's launcher in folders that belong to one test: {@code work}, {@code home} and {@code tmp}.
 *
 * <p>Processes begin with a bare environment and with no signal ignored, whatever started the tests.
 */
final class Launcher {

    private static final String DISTRIBUTION = System.getProperty("mtl.home", "");
    private static final long PATIENCE_SECONDS = 120;

    /** What a process said and how it ended; a process that a signal killed has 128 + its number. */
    record Result(int code, String out, String err) {}

    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();
    private int started;

    /**
     * Prepares the folders; skips the test where there is no distribution.
     *
     * @param root an empty folder
     */
    Launcher(Path root) throws IOException {
        assumeTrue(!DISTRIBUTION.isEmpty(), "no distribution: run make test");
        this.root = root;
        for (Path folder : List.of(work(), home(), temporary())) {
            Files.createDirectory(folder);
        }
        set("PATH", System.getenv("PATH"));
        set("JAVA_HOME", System.getProperty("java.home"));
        set("HOME", home().toString());
        set("TMPDIR", temporary().toString());
        set("MTL_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary());
    }

    /** Starts processes faster, which compile less; with further options of Java. */
    void startFast(String... options) {
        set("MTL_JAVA_OPTS", String.join(" ", options) + " -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + temporary());
    }

    /** The launcher's script. */
    static Path script() {
        return Path.of(DISTRIBUTION, "bin", "mtl");
    }

    /** The folder in which processes start. */
    Path work() {
        return root.resolve("work");
    }

    Path home() {
        return root.resolve("home");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    /** A path in the working folder. */
    Path file(String name) {
        return work().resolve(name);
    }

    /** Sets an environment variable; null takes it away. */
    Launcher set(String name, String value) {
        if (value == null) {
            environment.remove(name);
        } else {
            environment.put(name, value);
        }
        return this;
    }

    /** The names in the working folder, sorted. */
    List<String> left() throws IOException {
        return names(work());
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Runs {@code mtl} to its end with nothing on standard input. */
    Result run(String... arguments) throws IOException, InterruptedException {
        Running running = start(arguments);
        running.endInput();
        return running.await();
    }

    /** Runs a shell script in which {@code $MTL} is the launcher. */
    Result shell(String text) throws IOException, InterruptedException {
        // A file, since an argument would be encoded by the locale of this JVM.
        Path script = Files.writeString(root.resolve("script"), text, StandardCharsets.UTF_8);
        set("MTL", script().toString());
        Running running = startCommand("sh", script.toString());
        running.endInput();
        return running.await();
    }

    /** Starts {@code mtl}. */
    Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        return startCommand(command.toArray(String[]::new));
    }

    /** Starts any command. */
    Running startCommand(String... command) throws IOException {
        started++;
        Path out = root.resolve("out" + started);
        Path err = root.resolve("err" + started);
        // What make, nohup or a shell's & made ignored would stay so in its children.
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM"));
        words.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(work().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    /** A process that was started; closing kills it. */
    record Running(Process process, Path out, Path err) implements Closeable {

        long id() {
            return process.pid();
        }

        /** Sends a signal, such as {@code INT}. */
        void signal(String name) throws IOException, InterruptedException {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(id()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor();
        }

        /** Where this writes, the process reads its standard input. */
        OutputStream input() {
            return process.getOutputStream();
        }

        void endInput() throws IOException {
            input().close();
        }

        /** Waits until a path is there; fails if the process ends before. */
        void awaitPath(Path path) throws IOException, InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!Files.exists(path)) {
                assertTrue(process.isAlive() || Files.exists(path), () -> path + " never came: " + text(err));
                assertTrue(System.nanoTime() < end, () -> path + " does not come: " + text(err));
                Thread.sleep(1);
            }
        }

        /** Waits for the end. */
        Result await() throws IOException, InterruptedException {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            close();
            assertTrue(ended, () -> "no end in " + PATIENCE_SECONDS + " s: " + text(err));
            return new Result(process.exitValue(), text(out), text(err));
        }

        private static String text(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Checks that neither the home nor the temporary folder was written to. */
    void assertNothingElsewhere(long id) throws IOException {
        assertTrue(names(home()).isEmpty(), () -> "home: " + home());
        assertTrue(names(temporary()).isEmpty(), () -> "temporary: " + temporary());
        Path counters = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), Long.toString(id));
        assertFalse(Files.exists(counters), counters.toString());
    }
}
