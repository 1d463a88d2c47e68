package org.mtl.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.io.Hashes;
import org.mtl.io.OutputFolder;
import picocli.CommandLine.Option;

/** Where a folder is written, and what happens if it is there already. */
final class FolderOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            order = 80,
            description = "The folder to write, which has to be named. It appears when it is complete; until then it is DIR.partial.")
    private String output;

    @Option(names = "--force", order = 81, description = "Replace DIR if it exists.")
    private boolean force;

    @Option(
            names = "--resume",
            order = 82,
            description = "Go on where an interrupted run stopped; do nothing if DIR is complete with the same options.")
    private boolean resume;

    /** Whether an interrupted run is to be resumed, now or later. */
    boolean resumes() {
        return resume;
    }

    /** Begins the folder; the options that decide its content identify it to {@code --resume}. */
    OutputFolder open(Context context, List<String> command) {
        if (output == null) {
            throw MtlException.usage("-o DIR is missing");
        }
        if (resume) {
            context.keepFoldersOnInterrupt();
        }
        return context.outputs().folder(context.path(output), force, resume, hash(command));
    }

    /** What identifies the options that decide the content of a folder. */
    static String hash(List<String> command) {
        return Hashes.sha256(String.join("\n", command).getBytes(StandardCharsets.UTF_8));
    }
}
