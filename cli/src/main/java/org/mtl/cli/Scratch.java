package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.Folders;
import org.mtl.io.Inputs;

/** A folder in the system's temporary folder for what has to be read twice or unpacked; deleted at the end. */
final class Scratch implements AutoCloseable {

    private final Context context;
    private Optional<Path> folder = Optional.empty();
    private int copies;

    Scratch(Context context) {
        this.context = context;
    }

    /**
     * The folder, made at the first call.
     *
     * @throws MtlException (IO) if it cannot be made
     */
    synchronized Path folder() {
        if (folder.isEmpty()) {
            try {
                folder = Optional.of(Files.createTempDirectory("mtl-"));
            } catch (IOException e) {
                throw MtlException.io("the temporary folder: " + e.getMessage(), e);
            }
            context.onInterrupt(this::close);
        }
        return folder.get();
    }

    /**
     * Copies an input that can be read only once, un-gzipped.
     *
     * @throws MtlException (DATA) if gzip data is damaged, (IO) if reading or writing fails
     */
    Path copy(String input) {
        Path copy = folder().resolve("input-" + copies++);
        try (InputStream in = context.open(input)) {
            Files.copy(in, copy);
            return copy;
        } catch (IOException e) {
            throw Inputs.failure(context.displayName(input), e);
        }
    }

    @Override
    public synchronized void close() {
        folder.ifPresent(Scratch::delete);
        folder = Optional.empty();
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // Left to whatever cleans the temporary folder; the result does not depend on it.
            return;
        }
    }
}
