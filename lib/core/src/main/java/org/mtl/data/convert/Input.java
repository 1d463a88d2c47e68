package org.mtl.data.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.io.Inputs;

/**
 * A file to convert. It is read twice where the first pass has to find out what the second one needs.
 *
 * @param path a regular file, gzip or not
 * @param name how messages name it
 * @param task the task that its rows belong to, where the format has one task a file
 * @param split the split that its name says, if that was asked for
 * @param charset the encoding of its text
 */
public record Input(Path path, String name, String task, Optional<Split> split, Charset charset) {

    /** An input in UTF-8 whose name says no split. */
    public static Input of(Path path, String name, String task) {
        return new Input(path, name, task, Optional.empty(), StandardCharsets.UTF_8);
    }

    /**
     * Opens the file, un-gzipped.
     *
     * @throws MtlException (MISSING) if it does not exist or cannot be read, (DATA) if it is a folder
     */
    InputStream open() {
        return Inputs.open(path);
    }

    /** What a failed read means. */
    MtlException failure(IOException e) {
        return Inputs.failure(name, e);
    }
}
