package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.Hashes;
import org.mtl.io.Json;
import org.mtl.io.OutputFolder;
import picocli.CommandLine.Option;

/** Where converted data go: CSV on standard output or in a file, or a folder of NPY files. */
final class ConvertOutput {

    /** The file in a folder that says what it holds and how it was made. */
    private static final String FACTS = "convert.json";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "NAME.csv|DIR",
            order = 80,
            description = "Write CSV to NAME.csv, with NAME.csv.meta.json beside it, or NPY files to the folder DIR."
                    + " Default: CSV on standard output.")
    private String output;

    @Option(names = "--force", order = 81, description = "Replace DIR if it exists.")
    private boolean force;

    @Option(
            names = "--resume",
            order = 82,
            description = "Go on where an interrupted run stopped; do nothing if DIR is complete with the same options.")
    private boolean resume;

    /** Writes the files of a folder. */
    interface FolderBody {
        /** Writes, and returns what is to be recorded. */
        Map<String, Object> write(Path folder) throws Exception;
    }

    /** Writes CSV. */
    interface CsvBody {
        /** Writes, and adds what is to be recorded to {@code facts}. */
        void write(OutputStream out, Map<String, Object> facts) throws Exception;
    }

    /**
     * Whether the output is a folder.
     *
     * @throws MtlException (USAGE) if the name is that of another kind of file, or options do not fit it
     */
    boolean isFolder(Context context) {
        boolean csv = output == null || output.equals(Context.STANDARD_INPUT) || output.endsWith(".csv");
        if (csv && (force || resume)) {
            throw MtlException.usage((force ? "--force" : "--resume") + ": expected -o DIR with it; CSV is always replaced");
        }
        if (csv) {
            return false;
        }
        Path path = context.path(output);
        if (output.matches(".*\\.(gz|zip|npy|npz|tsv|txt)")) {
            throw MtlException.usage("--output: expected NAME.csv or the name of a folder, found '" + output + "'");
        }
        return !Files.exists(path) || Files.isDirectory(path) || Files.isRegularFile(path);
    }

    /** Writes CSV to where it goes. */
    void writeCsv(Context context, List<String> command, CsvBody body) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (output == null || output.equals(Context.STANDARD_INPUT)) {
            body.write(context.standardOutput(), facts);
            context.standardOutput().flush();
            return;
        }
        ResultOptions.writeFile(output, context, "data", facts, command, out -> body.write(out, facts));
    }

    /** Writes a folder; one that {@code --resume} finds complete is left as it is. */
    void writeFolder(Context context, List<String> command, FolderBody body) throws Exception {
        byte[] options = String.join("\n", command).getBytes(StandardCharsets.UTF_8);
        try (OutputFolder folder = context.outputs().folder(context.path(output), force, resume, Hashes.sha256(options))) {
            if (folder.complete()) {
                context.note(folder.target() + " is complete already");
                return;
            }
            // There is nothing to go on with: what an interrupted run left is made anew.
            folder.restart();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("format", 1);
            json.put("kind", "data");
            json.put("mtl", Version.current().tool());
            json.put("command", command);
            json.putAll(body.write(folder.path()));
            writeFacts(folder.path(), json);
            folder.commit();
        }
    }

    private static void writeFacts(Path folder, Map<String, Object> json) throws IOException {
        Files.write(folder.resolve(FACTS), Json.write(json));
    }
}
