package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.io.Outputs;
import org.mtl.parallel.Workers;

/** What one run of a command works with: its streams, its environment, its outputs and its threads. */
final class Context implements AutoCloseable {

    /** The name that stands for standard input. */
    static final String STANDARD_INPUT = "-";

    /** How many characters of an error or a warning are printed. */
    private static final int LONGEST_MESSAGE = 1_200;

    /** How many seconds a run that is asked to end early may take to write what it has. */
    private static final int PATIENCE = 10;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path folder;
    private final Outputs outputs = new Outputs();
    private CommonOptions options = new CommonOptions();
    private volatile boolean keepFolders;
    private boolean jsonErrors;
    private final AtomicReference<Runnable> stop = new AtomicReference<>();
    private final List<Runnable> cleanups = new CopyOnWriteArrayList<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile OptionalInt acceptedCode = OptionalInt.empty();
    private Workers workers;

    Context(InputStream in, OutputStream out, PrintStream err, Map<String, String> environment, Path folder) {
        this.in = in;
        this.out = new StandardOutput(out);
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /** Takes over the options that every command has. */
    void configure(CommonOptions common) {
        options = common;
    }

    /** The environment, a copy. */
    Map<String, String> environment() {
        return environment;
    }

    Outputs outputs() {
        return outputs;
    }

    OutputStream standardOutput() {
        return out;
    }

    CommonOptions options() {
        return options;
    }

    /**
     * A path of the command line; relative ones start from the working folder.
     *
     * @throws MtlException (USAGE) if it is empty, as an unset variable in a script leaves it, or no path at all
     */
    Path path(String text) {
        if (text.isEmpty()) {
            throw MtlException.usage("expected the name of a file or folder, found ''");
        }
        try {
            return folder.resolve(text);
        } catch (InvalidPathException e) {
            throw MtlException.usage("expected the name of a file or folder, found '" + text.replace('\0', '?') + "'");
        }
    }

    /** The working folder. */
    Path folder() {
        return folder;
    }

    /** The threads of this run, started at the first call. */
    Workers workers() {
        if (workers == null) {
            workers = new Workers(options.threads(environment), options.memory());
        }
        return workers;
    }

    /**
     * Opens an input that may be standard input, un-gzipped.
     *
     * @throws MtlException (MISSING) if it does not exist
     */
    InputStream open(String input) {
        if (!input.equals(STANDARD_INPUT)) {
            return Inputs.open(path(input));
        }
        try {
            return Inputs.decompress(in);
        } catch (IOException e) {
            throw Inputs.failure("standard input", e);
        }
    }

    /** How messages name an input. */
    String displayName(String input) {
        return input.equals(STANDARD_INPUT) ? "standard input" : path(input).toString();
    }

    /**
     * Makes sure that standard input is asked for once at most.
     *
     * @param inputs the inputs by what the user calls them
     * @throws MtlException (USAGE) naming two that are {@code -}
     */
    void requireOneStandardInput(Map<String, String> inputs) {
        List<String> asking = inputs.entrySet().stream()
                .filter(input -> input.getValue().equals(STANDARD_INPUT))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (asking.size() > 1) {
            throw MtlException.usage(asking.get(0) + " and " + asking.get(1) + " are both standard input (-)");
        }
    }

    /** Prints a line that every user should see. */
    void warn(String message) {
        print("mtl: warning: " + shortened(message));
    }

    /** Prints a line about what was done, unless {@code -q}. */
    void note(String message) {
        if (!options.isQuiet()) {
            print(message);
        }
    }

    /** Prints a line for those who ask, {@code -v}. */
    void detail(String message) {
        if (options.isVerbose()) {
            print(message);
        }
    }

    /** Shows how far a long piece of work has come, where progress is to be shown. */
    void progress(String what, int done, int total) {
        if (options.showsProgress()) {
            err.print("\r" + what + ": " + done + " of " + total + (done == total ? "\n" : ""));
            err.flush();
        }
    }

    /** Shows the state of a search in place of the state before, where progress is to be shown; at the end, an empty one. */
    void progress(String state) {
        if (options.showsProgress()) {
            // A shorter state must not leave the end of a longer one.
            err.print(state.isEmpty() ? "\n" : "\r" + state + "\u001b[K");
            err.flush();
        }
    }

    /** Says that errors are to be printed as JSON. */
    void printErrorsAsJson() {
        jsonErrors = true;
    }

    /** Prints an error, unless it is only a consequence of a signal. */
    void error(int code, String message) {
        if (!outputs.isDiscarded()) {
            print(jsonErrors ? ErrorText.json(code, message) : "mtl: " + shortened(message));
        }
    }

    /** A cell or a name that is quoted in a message may be as long as a file; the end says what is to be done. */
    private static String shortened(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        return message.substring(0, LONGEST_MESSAGE * 2 / 3) + "[...]" + message.substring(message.length() - LONGEST_MESSAGE / 3);
    }

    private void print(String line) {
        // One write per line, so that lines of commands in one pipe do not mix.
        err.print(line.replaceAll("\\R", " ").replaceAll("[\\p{Cc}&&[^\t]]", "?") + "\n");
        err.flush();
    }

    PrintStream errors() {
        return err;
    }

    /** Says that a partial folder is to be kept if this run is interrupted. */
    void keepFoldersOnInterrupt() {
        keepFolders = true;
    }

    /**
     * Says that from now on this run can end early with what it has: a signal then asks it to, and waits for it. Until
     * {@link #endStoppable}, or for good once it was asked.
     *
     * @param action asks it to end, on another thread
     */
    void beginStoppable(Runnable action) {
        stop.set(action);
    }

    /** Says that there is nothing to end early any more; whether a signal came before. */
    boolean endStoppable() {
        stop.set(null);
        return stopped;
    }

    /** Says that a run that a signal has ended early is done as it should be, and with which code it ends. */
    void accept(int code) {
        acceptedCode = OptionalInt.of(code);
    }

    /** The code that {@link #accept} was told. */
    OptionalInt acceptedCode() {
        return acceptedCode;
    }

    /** Says what is to be taken away, on another thread, when the process is about to be ended by a signal. */
    void onInterrupt(Runnable cleanup) {
        cleanups.add(cleanup);
    }

    /** Called when the process is about to be ended by a signal, on another thread. */
    void interrupt() {
        // First, so that a run that ends by itself just now knows as well.
        stopped = true;
        Runnable action = stop.getAndSet(null);
        if (action != null) {
            action.run();
            awaitEnd();
        }
        outputs.discard(keepFolders);
        cleanups.forEach(Runnable::run);
    }

    private void awaitEnd() {
        try {
            finished.await(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        outputs.close();
        if (workers != null) {
            workers.close();
        }
        finished.countDown();
    }
}
