package org.mtl.data.convert;

import java.util.Optional;
import org.mtl.data.Split;

/** A row on its way from a source to a sink. A source fills the same one again and again. */
final class Row {

    private final double[] targets;
    private final double[] features;
    private String task = "";
    private Optional<Split> split = Optional.empty();

    Row(Layout layout) {
        this.targets = new double[layout.targetSize()];
        this.features = new double[layout.features().names().size()];
    }

    /** The values of all targets in order, NaN where there is no label. */
    double[] targets() {
        return targets;
    }

    /** The features, NaN where the input has none. */
    double[] features() {
        return features;
    }

    /** The row's task; means nothing where the layout has no column of tasks. */
    String task() {
        return task;
    }

    /** The row's split; present where the layout has a column of splits. */
    Optional<Split> split() {
        return split;
    }

    void setTask(String name) {
        task = name;
    }

    void setSplit(Optional<Split> newSplit) {
        split = newSplit;
    }
}
