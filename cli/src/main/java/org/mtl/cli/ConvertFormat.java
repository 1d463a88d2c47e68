package org.mtl.cli;

import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.convert.Format;
import org.mtl.data.convert.Input;

/** What {@code convert --from} takes. */
enum ConvertFormat {
    idx,
    svmlight,
    arff,
    csv,
    tsv,
    npz,
    sentences,
    series,
    images;

    /**
     * The format of a file, by its content or its name.
     *
     * @throws MtlException (USAGE) if it cannot be told; (MISSING) or (DATA) if the file cannot be read
     */
    static ConvertFormat of(Input input) {
        if (Files.isDirectory(input.path())) {
            return images;
        }
        Optional<Format> found = Format.of(input);
        return found.map(format -> valueOf(format.name().toLowerCase(Locale.ROOT))).orElseThrow(() -> MtlException.usage(
                "--from: expected the format of " + input.name() + ", which cannot be told from its name or content"));
    }

    /** Whether files hold one task each, so that several make several tasks. */
    boolean isTaskPerFile() {
        return this == idx || this == svmlight || this == sentences;
    }

    /** Whether several files can be given. */
    boolean takesSeveral() {
        return isTaskPerFile() || this == arff;
    }
}
