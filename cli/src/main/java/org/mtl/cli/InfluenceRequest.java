package org.mtl.cli;

import java.util.List;
import java.util.Optional;
import org.mtl.data.Split;
import org.mtl.influence.Normalization;

/**
 * What is asked of influence, whatever the model.
 *
 * @param level rows, tasks, or rows on themselves
 * @param on the rows that losses are taken on
 * @param to the targets, where some are asked for
 * @param perRow whether each row that losses are taken on is a target of its own
 * @param shard the part of the training rows that is scored
 */
record InfluenceRequest(Influence.Level level, Split on, Optional<List<String>> to, Correction correction,
        Normalization normalization, boolean perRow, Shard shard) {

    boolean isSelf() {
        return level == Influence.Level.self;
    }

    /** A row's influence on itself needs no rows to take a loss on; its own task's training rows will do. */
    Split targetSplit() {
        return isSelf() ? Split.TRAIN : on;
    }
}
