package org.mtl.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.selection.RehearsalMemory;
import picocli.CommandLine.Mixin;

/** A memory of few rows that stands for all tasks. */
final class MemoryOptions {

    @Mixin
    private MemorySizeOptions size;

    /** Whether a memory is asked for. */
    boolean isAsked() {
        if (size.rows() == null && size.dropBy() != null) {
            throw MtlException.usage("--drop-by needs --memory-rows");
        }
        return size.rows() != null;
    }

    /**
     * The lines that the memory holds.
     *
     * @param found the lines among the rows of the model
     * @throws MtlException (USAGE) if there are fewer rows than tasks
     */
    boolean[] keep(ScoreLines lines, ModelScores found, FittedModel fitted) {
        Dataset data = fitted.data();
        int rows = size.rows();
        if (rows < data.tasks().size()) {
            throw MtlException.usage("--memory-rows: expected at least a row for each of the " + data.tasks().size() + " tasks, found " + rows);
        }
        Design design = new Design(data.features(), fitted.any().standardization(), fitted.any().components(), false);
        RehearsalMemory memory = new RehearsalMemory(rows, MemorySizeOptions.drop(size.dropWord()));
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
        facts.put("memory_rows", size.rows());
        facts.put("drop_by", size.dropWord());
        return facts;
    }
}
