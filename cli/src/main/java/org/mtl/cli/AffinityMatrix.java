package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;

/**
 * How much each task helps each, and how it is written.
 *
 * @param tasks the tasks of both axes
 * @param values row i, column j is the effect of task i on task j; NaN, which is written as nothing, where there is none
 * @param facts what a reader has to know
 */
record AffinityMatrix(List<String> tasks, double[][] values, Map<String, Object> facts) {

    private static final String KIND = "affinity";

    /**
     * Makes sure that there are numbers everywhere but on the diagonal, which may be empty.
     *
     * @throws MtlException (DATA) naming the first pair without one
     */
    AffinityMatrix requireFinite() {
        for (int source = 0; source < values.length; source++) {
            for (int target = 0; target < values.length; target++) {
                double value = values[source][target];
                if (!Double.isFinite(value) && !(source == target && Double.isNaN(value))) {
                    throw MtlException.data("the affinity of task '" + tasks.get(source) + "' to '" + tasks.get(target) + "' is "
                            + value + ": features or targets are too large");
                }
            }
        }
        return this;
    }

    /** Writes to where the options say, with what it is beside a file. */
    void write(ResultOptions results, boolean npy, Context context, List<String> command) throws Exception {
        if (npy) {
            results.writeNamed(context, KIND, facts, command, (out, names) -> write(new NpyScoreWriter(out, new CsvWriter(names))));
        } else {
            results.write(context, KIND, facts, command, out -> write(new CsvScoreWriter(new CsvWriter(out))));
        }
    }

    /** Writes a CSV file, with what it is beside it. */
    void write(String file, Context context, List<String> command) throws Exception {
        ResultOptions.writeFile(file, context, KIND, facts, command, out -> write(new CsvScoreWriter(new CsvWriter(out))));
    }

    private void write(ScoreWriter destination) throws IOException {
        try (ScoreWriter writer = destination) {
            writer.matrix(AffinityFile.GAIN, tasks, tasks, values);
        }
    }
}
