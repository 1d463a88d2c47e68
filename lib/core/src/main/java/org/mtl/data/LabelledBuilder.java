package org.mtl.data;

import java.util.function.DoubleUnaryOperator;
import org.mtl.io.DoubleStore;
import org.mtl.io.IntStore;
import org.mtl.io.NumberRoom;

/** Collects labelled rows. */
final class LabelledBuilder {

    private final IntStore rows;
    private final DoubleStore targets;
    private final int width;

    /**
     * No rows yet.
     *
     * @param room where they are going to lie
     * @param width o, the number of values of a label
     */
    LabelledBuilder(NumberRoom room, int width) {
        this.rows = new IntStore(room);
        this.targets = new DoubleStore(room);
        this.width = width;
    }

    /** Adds a row whose label is one number; rows come in ascending order. */
    void add(int row, double target) {
        rows.add(row);
        targets.add(target);
    }

    /** Adds a row whose label starts at {@code at}. */
    void add(int row, double[] target, int at) {
        rows.add(row);
        targets.add(target, at, width);
    }

    /** Applies a function to every value of every label. */
    void replace(DoubleUnaryOperator function) {
        targets.replace(function);
    }

    /** The rows so far, not copied. */
    TaskData.Labelled build() {
        return new TaskData.Labelled(rows, targets, width);
    }
}
