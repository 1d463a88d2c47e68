package org.mtl.cli.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.cases.MtlRunner;
import org.mtl.io.Folders;
import org.mtl.io.Hashes;

/**
 * Commands on damaged input: each ends soon, with a contract exit code, one line that says why, and nothing half-written;
 * and what it makes of a table does not depend on how that is quoted.
 *
 * <p>A failure names its seed and where its input lies. {@code -Dmtl.fuzz.seed=N} repeats one trial
 * and shows its trace, {@code -Dmtl.fuzz.count=N} makes another number of them, {@code -Dmtl.fuzz.first=N} others.
 */
class FuzzTest {

    private static final int FEW = 250;
    private static final int MANY = 10_000;
    private static final String TRACE = "--stacktrace";
    private static final int PATIENCE_SECONDS = 60;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path root;

    private final MtlRunner mtl = MtlRunner.installed().orElseThrow();

    @Test
    void damagedInputIsRefusedOrRead() throws Exception {
        trials(Long.getLong("mtl.fuzz.first", 1), Integer.getInteger("mtl.fuzz.count", FEW));
    }

    @Tag("long")
    @Test
    void muchDamagedInputIsRefusedOrRead() throws Exception {
        trials(Long.getLong("mtl.fuzz.first", 1_000_001), Integer.getInteger("mtl.fuzz.count", MANY));
    }

    private void trials(long first, int count) throws Exception {
        Samples samples = Samples.make(Formats.testData(), Files.createDirectory(root.resolve("samples")), mtl);
        String sound = content(samples.folder());
        Optional<Long> only = Optional.ofNullable(Long.getLong("mtl.fuzz.seed"));
        List<String> failures = new ArrayList<>();
        Map<String, Integer> codes = new TreeMap<>();
        for (long seed = only.orElse(first); seed < only.orElse(first) + (only.isPresent() ? 1 : count); seed++) {
            Dice dice = new Dice(seed);
            Kind kind = dice.of(List.of(Kind.CSV, Kind.CSV, Kind.NPY, Kind.NPY, Kind.MODEL, Kind.MODEL, Kind.MODEL, Kind.TABLE, Kind.TABLE, Kind.FORMAT, Kind.OPTION, Kind.OPTION));
            Path work = Files.createDirectory(root.resolve("work"));
            Trial trial = only.isPresent() ? kind.make(samples, work, dice).traced() : kind.make(samples, work, dice);
            List<String> faults = attempt(trial, work, codes, kind);
            String now = content(samples.folder());
            if (!sound.equals(now)) {
                faults.add("changed an input");
                sound = now;
            }
            if (!faults.isEmpty()) {
                failures.add("seed " + seed + " (" + kind + "): " + trial + ": " + String.join("; ", faults) + ": " + keep(work, seed));
            }
            Folders.delete(work);
        }
        System.out.println("trials by kind and exit code: " + codes);
        assertEquals("", String.join("\n", failures));
    }

    private List<String> attempt(Trial trial, Path work, Map<String, Integer> codes, Kind kind) throws Exception {
        Map<String, String> before = hashes(work);
        Outcome outcome = run(trial, work);
        if (trial.words().contains(TRACE)) {
            System.out.println(trial + "\n" + outcome.err());
        }
        codes.merge(kind + " " + outcome.code(), 1, Integer::sum);
        List<String> faults = outcome.faults(trial);
        List<String> left = Outcome.leftovers(work, names(work, before), outcome.code());
        if (!left.isEmpty()) {
            faults.add("left " + left);
        }
        if (outcome.code() != 0 && !before.equals(hashes(work))) {
            faults.add("changed a file");
        }
        if (outcome.code() == 0 && !trial.damaged().isEmpty()) {
            faults.addAll(written(trial, work, outcome));
        }
        if (!faults.isEmpty()) {
            faults.add(outcome.err().strip());
        }
        return faults;
    }

    /** Runs once more on the same table written another way. */
    private List<String> written(Trial trial, Path work, Outcome first) throws Exception {
        Path table = work.resolve(trial.damaged());
        Optional<byte[]> plain = Plain.of(Files.readAllBytes(table));
        if (plain.isEmpty()) {
            return Files.readAllBytes(table).length > 2 && Files.readAllBytes(table)[0] == 0x1f ? List.of() : List.of("read what is no table");
        }
        if (Files.exists(work.resolve("out"))) {
            Files.move(work.resolve("out"), work.resolve("first"));
        }
        Files.write(table, plain.get());
        Outcome second = run(trial, work);
        List<String> faults = new ArrayList<>();
        if (second.code() != 0) {
            faults.add("written with quotes: " + second.code() + " " + second.err().strip());
        } else if (!first.out().equals(second.out())) {
            faults.add("written with quotes it prints something else");
        }
        Path parameters = work.resolve("first/parameters.npy");
        if (second.code() == 0 && Files.exists(parameters) && Files.mismatch(parameters, work.resolve("out/parameters.npy")) != -1) {
            faults.add("written with quotes it gives another model");
        }
        return faults;
    }

    private Outcome run(Trial trial, Path work) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of("MTL_THREADS", "1", "HOME", root.resolve("home").toString(), "MTL_CACHE", root.resolve("cache").toString());
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Outcome> future = thread.submit(() -> {
                long bytes = THREADS.getCurrentThreadAllocatedBytes();
                long begin = System.nanoTime();
                int code = mtl.run(trial.words(), new ByteArrayInputStream(trial.in()), out, new PrintStream(err, true, StandardCharsets.UTF_8), environment, work);
                return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8).replace(root + "/", ""),
                        System.nanoTime() - begin, THREADS.getCurrentThreadAllocatedBytes() - bytes);
            });
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end in " + PATIENCE_SECONDS + " s: " + trial + ", kept in " + keep(work, 0), e);
        } finally {
            thread.shutdown();
        }
    }

    private static Set<String> names(Path work, Map<String, String> files) throws IOException {
        Set<String> names = new java.util.TreeSet<>(files.keySet());
        for (String file : files.keySet()) {
            for (Path folder = Path.of(file).getParent(); folder != null; folder = folder.getParent()) {
                names.add(folder.toString());
            }
        }
        return names;
    }

    /** The files of a folder with hashes of what they hold, links and folders by their kind. */
    private static Map<String, String> hashes(Path work) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(work)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String what = Files.isSymbolicLink(entry) ? "link" : Files.isDirectory(entry) ? "folder" : Hashes.sha256(entry);
                hashes.put(work.relativize(entry).toString(), what);
            }
        }
        return hashes;
    }

    private static String content(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            List<String> lines = new ArrayList<>();
            for (Path entry : (Iterable<Path>) entries.sorted()::iterator) {
                lines.add(entry + " " + Files.getLastModifiedTime(entry).toMillis() + " " + Files.size(entry));
            }
            return lines.stream().collect(Collectors.joining("\n"));
        }
    }

    /** Copies a failed trial's folder to where it stays. */
    private static Path keep(Path work, long seed) throws IOException {
        Path kept = Path.of("target", "fuzz", "seed-" + seed).toAbsolutePath();
        if (Files.exists(kept)) {
            Folders.delete(kept);
        }
        Files.createDirectories(kept.getParent());
        new ProcessBuilder("cp", "-R", work.toString(), kept.toString()).inheritIO().start().onExit().join();
        return kept;
    }
}
