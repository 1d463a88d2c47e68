package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.io.Inputs;

/**
 * Expands {@code @FILE} into the arguments that the file holds, one per line, taken literally.
 *
 * <p>Empty lines and lines that begin with {@code #} are skipped. Picocli's own expansion would split lines at spaces and
 * take a missing file for an argument.
 */
final class ArgumentFiles {

    private ArgumentFiles() {}

    /**
     * Expands the arguments of a command line; files in files are not expanded, nor is what follows {@code --}.
     *
     * @throws MtlException (MISSING) if a file does not exist, (DATA) if it is no text
     */
    static List<String> expand(String[] arguments, Context context) {
        List<String> expanded = new ArrayList<>();
        boolean literal = false;
        for (String argument : arguments) {
            literal |= argument.equals("--");
            if (!literal && argument.length() > 1 && argument.charAt(0) == '@') {
                expanded.addAll(read(argument.substring(1), context));
            } else {
                expanded.add(argument);
            }
        }
        return expanded;
    }

    private static List<String> read(String file, Context context) {
        try (InputStream in = context.open(file)) {
            return Inputs.text(in, file).lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw Inputs.failure(file, e);
        }
    }
}
