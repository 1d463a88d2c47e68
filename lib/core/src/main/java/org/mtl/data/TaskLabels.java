package org.mtl.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.mtl.MtlException;

/**
 * One task's labels, growing. Where the splits of rows are known beforehand, labels come into the arrays of their split at
 * once, since arrays of all of them beside these would be the most there is in memory.
 */
final class TaskLabels {

    private final LabelPools.Pool pool;
    private final int width;
    private final Optional<Division.ByRow> known;
    private final List<Part> parts = new ArrayList<>();

    /**
     * No labels yet.
     *
     * @param width o, the number of values of a label
     * @param known the splits of the rows, where they are known before the labels
     */
    TaskLabels(LabelPools.Pool pool, int width, Optional<Division.ByRow> known) {
        this.pool = pool;
        this.width = width;
        this.known = known;
        for (int i = 0; i < (known.isPresent() ? Split.values().length : 1); i++) {
            parts.add(new Part());
        }
    }

    /** The labels of one split, or of all rows. */
    private final class Part {

        private int[] rows = new int[0];
        private double[] targets = new double[0];
        private int count;

        void grow() {
            if (count < rows.length) {
                return;
            }
            int most = (Integer.MAX_VALUE - 8) / width;
            if (count == most) {
                throw MtlException.data("target '" + pool.target() + "': expected at most " + most + " labels of " + width
                        + " values, found more");
            }
            resize((int) Math.min(most, count + (count >> 1) + 16L));
        }

        void resize(int size) {
            if (size != rows.length) {
                rows = Arrays.copyOf(rows, size);
                targets = Arrays.copyOf(targets, Math.multiplyExact(size, width));
            }
        }

        TaskData.Labelled labelled() {
            resize(count);
            return new TaskData.Labelled(rows, targets, width);
        }
    }

    /** The labels that are decided upon together with these. */
    LabelPools.Pool pool() {
        return pool;
    }

    private Part part(int row) {
        return parts.get(known.isPresent() ? known.get().split(row) : 0);
    }

    /** Adds the label of a row; rows come in ascending order. */
    void add(int row, double target) {
        Part part = part(row);
        part.grow();
        part.rows[part.count] = row;
        part.targets[part.count++] = target;
    }

    /** Adds the label of a row that has o values; rows come in ascending order. */
    void add(int row, double[] target) {
        Part part = part(row);
        part.grow();
        part.rows[part.count] = row;
        System.arraycopy(target, 0, part.targets, part.count++ * width, width);
    }

    /** Applies a function to every value of every label. */
    void replace(DoubleUnaryOperator function) {
        for (Part part : parts) {
            for (int i = 0; i < part.count * width; i++) {
                part.targets[i] = function.applyAsDouble(part.targets[i]);
            }
        }
    }

    /**
     * Makes room at once, where it is known how many labels may come.
     *
     * @param most for each split
     */
    void reserve(int[] most) {
        if (known.isEmpty()) {
            parts.get(0).resize(Arrays.stream(most).sum());
            return;
        }
        for (int split = 0; split < most.length; split++) {
            parts.get(split).resize(most[split]);
        }
    }

    /** Adds the codes of the training rows, or of all rows where training rows are not known yet, to a set. */
    void addCodes(Division division, BitSet codes) {
        Part part = parts.get(Split.TRAIN.ordinal());
        if (known.isPresent()) {
            for (int i = 0; i < part.count; i++) {
                codes.set((int) part.targets[i]);
            }
            return;
        }
        part.resize(part.count);
        division.knownTraining(part.rows).stream().forEach(i -> codes.set((int) part.targets[i]));
    }

    /**
     * Hands the labels over by split, and forgets them.
     *
     * @param task the task's name
     * @param division the splits that were known, if any were
     * @param classes of how many classes the labels are the codes; 0 for numbers
     */
    Map<Split, TaskData.Labelled> divide(String task, Division division, int classes) {
        Map<Split, TaskData.Labelled> divided = new EnumMap<>(Split.class);
        if (known.isPresent()) {
            for (Split split : Split.values()) {
                divided.put(split, parts.get(split.ordinal()).labelled());
            }
        } else {
            TaskData.Labelled all = parts.get(0).labelled();
            divided.putAll(all.divided(division.splits(task, all.rows(), all.targets(), classes)));
        }
        parts.clear();
        return divided;
    }
}
