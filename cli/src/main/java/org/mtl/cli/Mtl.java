package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.linalg.NotFiniteException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The root command: parses a command line, runs a command, and turns whatever happens into one line and an exit code. */
@Command(
        name = "mtl",
        description = "Says which tasks and which single training examples help or harm each other.",
        versionProvider = Mtl.Versions.class,
        subcommands = HelpCommand.class)
public final class Mtl implements Runnable {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the versions of tool, JVM and backend and exit.")
    private boolean version;

    private Mtl() {}

    /** The command model: what is parsed, and what manual pages and completions are written from. */
    public static CommandLine commandLine() {
        Path here = Path.of("");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return commandLine(new Context(InputStream.nullInputStream(), nowhere, nowhere, Map.of(), here));
    }

    private static CommandLine commandLine(Context context) {
        CommandLine root = new CommandLine(new Mtl());
        List<Subcommand> commands = List.of(
                new Train(context), new Influence(context), new Select(context), new Retrain(context), new Evaluate(context),
                new Affinity(context), new Group(context), new Convert(context));
        for (Subcommand command : commands) {
            root.addSubcommand(command);
        }
        root.addSubcommand(Synth.commandLine(context));
        root.addSubcommand(new Inspect(context));
        root.addSubcommand(new Diagnose(context));
        root.addSubcommand(new Plot(context));
        root.addSubcommand(new Rerun(context));
        root.addSubcommand(new Doctor(context));
        // Each of these would let a mistyped word pass as something else.
        root.setExpandAtFiles(false);
        root.setTrimQuotes(false);
        root.setPosixClusteredShortOptionsAllowed(false);
        root.setAllowOptionsAsOptionParameters(false);
        root.setInterpolateVariables(false);
        root.setUsageHelpWidth(100);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return root;
    }

    /**
     * Runs one command line inside this process.
     *
     * @param args the words after {@code mtl}
     * @param in standard input
     * @param out where results go, and nothing else
     * @param err where messages go
     * @param environment the environment variables
     * @param folder the folder that relative paths start from
     * @return the exit code
     */
    public static int run(String[] args, InputStream in, OutputStream out, PrintStream err,
            Map<String, String> environment, Path folder) {
        try (Context context = new Context(in, out, err, environment, folder)) {
            return run(args, context);
        }
    }

    /** Runs one command line in a context that the caller can interrupt. */
    static int run(String[] args, Context context) {
        try {
            CommandLine root = commandLine(context);
            String defaults = context.environment().getOrDefault("MTL_ARGS", "");
            if (!defaults.isBlank()) {
                root.setDefaultValueProvider(DefaultArguments.parse(defaults, root));
            }
            if (List.of(args).contains(CommonOptions.JSON) || List.of(defaults.split("\\s+")).contains(CommonOptions.JSON)) {
                context.printErrorsAsJson();
            }
            List<String> words = ArgumentFiles.expand(args, context);
            return execute(root, words.toArray(String[]::new), context);
        } catch (MtlException e) {
            return failed(e, context, "mtl help");
        } catch (OutOfMemoryError e) {
            return outOfMemory(e, context);
        } catch (InternalError e) {
            return fault(e, context);
        }
    }

    /** What was allocated is garbage by now, so that a line can be printed again. */
    private static int outOfMemory(OutOfMemoryError e, Context context) {
        trace(e, context);
        context.error(ExitCode.MEMORY, "out of memory (" + e.getMessage() + "): give the JVM a larger heap with MTL_JAVA_OPTS (-Xmx8g), or"
                + " allow less for buffers with --memory");
        return ExitCode.MEMORY;
    }

    /** The JVM may report the fault of a file that was cut short while it was mapped to whatever the thread does next. */
    private static int fault(InternalError e, Context context) {
        String message = String.valueOf(e.getMessage());
        if (!message.contains("unsafe memory access")) {
            throw e;
        }
        trace(e, context);
        context.error(ExitCode.DATA, "a data file was cut short, or could not be read, while it was being read");
        return ExitCode.DATA;
    }

    private static void trace(Throwable e, Context context) {
        if (context.options().wantsStackTrace()) {
            e.printStackTrace(context.errors());
        }
    }

    private static int execute(CommandLine root, String[] words, Context context) {
        StringWriter help = new StringWriter();
        root.setOut(new PrintWriter(help));
        root.setErr(new PrintWriter(help));
        root.setParameterExceptionHandler((e, arguments) -> {
            context.error(ExitCode.USAGE, UsageMessages.of(e, List.of(arguments)) + "; see " + helpFor(e.getCommandLine()));
            return ExitCode.USAGE;
        });
        root.setExecutionExceptionHandler((e, command, parsed) -> failed(e, context, helpFor(command)));
        int code = root.execute(words);
        try {
            context.standardOutput().write(help.toString().getBytes(StandardCharsets.UTF_8));
            context.standardOutput().flush();
            return code;
        } catch (Exception e) {
            return failed(e, context, "mtl help");
        }
    }

    private static String helpFor(CommandLine command) {
        CommandLine parent = command.getParent();
        if (parent == null) {
            return "mtl help";
        }
        // The help command takes one name only.
        boolean nested = parent.getParent() != null;
        return nested ? command.getCommandSpec().qualifiedName() + " --help" : "mtl help " + command.getCommandName();
    }

    /** Turns a failure into one line and an exit code. */
    private static int failed(Exception e, Context context, String help) {
        if (e instanceof ClosedPipe) {
            return ExitCode.DONE;
        }
        trace(e, context);
        if (e instanceof MtlException known) {
            boolean usage = known.kind() == MtlException.Kind.USAGE;
            context.error(ExitCode.of(known.kind()), known.getMessage() + (usage ? "; see " + help : ""));
            return ExitCode.of(known.kind());
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            return systemFailed(e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e, context);
        }
        if (e instanceof NotFiniteException) {
            context.error(ExitCode.DATA, "numbers too large to compute with, in the data or the model (" + e.getMessage()
                    + "); --standardize pooled brings features to one scale");
            return ExitCode.DATA;
        }
        if (e instanceof CancellationException) {
            return ExitCode.FAULT;
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        context.error(ExitCode.FAULT, "a fault in mtl, please report it with the output of --stacktrace: " + message);
        return ExitCode.FAULT;
    }

    /** A read or write that nothing closer to it has put into words. */
    private static int systemFailed(IOException e, Context context) {
        Optional<String> file = e instanceof FileSystemException of ? Optional.ofNullable(of.getFile())
                : context.outputs().lastFolder().map(Path::toString);
        context.error(ExitCode.IO, file.map(name -> name + ": ").orElse("") + Inputs.reason(e));
        return ExitCode.IO;
    }

    @Override
    public void run() {
        throw MtlException.usage("a command is missing");
    }

    /** The lines of {@code --version} for picocli and for the manual pages. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return Version.current().lines().split("\n");
        }
    }
}
