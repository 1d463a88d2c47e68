package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.Folders;
import org.mtl.io.Inputs;

/** A folder in the system's temporary folder for what has to be read twice or unpacked; deleted at the end. */
final class Scratch implements AutoCloseable {

    /** No format begins so; a copy of a device that never ends would fill the disk. */
    private static final byte[] NO_FORMAT = new byte[4];

    private static final int FILE_TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;

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
     * @throws MtlException (DATA) if gzip data is damaged or the input is a device, (IO) if reading or writing fails
     */
    Path copy(String input) {
        Path copy = folder().resolve("input-" + copies++);
        try (InputStream in = context.open(input); OutputStream out = Files.newOutputStream(copy)) {
            byte[] start = in.readNBytes(NO_FORMAT.length);
            if (Arrays.equals(start, NO_FORMAT) || isDevice(input)) {
                throw MtlException.data(context.displayName(input) + ": expected a file or a pipe, found a device or bytes of zero");
            }
            out.write(start);
            in.transferTo(out);
            return copy;
        } catch (IOException e) {
            throw Inputs.failure(context.displayName(input), e);
        }
    }

    private boolean isDevice(String input) throws IOException {
        if (input.equals(Context.STANDARD_INPUT)) {
            return false;
        }
        int type = (int) Files.getAttribute(context.path(input), "unix:mode") & FILE_TYPE;
        return type == CHARACTER_DEVICE || type == BLOCK_DEVICE;
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
