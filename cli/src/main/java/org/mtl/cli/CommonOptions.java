package org.mtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mtl.MtlException;
import org.mtl.parallel.Memory;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {

    /** Options that cannot change a result, left out of what a model records. */
    static final Set<String> NEUTRAL = Set.of(
            "--threads", "--memory", "--verbose", "--quiet", "--progress", "--stacktrace", "--json", "--force", "--resume", "--output",
            "--ratio-curve");

    /** Asks for errors in JSON; looked for before a command line is parsed, since that can be the error. */
    static final String JSON = "--json";

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,15})([KMGTkmgt]?)");

    /** When progress is shown. */
    enum Progress {
        auto,
        always,
        never
    }

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 100, description = "Show this help and exit.")
    private boolean help;

    @Option(names = {"-v", "--verbose"}, order = 90, description = "Say more on standard error.")
    private boolean verbose;

    @Option(names = {"-q", "--quiet"}, order = 91, description = "Say nothing on standard error but warnings and errors.")
    private boolean quiet;

    @Option(
            names = "--progress",
            paramLabel = "auto|always|never",
            order = 92,
            description = "Show progress on standard error; auto (the default): on a terminal only.")
    private Progress progress = Progress.auto;

    @Option(
            names = "--threads",
            paramLabel = "N",
            order = 93,
            description = "Use N threads; results do not depend on it. Default: MTL_THREADS, else the cores that the"
                    + " process may use, and 1 under make -j.")
    private Integer threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            order = 93,
            description = "Use at most SIZE for buffers, such as 512M or 2G; what cannot do with so little ends with exit"
                    + " code 71. Default: what the heap may grow to.")
    private String memory;

    @Option(names = "--stacktrace", order = 94, description = "Print the stack trace of an error, for reports of faults.")
    private boolean stacktrace;

    @Option(
            names = JSON,
            order = 95,
            description = "Print an error as one line of JSON on standard error: code, kind, message, and file, line, column or"
                    + " option where there is one.")
    private boolean json;

    /** What another command gets that this one runs inside its process. */
    List<String> passedOn() {
        List<String> words = new ArrayList<>();
        if (threads != null) {
            words.addAll(List.of("--threads", threads.toString()));
        }
        if (memory != null) {
            words.addAll(List.of("--memory", memory));
        }
        words.addAll(passedOnByAll());
        return words;
    }

    /** The same for one of several that run at a time, which share threads and memory. */
    List<String> passedOn(int ofThreads, long ofMemory) {
        List<String> words = new ArrayList<>(List.of("--threads", String.valueOf(ofThreads), "--memory", String.valueOf(ofMemory)));
        words.addAll(passedOnByAll());
        return words;
    }

    private List<String> passedOnByAll() {
        List<String> words = new ArrayList<>();
        if (stacktrace) {
            words.add("--stacktrace");
        }
        if (json) {
            words.add(JSON);
        }
        return words;
    }

    boolean isVerbose() {
        return verbose && !quiet;
    }

    boolean isQuiet() {
        return quiet;
    }

    boolean wantsStackTrace() {
        return stacktrace;
    }

    /** Whether progress is to be shown. */
    boolean showsProgress() {
        return switch (progress) {
            case always -> true;
            case never -> false;
            case auto -> !quiet && System.console() != null;
        };
    }

    /** The number of threads: asked for, or what the surroundings allow. */
    int threads(Map<String, String> environment) {
        if (threads != null) {
            return atLeastOne("--threads", threads);
        }
        String preset = environment.getOrDefault("MTL_THREADS", "");
        if (!preset.isEmpty()) {
            try {
                return atLeastOne("MTL_THREADS", Integer.parseInt(preset));
            } catch (NumberFormatException e) {
                throw MtlException.usage("MTL_THREADS: expected a whole number of at least 1, found '" + preset + "'");
            }
        }
        boolean underMake = environment.getOrDefault("MAKEFLAGS", "").contains("--jobserver");
        return underMake ? 1 : Runtime.getRuntime().availableProcessors();
    }

    /** What buffers may take: as asked for, within the heap. */
    Memory memory() {
        if (memory == null) {
            return Memory.ofHeap();
        }
        Matcher size = SIZE.matcher(memory);
        if (!size.matches()) {
            throw MtlException.usage("--memory: expected a size such as 512M or 2G, found '" + memory + "'");
        }
        int power = " KMGT".indexOf(size.group(2).isEmpty() ? " " : size.group(2).toUpperCase(Locale.ROOT));
        return Memory.atMost((long) (Double.parseDouble(size.group(1)) * Math.scalb(1.0, 10 * power)));
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw MtlException.usage(name + ": expected a whole number of at least 1, found '" + value + "'");
        }
        return value;
    }
}
