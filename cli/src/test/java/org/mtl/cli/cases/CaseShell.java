package org.mtl.cli.cases;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a golden case in this process: {@code mtl} through an {@link MtlRunner}, everything else through
 * {@link CaseCommands}. So a case costs milliseconds and no JVM start.
 *
 * <p>The stages of a pipeline run one after the other over memory buffers. What standard error receives is therefore
 * in the order of the stages, and a stage never sees its reader go away; a closed pipe is a matter for the launcher.
 */
public final class CaseShell {

    private final MtlRunner mtl;
    private final Path folder;
    private final Map<String, String> env;

    /** What a script left: all that was written to standard output and error, and the last pipeline's exit code. */
    public record Outcome(String out, String err, int code) { }

    /**
     * @param mtl the command under test
     * @param folder the working folder
     * @param env the environment; its values are also what {@code $NAME} expands to
     */
    public CaseShell(MtlRunner mtl, Path folder, Map<String, String> env) {
        this.mtl = mtl;
        this.folder = folder;
        this.env = Map.copyOf(env);
    }

    /**
     * Runs a script to its end; a failing command does not end it, as in {@code sh}.
     *
     * @throws IllegalArgumentException if the script leaves the grammar or uses a command that is not known
     * @throws IOException if reading or writing fails
     */
    public Outcome run(String script) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = 0;
        for (CaseScript.Pipeline pipeline : CaseScript.parse(script, env).pipelines()) {
            boolean runs = switch (pipeline.condition()) {
                case ALWAYS -> true;
                case AFTER_SUCCESS -> code == 0;
                case AFTER_FAILURE -> code != 0;
            };
            if (runs) {
                code = run(pipeline, out, err);
            }
        }
        return new Outcome(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code);
    }

    private int run(CaseScript.Pipeline pipeline, OutputStream out, OutputStream err) throws IOException {
        byte[] passedOn = new byte[0];
        int code = 0;
        List<CaseScript.Command> commands = pipeline.commands();
        for (int stage = 0; stage < commands.size(); stage++) {
            boolean last = stage == commands.size() - 1;
            ByteArrayOutputStream buffer = new ByteArrayOutputStream();
            code = run(commands.get(stage), new ByteArrayInputStream(passedOn), last ? out : buffer, err);
            passedOn = buffer.toByteArray();
        }
        return code;
    }

    /** Opens the redirections first, as a shell does: {@code > FILE} makes the file even where the command fails. */
    private int run(CaseScript.Command command, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        InputStream input = in;
        OutputStream output = out;
        OutputStream errors = err;
        try {
            for (CaseScript.Redirection redirection : command.redirections()) {
                Path file = folder.resolve(redirection.file());
                switch (redirection.operator()) {
                    case "<" -> input = Files.newInputStream(file);
                    case "2>" -> errors = sink(file, false);
                    default -> output = sink(file, redirection.operator().equals(">>"));
                }
            }
            return run(command, input, output, new PrintStream(errors, true, StandardCharsets.UTF_8));
        } catch (FileSystemException e) {
            // Mostly what an mtl before it failed to write: its own message must get through to the reader.
            String file = e.getFile() == null ? "" : folder.relativize(folder.resolve(e.getFile())).toString();
            errors.write((command.words().get(0) + ": " + file + ": " + reason(e) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            return 2;
        } finally {
            // The script's own streams ignore being closed: they are memory.
            input.close();
            output.close();
            errors.close();
        }
    }

    private static String reason(FileSystemException e) {
        return e instanceof NoSuchFileException ? "No such file or directory" : e.getClass().getSimpleName();
    }

    private OutputStream sink(Path file, boolean append) throws IOException {
        if (file.equals(Path.of("/dev/null"))) {
            return OutputStream.nullOutputStream();
        }
        return append
                ? Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                : Files.newOutputStream(file);
    }

    private int run(CaseScript.Command command, InputStream in, OutputStream out, PrintStream err)
            throws IOException {
        List<String> words = command.words();
        List<String> args = words.subList(1, words.size());
        if (words.get(0).equals("mtl")) {
            Map<String, String> environment = new HashMap<>(env);
            environment.putAll(command.assignments());
            int code = mtl.run(args, in, out, err, Map.copyOf(environment), folder);
            err.flush();
            return code;
        }
        return new CaseCommands(folder).run(words.get(0), args, in, out, err);
    }
}
