package org.mtl.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.selection.RehearsalMemory;
import picocli.CommandLine.Option;

/** A memory of few rows that stands for all tasks. */
final class MemoryOptions {

    /** The words of {@code --drop-by}. */
    enum DropBy {
        CLASS("class"),
        GLOBAL("global");

        private final String word;

        DropBy(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
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

    /** Whether a memory is asked for. */
    boolean isAsked() {
        if (rows == null && dropBy != null) {
            throw MtlException.usage("--drop-by needs --memory-rows");
        }
        return rows != null;
    }

    /**
     * The lines that the memory holds.
     *
     * @param found the lines among the rows of the model
     * @throws MtlException (USAGE) if there are fewer rows than tasks
     */
    boolean[] keep(ScoreLines lines, ModelScores found, FittedModel fitted) {
        Dataset data = fitted.data();
        if (rows < data.tasks().size()) {
            throw MtlException.usage("--memory-rows: expected at least a row for each of the " + data.tasks().size() + " tasks, found " + rows);
        }
        Design design = new Design(data.features(), fitted.any().standardization(), fitted.any().components(), false);
        RehearsalMemory memory = new RehearsalMemory(rows,
                dropBy == DropBy.GLOBAL ? RehearsalMemory.Drop.GLOBAL : RehearsalMemory.Drop.CLASS);
        int[] order = StreamMeasures.order(fitted);
        int[] tasks = Arrays.stream(found.tasks()).map(task -> order[task]).toArray();
        return memory.keep(lines.scores(), tasks, found.classes(), line -> {
            double[] inputs = new double[design.columns()];
            design.copyRows(found.tasks()[line], new int[] {found.row(line)}, 0, 1, inputs);
            return inputs;
        }, fitted.folder().record().seed());
    }

    /** What a reader of the selection has to know. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("memory_rows", rows);
        facts.put("drop_by", (dropBy == null ? DropBy.CLASS : dropBy).toString());
        return facts;
    }
}
