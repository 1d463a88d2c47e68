package org.mtl.training;

import java.util.Map;
import org.mtl.MtlException;

/** Where the penalties λ_k come from. */
public sealed interface PenaltyRule {

    /** The values of c that {@link Auto} tries, METHODS §2. */
    double[] GRID = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

    /** The c that is taken where there are no validation rows to choose by. */
    double DEFAULT_SCALE = 0.1;

    /** λ_k = c·sqrt(d/n_k), c chosen from {@link #GRID} by mean validation loss. */
    record Auto() implements PenaltyRule {}

    /** λ_k = c·sqrt(d/n_k) with a given c. */
    record Scaled(double scale) implements PenaltyRule {}

    /**
     * Given values.
     *
     * @param common λ for tasks that {@code byTask} does not name; NaN if every task has to be named
     * @param byTask λ by task name
     */
    record Given(double common, Map<String, Double> byTask) implements PenaltyRule {

        /** Copies the map. */
        public Given {
            byTask = Map.copyOf(byTask);
        }

        /**
         * λ of a task.
         *
         * @throws MtlException (USAGE) if there is none
         */
        public double of(String task) {
            double value = byTask.getOrDefault(task, common);
            if (Double.isNaN(value)) {
                throw MtlException.usage("--lambda: no value for task '" + task + "'");
            }
            return value;
        }
    }

    /** c·sqrt(d/n_k). */
    static double scaled(double scale, int features, int rows) {
        return scale * Math.sqrt((double) features / rows);
    }
}
