package org.mtl.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** The process: streams in, exit code out. What the commands do stands in {@link Mtl}. */
public final class Main {

    private Main() {}

    /**
     * Runs one command line and ends the process with its exit code.
     *
     * <p>Standard output is a channel for results only: {@code System.out} is turned to standard error before any other
     * class can write to it, and the one way to file descriptor 1 is the stream handed to the command.
     */
    public static void main(String[] args) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setErr(err);
        System.setOut(err);
        // Some library turns "info" into "\u0130NFO" in Turkish and then misses it; nothing that is written depends on a language.
        Locale.setDefault(Locale.ROOT);
        // A property and not LogManager.reset(), which would load the logging classes in every run.
        System.setProperty("java.util.logging.config.class", NoLogging.class.getName());
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(isVersion(args) ? version(out, err) : run(args, out, err));
    }

    /**
     * Runs a command that a signal may end: the JVM calls its shutdown hooks on SIGHUP, SIGINT and SIGTERM and then exits
     * with 129, 130 or 143 by itself, save where a command says that what it has is good enough.
     */
    private static int run(String[] args, OutputStream out, PrintStream err) {
        try (Context context = new Context(System.in, out, err, System.getenv(), Path.of(""))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                context.interrupt();
                context.acceptedCode().ifPresent(Runtime.getRuntime()::halt);
            }, "mtl-interrupt"));
            return Mtl.run(args, context);
        }
    }

    private static boolean isVersion(String[] args) {
        return args.length == 1 && args[0].equals("--version");
    }

    /** Answers before the command model is built: editors and build scripts ask often. */
    private static int version(OutputStream out, PrintStream err) {
        try {
            out.write(Version.current().lines().getBytes(StandardCharsets.UTF_8));
            return 0;
        } catch (IOException e) {
            // The JDK tells a reader that went away, which is no error here, from a full disk by this text alone.
            if ("Broken pipe".equals(e.getMessage())) {
                return 0;
            }
            err.println("mtl: standard output: " + e.getMessage());
            return 74;
        }
    }

    /** Stands in for {@code logging.properties}: no handler, hence no output, whatever a library logs. */
    public static final class NoLogging {
        /** Called by {@link java.util.logging.LogManager} in place of reading its configuration. */
        public NoLogging() {}
    }
}
