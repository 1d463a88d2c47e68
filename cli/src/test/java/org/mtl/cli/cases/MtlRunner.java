package org.mtl.cli.cases;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code mtl} command as a function: what a golden case runs, and what a test of the runner can fake. */
@FunctionalInterface
public interface MtlRunner {

    /**
     * Runs one command to its end.
     *
     * @param args the words after {@code mtl}
     * @param in standard input
     * @param out standard output
     * @param err standard error
     * @param env the environment; nothing of this process's own
     * @param workingFolder the folder that relative paths start from
     * @return the exit code
     */
    int run(List<String> args, InputStream in, OutputStream out, PrintStream err, Map<String, String> env,
            Path workingFolder);

    /**
     * The real command, {@code org.mtl.cli.Mtl.run}, looked up by name so that the runner and its own tests do not
     * need it to compile.
     *
     * @return empty where the class is absent
     * @throws AssertionError if the class is there without the expected method
     */
    static Optional<MtlRunner> installed() {
        Class<?> type;
        try {
            type = Class.forName("org.mtl.cli.Mtl");
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
        try {
            Method run = type.getMethod("run", String[].class, InputStream.class, OutputStream.class,
                    PrintStream.class, Map.class, Path.class);
            return Optional.of((args, in, out, err, env, folder) ->
                    invoke(run, args.toArray(String[]::new), in, out, err, env, folder));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("org.mtl.cli.Mtl lost the method that golden cases call", e);
        }
    }

    private static int invoke(Method run, Object... arguments) {
        try {
            return (Integer) run.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError("mtl threw instead of returning an exit code", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
