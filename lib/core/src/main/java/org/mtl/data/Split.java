package org.mtl.data;

import java.util.Locale;
import java.util.Optional;

/** What a labelled row is used for. */
public enum Split {
    /** Fits the parameters. */
    TRAIN("train"),
    /** Chooses penalties and is what influence is measured on. */
    VALIDATION("val"),
    /** Judges the result. */
    TEST("test");

    private final String label;

    Split(String label) {
        this.label = label;
    }

    /** The word that files use: {@code train}, {@code val} or {@code test}. */
    public String label() {
        return label;
    }

    /** The word in sentences: {@code training}, {@code validation} or {@code test}. */
    public String word() {
        return switch (this) {
            case TRAIN -> "training";
            case VALIDATION -> "validation";
            case TEST -> "test";
        };
    }

    /**
     * Reads the words and codes that a split column may hold: {@code train}, {@code val}, {@code valid},
     * {@code validation}, {@code test}, or 0, 1, 2.
     */
    public static Optional<Split> parse(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "train", "0" -> Optional.of(TRAIN);
            case "val", "valid", "validation", "1" -> Optional.of(VALIDATION);
            case "test", "2" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }
}
