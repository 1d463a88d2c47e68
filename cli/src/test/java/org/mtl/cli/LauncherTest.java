package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's launcher as a process of its own; {@code make test} says where the distribution is. */
class LauncherTest {

    private static final String HOME = System.getProperty("mtl.home", "");

    @TempDir
    private Path folder;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void distributionIsBuilt() {
        assumeTrue(!HOME.isEmpty(), "no distribution: run make test");
    }

    @Test
    void startsThroughAChainOfLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), Path.of(HOME, "bin", "mtl"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link.getFileName());
        assertEquals(Version.current().lines(), run(Map.of(), second.toString(), "--version").out);
    }

    @Test
    void writesNothingIntoTheHomeFolder() throws Exception {
        Result result = run(Map.of("HOME", folder.toString()), HOME + "/bin/mtl", "help");
        assertEquals(0, result.code, result.err);
        assertEquals("", result.err);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of("err", "out"), left.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void runsWithoutTheArchiveWhereItIsDamaged() throws Exception {
        Path copy = copyWithoutNatives();
        Files.writeString(copy.resolve("lib/mtl.jsa"), "no archive");
        Result result = run(Map.of(), copy + "/bin/mtl", "--version");
        assertEquals(new Result(0, Version.current().lines(), ""), result);
    }

    @Test
    void saysInOneLineThatJavaIsMissing() throws Exception {
        Result result = run(Map.of("JAVA_HOME", folder.toString()), HOME + "/bin/mtl", "--version");
        assertEquals(1, result.code);
        assertEquals("mtl: JAVA_HOME is " + folder + ", which has no bin/java; mtl needs Java 17 or newer\n", result.err);
    }

    @Test
    void saysInOneLineThatJavaIsTooOld() throws Exception {
        Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertTrue(java.toFile().setExecutable(true));
        Result result = run(Map.of("JAVA_HOME", folder.toString()), HOME + "/bin/mtl", "--version");
        assertEquals(new Result(1, "", "mtl: " + java + " is Java 11; mtl needs Java 17 or newer\n"), result);
    }

    @Test
    void startsInLittleAddressSpace() throws Exception {
        Result result = run(Map.of(), "sh", "-c", "ulimit -v 4000000; exec \"$0\" help", HOME + "/bin/mtl");
        assertEquals(0, result.code, result.err);
    }

    /** The distribution in a folder whose name holds a space. */
    private Path copyWithoutNatives() throws IOException {
        Path from = Path.of(HOME);
        Path to = folder.resolve("a copy");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(f -> !f.startsWith(from.resolve("natives")))::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }

    /** Runs a command with the JVM of this test and a bare environment. */
    private Result run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Result(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
