package org.mtl.data;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mtl.io.Numbers;

/**
 * One task's labelled rows: which data rows carry a label, its value, and what each is used for.
 *
 * <p>Targets are numbers, vectors of numbers of one length, or the codes 0, 1, … of {@link #classes}.
 *
 * <p>Within a split, rows are in ascending order. The arrays are not copied and must not be changed.
 */
public final class TaskData {

    /**
     * Data rows and their labels.
     *
     * @param rows 0-based, ascending
     * @param targets the label of each row: one number, or {@code width} numbers one after the other
     * @param width o, the number of values of a label, at least 1
     */
    public record Labelled(int[] rows, double[] targets, int width) {

        /** No rows. */
        public static final Labelled NONE = new Labelled(new int[0], new double[0]);

        /** Checks that the lengths of both arrays fit together. */
        public Labelled {
            if (width < 1 || (long) rows.length * width != targets.length) {
                throw new IllegalArgumentException(
                        rows.length + " rows, " + targets.length + " targets of width " + width);
            }
        }

        /** Rows whose labels are single numbers. */
        public Labelled(int[] rows, double[] targets) {
            this(rows, targets, 1);
        }

        public int size() {
            return rows.length;
        }

        /** A copy of the labels at positions {@code from} to {@code to} − 1, (to − from) × o. */
        public double[] targets(int from, int to) {
            return Arrays.copyOfRange(targets, from * width, to * width);
        }

        /**
         * The rows of each split, in their order; the same arrays where all are in one.
         *
         * @param ordinals the {@link Split#ordinal} of each row; a row with a negative number is left out
         */
        Map<Split, Labelled> divided(byte[] ordinals) {
            Map<Split, Labelled> divided = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                divided.put(split, marked(ordinals, split.ordinal()));
            }
            return divided;
        }

        /** The rows that have a mark; no array of positions, as rows may be very many. */
        private Labelled marked(byte[] marks, int mark) {
            int count = 0;
            for (byte each : marks) {
                count += each == mark ? 1 : 0;
            }
            if (count == rows.length) {
                return this;
            }
            int[] chosenRows = new int[count];
            double[] chosenTargets = new double[count * width];
            int next = 0;
            for (int i = 0; i < marks.length; i++) {
                if (marks[i] == mark) {
                    chosenRows[next] = rows[i];
                    System.arraycopy(targets, i * width, chosenTargets, next++ * width, width);
                }
            }
            return new Labelled(chosenRows, chosenTargets, width);
        }

        /** The rows at some positions, in the order of these. */
        public Labelled at(int[] positions) {
            int[] chosenRows = new int[positions.length];
            double[] chosenTargets = new double[positions.length * width];
            for (int i = 0; i < positions.length; i++) {
                chosenRows[i] = rows[positions[i]];
                System.arraycopy(targets, positions[i] * width, chosenTargets, i * width, width);
            }
            return new Labelled(chosenRows, chosenTargets, width);
        }
    }

    private final String name;
    private final Map<Split, Labelled> splits;
    private final List<String> classes;

    /** A task of real-valued targets with the given rows; a split that is absent has none. */
    public TaskData(String name, Map<Split, Labelled> splits) {
        this(name, splits, List.of());
    }

    /**
     * A task with the given rows; a split that is absent has none.
     *
     * @param classes the names of the classes, of which the targets are the codes; empty for real-valued targets
     */
    public TaskData(String name, Map<Split, Labelled> splits, List<String> classes) {
        this.name = name;
        this.classes = List.copyOf(classes);
        this.splits = new EnumMap<>(Split.class);
        this.splits.putAll(splits);
    }

    public String name() {
        return name;
    }

    /** The names of the classes by code; empty where targets are real-valued. */
    public List<String> classes() {
        return classes;
    }

    /** A target as files show it: the name of its class, or the shortest form of the number. */
    public String label(double target) {
        return classes.isEmpty() ? Numbers.format(target) : classes.get((int) target);
    }

    /** The same task and classes with other rows. */
    public TaskData with(Map<Split, Labelled> rows) {
        return new TaskData(name, rows, classes);
    }

    /** The rows of one split, possibly none. */
    public Labelled in(Split split) {
        return splits.getOrDefault(split, Labelled.NONE);
    }

    /** o, the number of values of a label; 1 for classes, and where there are no training rows. */
    public int width() {
        return in(Split.TRAIN).width();
    }

    /** The number of rows in one split. */
    public int size(Split split) {
        return in(split).size();
    }
}
