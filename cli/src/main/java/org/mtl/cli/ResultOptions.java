package org.mtl.cli;

import java.io.OutputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.io.Json;
import org.mtl.io.OutputFile;
import picocli.CommandLine.Option;

/** Where results go: standard output, or a file that appears when it is complete. */
final class ResultOptions {

    /** The end of the name of the file that says what a result is. */
    static final String META = ".meta.json";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            order = 80,
            description = "Write to FILE instead of standard output; FILE.meta.json beside it says what it holds.")
    private String output;

    /** The end of the name of the file that names the axes of an NPY result. */
    static final String NAMES = ".names.csv";

    /** What writes the results. */
    interface Body {
        void write(OutputStream out) throws Exception;
    }

    /** What writes an array and the names of its axes. */
    interface NamedBody {
        void write(OutputStream out, OutputStream names) throws Exception;
    }

    /** Whether {@code -o} was given. */
    boolean isFile() {
        return output != null;
    }

    /** The file's name as given; empty for standard output. */
    String name() {
        return output == null ? "" : output;
    }

    /**
     * Writes results, and beside a file what they are.
     *
     * @param kind what the results are, such as {@code influence}
     * @param facts what a reader has to know about them: model, sign, normalization
     */
    void write(Context context, String kind, Map<String, ?> facts, List<String> command, Body body) throws Exception {
        if (output == null) {
            body.write(context.standardOutput());
            context.standardOutput().flush();
            return;
        }
        writeFile(output, context, kind, facts, command, body);
    }

    /** Writes results into a file of any option, and beside it what they are. */
    static void writeFile(String name, Context context, String kind, Map<String, ?> facts, List<String> command, Body body)
            throws Exception {
        try (OutputFile file = context.outputs().file(context.path(name));
                OutputFile meta = metaFile(name, context, file)) {
            body.write(file.stream());
            if (meta != null) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("format", 1);
                json.put("kind", kind);
                json.put("mtl", Version.current().tool());
                json.put("command", command);
                json.putAll(facts);
                meta.stream().write(Json.write(json));
            }
            file.commit();
            if (meta != null) {
                meta.commit();
            }
        }
    }

    /** Writes an array to the file, with the names of its axes and what it is in files beside it. */
    void writeNamed(Context context, String kind, Map<String, ?> facts, List<String> command, NamedBody body)
            throws Exception {
        try (OutputFile names = context.outputs().file(context.path(output + NAMES))) {
            write(context, kind, facts, command, out -> {
                body.write(out, names.stream());
                names.commit();
            });
        }
    }

    /** A pipe or a device has nothing beside it. */
    private static OutputFile metaFile(String name, Context context, OutputFile file) {
        boolean regular = !Files.exists(file.target()) || Files.isRegularFile(file.target());
        return regular ? context.outputs().file(context.path(name + META)) : null;
    }
}
