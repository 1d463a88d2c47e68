package org.mtl.cli;

import java.util.Locale;
import org.mtl.selection.RehearsalMemory;
import picocli.CommandLine.Option;

/** How large a memory of few rows is, and what goes from it: of {@code select}, and of {@code train --continual}. */
final class MemorySizeOptions {

    /** The words of {@code --drop-by}. */
    enum DropBy {
        CLASS,
        GLOBAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--memory-rows",
            paramLabel = "M",
            order = 15,
            description = "Keep M rows as a memory of tasks that come one after the other. With train --continual: as --rehearsal chooses them,"
                    + " 500 by default. From scores: of the t-th task the least harmful row of each of M/t clusters of its inputs"
                    + " (k-means), in the place of the most harmful ones of those kept before.")
    private Integer rows;

    @Option(
            names = "--drop-by",
            paramLabel = "class|global",
            order = 16,
            description = "With --memory-rows: rows go from the class that has most (class, the default), or the most harmful of all"
                    + " (global).")
    private DropBy dropBy;

    /** M; null where it was not given. */
    Integer rows() {
        return rows;
    }

    /** What goes; null where it was not given. */
    DropBy dropBy() {
        return dropBy;
    }

    /** The word in effect. */
    String dropWord() {
        return (dropBy == null ? DropBy.CLASS : dropBy).toString();
    }

    /** What a word means. */
    static RehearsalMemory.Drop drop(String word) {
        return RehearsalMemory.Drop.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
