package org.mtl.data;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
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

    /** The rows at the positions that a condition holds for, taken {@code step} at a time and laid where these lie. */
    static TaskData.Labelled chosen(TaskData.Labelled from, int step, IntPredicate condition) {
        LabelledBuilder chosen = new LabelledBuilder(from.room(), from.width());
        int[] rows = new int[step];
        double[] labels = new double[step * from.width()];
        for (int start = 0; start < from.size(); start += step) {
            int end = Math.min(from.size(), start + step);
            from.copyRows(start, end, rows, 0);
            from.copyTargets(start, end, labels);
            for (int i = 0; i < end - start; i++) {
                if (condition.test(start + i)) {
                    chosen.add(rows[i], labels, i * from.width());
                }
            }
        }
        return chosen.build();
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
