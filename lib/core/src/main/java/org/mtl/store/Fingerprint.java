package org.mtl.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mtl.io.Hashes;

/** The SHA-256 by which later commands recognise the data that a model was trained on. */
public final class Fingerprint {

    private static final List<String> FOLDER_FILES =
            List.of("x.npy", "y.npy", "task.npy", "split.npy", "tasks.csv", "features.csv", "embedding.npy");

    private Fingerprint() {}

    /**
     * The SHA-256 of a file's bytes as they lie on the disk; of an NPY folder, the SHA-256 of the lines
     * {@code NAME HASH} of the files that data is read from.
     */
    public static String of(Path data) {
        if (!Files.isDirectory(data)) {
            return Hashes.sha256(data);
        }
        StringBuilder lines = new StringBuilder();
        for (String name : FOLDER_FILES) {
            if (Files.exists(data.resolve(name))) {
                lines.append(name).append(' ').append(Hashes.sha256(data.resolve(name))).append('\n');
            }
        }
        return Hashes.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
