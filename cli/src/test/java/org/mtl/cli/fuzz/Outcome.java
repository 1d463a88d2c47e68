package org.mtl.cli.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a trial did.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 * @param nanoseconds how long it took
 * @param allocated the bytes of heap that its thread asked for
 */
record Outcome(int code, String out, String err, long nanoseconds, long allocated) {

    /** The exit codes that damaged input may end with. */
    private static final Set<Integer> CODES = Set.of(0, 2, 3, 65, 66, 69, 73);

    private static final int MEMORY = 71;
    private static final long MOST_NANOSECONDS = 20_000_000_000L;
    private static final long MOST_BYTES = 1L << 30;
    private static final int LONGEST_LINE = 1_500;

    /**
     * What is wrong with it, apart from files; empty if nothing is.
     *
     * @param trial what was run
     */
    List<String> faults(Trial trial) {
        boolean json = trial.words().contains("--json");
        boolean sweep = trial.words().contains("--sweep");
        List<String> faults = new ArrayList<>();
        check(faults, CODES.contains(code) || code == MEMORY && trial.toString().contains("--memory"), "exit code " + code);
        check(faults, nanoseconds < MOST_NANOSECONDS, "took " + nanoseconds / 1_000_000 + " ms");
        check(faults, allocated < MOST_BYTES, "allocated " + (allocated >> 20) + " MiB");
        check(faults, code == 0 || code == 3 || out.isEmpty() || out.endsWith("\n"), "half a line on standard output");
        List<String> lines = err.lines().toList();
        List<String> errors = lines.stream().filter(line -> !line.startsWith("mtl: warning: ")).toList();
        check(faults, err.isEmpty() || err.endsWith("\n"), "standard error does not end with a newline");
        check(faults, !err.contains("Exception") && !err.contains("\tat ") && !err.contains("java."), "names a class");
        check(faults, lines.stream().noneMatch(line -> line.startsWith("mtl: ") && line.length() > LONGEST_LINE), "a line of more than " + LONGEST_LINE + " characters");
        if (code != 0) {
            check(faults, errors.stream().filter(line -> line.startsWith(json ? "{\"code\": " : "mtl: ")).count() == 1 || sweep, "not one line that says what failed");
            check(faults, !errors.isEmpty() && errors.get(errors.size() - 1).length() > 12, "says little");
            check(faults, !err.contains("null") || errors.stream().anyMatch(line -> line.matches(".*(found|'|\"|/dev/).*null.*")), "says null");
        }
        return faults;
    }

    private static void check(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    /** Names that a run must not leave: what is half-written, and what a failed one began. */
    static List<String> leftovers(Path work, Set<String> before, int code) throws IOException {
        try (Stream<Path> entries = Files.walk(work)) {
            return entries.map(path -> work.relativize(path).toString()).filter(name -> !name.isEmpty() && !before.contains(name))
                    .filter(name -> name.contains(".partial") || name.endsWith(".new") || code != 0 && code != 3).sorted().toList();
        }
    }
}
