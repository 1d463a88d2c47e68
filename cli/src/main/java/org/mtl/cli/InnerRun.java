package org.mtl.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;

/** Command lines that another command runs inside its own process: with its environment, but without {@code MTL_ARGS}. */
final class InnerRun {

    private final Context context;
    private final PrintStream messages;
    private final List<String> common;

    /**
     * @param context that of the command which runs others
     * @param messages where their messages go
     * @param common what is added to each of them, such as {@link CommonOptions#passedOn()}
     */
    InnerRun(Context context, PrintStream messages, List<String> common) {
        this.context = context;
        this.messages = messages;
        this.common = List.copyOf(common);
    }

    /**
     * Runs a command line; what it is told by a signal is what this process is told.
     *
     * @param words the words after {@code mtl}
     * @param folder the folder that relative paths start from
     * @param input the file that is its standard input, if any
     * @param out where its results go
     * @return its exit code
     * @throws MtlException (MISSING, IO) if the input cannot be read
     */
    int run(List<String> words, Path folder, Optional<Path> input, OutputStream out) {
        Map<String, String> environment = new HashMap<>(context.environment());
        // What a command line has recorded holds the defaults of its own time.
        environment.remove("MTL_ARGS");
        List<String> all = new ArrayList<>(words);
        all.addAll(common);
        try (InputStream in = input.isPresent() ? Files.newInputStream(input.get()) : new ByteArrayInputStream(new byte[0]);
                Context inner = new Context(in, out, messages, environment, folder)) {
            context.onInterrupt(inner::interrupt);
            return Mtl.run(all.toArray(String[]::new), inner);
        } catch (IOException e) {
            throw MtlException.io(input.map(Path::toString).orElse("standard input") + ": " + e.getMessage(), e);
        }
    }
}
