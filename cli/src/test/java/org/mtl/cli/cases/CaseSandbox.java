package org.mtl.cli.cases;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A case's own corner of the file system: an empty working folder, and a home and a cache beside it, so that what a
 * command leaves is seen and nothing of the machine's is used.
 */
final class CaseSandbox {

    private static final int SECONDS = 120;

    private final Path root;
    private final Path work;
    private final Path data;

    /**
     * @param root an existing folder of this case alone
     * @param data the test-data folder, which scripts call {@code $DATA}
     */
    CaseSandbox(Path root, Path data) throws IOException {
        this.root = root.toRealPath();
        this.data = data.toRealPath();
        this.work = Files.createDirectory(this.root.resolve("work"));
        Files.createDirectory(this.root.resolve("home"));
    }

    /** Runs a script in this process. */
    CaseShell.Outcome warm(MtlRunner mtl, String script) throws IOException {
        return portable(new CaseShell(mtl, work, environment()).run(script));
    }

    /**
     * Runs a script by {@code /bin/sh} with a distribution's launcher first on the path.
     *
     * @param home the distribution, which holds {@code bin/mtl}
     */
    CaseShell.Outcome launcher(Path home, String script) throws IOException, InterruptedException {
        // Parsed for the sake of the grammar: a case must mean the same to both runners.
        CaseScript.parse(script, environment());
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script).directory(work.toFile())
                .redirectInput(new File("/dev/null")).redirectOutput(out.toFile()).redirectError(err.toFile());
        Map<String, String> own = Map.copyOf(builder.environment());
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().put("PATH", home.resolve("bin") + ":" + own.getOrDefault("PATH", "/usr/bin:/bin"));
        if (own.containsKey("JAVA_HOME")) {
            builder.environment().put("JAVA_HOME", own.get("JAVA_HOME"));
        }
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("still running after " + SECONDS + " s");
        }
        return portable(new CaseShell.Outcome(Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8), process.exitValue()));
    }

    /** The whole environment of a case. */
    private Map<String, String> environment() {
        Map<String, String> env = new HashMap<>();
        env.put("DATA", data.toString());
        env.put("HOME", root.resolve("home").toString());
        env.put("MTL_CACHE", root.resolve("cache").toString());
        env.put("LC_ALL", "C");
        return env;
    }

    private CaseShell.Outcome portable(CaseShell.Outcome outcome) {
        return new CaseShell.Outcome(portable(outcome.out()), portable(outcome.err()), outcome.code());
    }

    private String portable(String text) {
        return text.replace(work + "/", "").replace(work.toString(), ".").replace(root + "/", "$ROOT/")
                .replace(data.toString(), "$DATA");
    }

    /** What stands in the working folder, one name a line in byte order, a folder with a slash. */
    String files() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : "") + "\n").sorted()
                    .collect(Collectors.joining());
        }
    }

    /** Whatever a command failed to clear away: its {@code NAME.partial}, at any depth. */
    List<String> partials() throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".partial"))
                    .map(file -> work.relativize(file).toString()).sorted().toList();
        }
    }

    /** What was written that the manual does not describe. */
    List<String> undescribed(DescribedFiles manual) throws IOException {
        return manual.missing(work);
    }

    /** What a case must never do: write to the home folder. */
    List<String> strays() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("home"))) {
            return files.map(file -> "home/" + file.getFileName()).sorted().toList();
        }
    }
}
