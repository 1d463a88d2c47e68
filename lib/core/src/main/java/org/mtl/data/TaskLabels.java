package org.mtl.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.mtl.io.NumberRoom;

/**
 * One task's labels, growing. Where the splits of rows are known beforehand, labels come to those of their split at once, and
 * are not copied any more.
 */
final class TaskLabels {

    private final LabelPools.Pool pool;
    private final Optional<Division.ByRow> known;
    private final List<LabelledBuilder> parts = new ArrayList<>();

    /**
     * No labels yet.
     *
     * @param room where labels are going to lie
     * @param width o, the number of values of a label
     * @param known the splits of the rows, where they are known before the labels
     */
    TaskLabels(LabelPools.Pool pool, NumberRoom room, int width, Optional<Division.ByRow> known) {
        this.pool = pool;
        this.known = known;
        for (int i = 0; i < (known.isPresent() ? Split.values().length : 1); i++) {
            parts.add(new LabelledBuilder(room, width));
        }
    }

    /** The labels that are decided upon together with these. */
    LabelPools.Pool pool() {
        return pool;
    }

    private LabelledBuilder part(int row) {
        return parts.get(known.isPresent() ? known.get().split(row) : 0);
    }

    /** Adds the label of a row; rows come in ascending order. */
    void add(int row, double target) {
        part(row).add(row, target);
    }

    /** Adds the label of a row that has o values, from {@code at} on; rows come in ascending order. */
    void add(int row, double[] target, int at) {
        part(row).add(row, target, at);
    }

    /** Applies a function to every value of every label. */
    void replace(DoubleUnaryOperator function) {
        parts.forEach(part -> part.replace(function));
    }

    /** Adds the codes of the training rows, or of all rows where training rows are not known yet, to a set. */
    void addCodes(Division division, BitSet codes) {
        TaskData.Labelled labels = parts.get(Split.TRAIN.ordinal()).build();
        for (int i = 0; i < labels.size(); i++) {
            if (known.isPresent() || division.mayTrain(labels.row(i))) {
                codes.set((int) labels.target(i, 0));
            }
        }
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
                divided.put(split, parts.get(split.ordinal()).build());
            }
        } else {
            TaskData.Labelled all = parts.get(0).build();
            divided.putAll(all.divided(division.splits(task, all, classes)));
        }
        parts.clear();
        return divided;
    }
}
