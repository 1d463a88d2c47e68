package org.mtl.influence;

import org.mtl.MtlException;
import org.mtl.model.TaskTerm;

/** What becomes of 1/n_l when a row of task l is left out. */
public enum Normalization {
    /** It stays: the row's weight becomes 0, [1]'s σ. */
    FIXED,
    /** It becomes 1/(n_l − 1), as when the model is trained again on the rows that remain. */
    KEPT;

    /**
     * Makes sure that leaving out a row leaves something.
     *
     * @throws MtlException (DATA) if 1/(n_l − 1) does not exist
     */
    public void requireRows(TaskTerm task) {
        if (this == KEPT && task.divisor() < 2) {
            throw MtlException.data("task '" + task.name() + "' has a single training row: without it nothing is left to"
                    + " train it on; use --normalize fixed");
        }
    }
}
