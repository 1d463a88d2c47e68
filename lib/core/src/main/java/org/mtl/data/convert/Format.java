package org.mtl.data.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.mtl.MtlException;

/** Formats that can be told from a file's name or its first bytes. */
public enum Format {
    /** Arrays of bytes or numbers, as MNIST has them. */
    IDX,
    /** Sparse rows of {@code INDEX:VALUE}. */
    SVMLIGHT,
    /** WEKA's, MEKA's and Mulan's text format. */
    ARFF,
    /** Text separated by commas. */
    CSV,
    /** Text separated by tabs. */
    TSV,
    /** A zip archive of NPY files. */
    NPZ;

    private static final int START = 1 << 14;

    /**
     * Finds a file's format out, by magic numbers first, then by its name, then by what its first line looks like.
     *
     * @throws MtlException (MISSING) if it cannot be opened, (DATA) if it is a folder or damaged gzip data
     */
    public static Optional<Format> of(Input input) {
        byte[] start;
        try (InputStream in = input.open()) {
            start = in.readNBytes(START);
        } catch (IOException e) {
            throw input.failure(e);
        }
        if (NpzSource.matches(start)) {
            return Optional.of(NPZ);
        }
        if (IdxSource.matches(start)) {
            return Optional.of(IDX);
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (ArffReader.matches(text)) {
            return Optional.of(ARFF);
        }
        Optional<Format> named = byName(input.path().getFileName().toString().toLowerCase(Locale.ROOT));
        return named.isPresent() || !looksLikeSvmlight(text) ? named : Optional.of(SVMLIGHT);
    }

    private static Optional<Format> byName(String name) {
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
            case "idx" -> Optional.of(IDX);
            case "svmlight", "libsvm", "svm" -> Optional.of(SVMLIGHT);
            case "arff" -> Optional.of(ARFF);
            case "csv" -> Optional.of(CSV);
            case "tsv", "tab" -> Optional.of(TSV);
            case "npz" -> Optional.of(NPZ);
            default -> Optional.empty();
        };
    }

    private static boolean looksLikeSvmlight(String text) {
        return text.split("\n", 2)[0].matches("\\s*[-+.0-9eE]+(\\s+qid:\\d+)?(\\s+\\d+:[-+.0-9eE]+)+\\s*(#.*)?");
    }
}
