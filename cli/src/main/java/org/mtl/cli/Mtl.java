package org.mtl.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The root command and its table of subcommands. */
@Command(
        name = "mtl",
        description = "Says which tasks and which single training examples help or harm each other.",
        versionProvider = Mtl.Versions.class,
        subcommands = HelpCommand.class)
public final class Mtl implements Runnable {

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the versions of tool, JVM and backend and exit.")
    private boolean version;

    private CommandLine.Model.CommandSpec spec;

    /** The command model: what is parsed, and what manual pages and completions are written from. */
    public static CommandLine commandLine() {
        Mtl root = new Mtl();
        CommandLine line = new CommandLine(root);
        root.spec = line.getCommandSpec();
        return line;
    }

    /**
     * Runs one command line inside this process.
     *
     * @param out where results go, and nothing else
     * @param err where messages go
     * @return the exit code
     */
    public int run(String[] args, InputStream in, OutputStream out, PrintStream err, Map<String, String> env) {
        PrintWriter results = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        int code = commandLine().setOut(results).setErr(new PrintWriter(err, true)).execute(args);
        results.flush();
        return code;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing; see mtl help");
    }

    /** The lines of {@code --version} for picocli and for the manual pages. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return Version.current().lines().split("\n");
        }
    }
}
