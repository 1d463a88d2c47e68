package org.mtl.data;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.mtl.io.DoubleStore;
import org.mtl.io.IntStore;
import org.mtl.io.NumberRoom;
import org.mtl.io.Numbers;

/**
 * One task's labelled rows: which data rows carry a label, its value, and what each is used for.
 *
 * <p>Targets are numbers, vectors of numbers of one length, or the codes 0, 1, … of {@link #classes}.
 *
 * <p>Within a split, rows are in ascending order.
 */
public final class TaskData {

    /**
     * Data rows and their labels, in the heap or, where they are many, in mapped temporary files: they are to be taken block
     * by block. Safe on several threads at once.
     */
    public static final class Labelled {

        /** No rows. */
        public static final Labelled NONE = new Labelled(new int[0], new double[0]);

        /** Values per block. */
        private static final int BLOCK = 1 << 13;

        private final IntStore rows;
        private final DoubleStore targets;
        private final int width;
        private final int size;
        /** The position that is left out; beyond the last one where none is. */
        private final int skipped;

        private Labelled(IntStore rows, DoubleStore targets, int width, int skipped) {
            if (width < 1 || rows.size() * width != targets.size()) {
                throw new IllegalArgumentException(
                        rows.size() + " rows, " + targets.size() + " targets of width " + width);
            }
            this.rows = rows;
            this.targets = targets;
            this.width = width;
            this.size = Math.toIntExact(rows.size()) - (skipped < rows.size() ? 1 : 0);
            this.skipped = skipped;
        }

        /**
         * Rows and labels that must not change any more.
         *
         * @param rows 0-based, ascending
         * @param targets the label of each row: {@code width} numbers one after the other
         * @param width o, the number of values of a label, at least 1
         */
        Labelled(IntStore rows, DoubleStore targets, int width) {
            this(rows, targets, width, Integer.MAX_VALUE);
        }

        /** Rows and labels of arrays, which are not copied and must not be changed. */
        public Labelled(int[] rows, double[] targets, int width) {
            this(IntStore.of(rows), DoubleStore.of(targets), width);
        }

        /** Rows whose labels are single numbers. */
        public Labelled(int[] rows, double[] targets) {
            this(rows, targets, 1);
        }

        /** The number of rows. */
        public int size() {
            return size;
        }

        /** o, the number of values of a label, at least 1. */
        public int width() {
            return width;
        }

        private int place(int position) {
            return position < skipped ? position : position + 1;
        }

        /** The data row at a position, from 0 on. */
        public int row(int position) {
            return rows.get(place(position));
        }

        /** A value of the label at a position. */
        public double target(int position, int value) {
            return targets.get((long) place(position) * width + value);
        }

        /** The position of a data row; where it is not among these, −1 less the position that it would have. */
        public int find(long row) {
            int found = (int) rows.find(row);
            int place = found < 0 ? -1 - found : found;
            int position = place > skipped ? place - 1 : place;
            return found < 0 || found == skipped ? -1 - position : position;
        }

        /** The position of the first row that is not less than this one; {@link #size} where all are. */
        public int firstAtLeast(long row) {
            int at = find(row);
            return at < 0 ? -at - 1 : at;
        }

        /** Copies the data rows at positions {@code from} to {@code to} − 1 to {@code start} and after. */
        public void copyRows(int from, int to, int[] into, int start) {
            int middle = Math.max(from, Math.min(to, skipped));
            rows.copy(from, middle, into, start);
            rows.copy(place(middle), place(middle) + to - middle, into, start + middle - from);
        }

        /** Copies the labels at positions {@code from} to {@code to} − 1, (to − from) × o. */
        public void copyTargets(int from, int to, double[] into) {
            int middle = Math.max(from, Math.min(to, skipped));
            long after = place(middle);
            targets.copy((long) from * width, (long) middle * width, into, 0);
            targets.copy(after * width, (after + to - middle) * width, into, (middle - from) * width);
        }

        /** The data rows at positions {@code from} to {@code to} − 1. */
        public int[] rows(int from, int to) {
            int[] copy = new int[to - from];
            copyRows(from, to, copy, 0);
            return copy;
        }

        /** The labels at positions {@code from} to {@code to} − 1, (to − from) × o. */
        public double[] targets(int from, int to) {
            double[] copy = new double[Math.multiplyExact(to - from, width)];
            copyTargets(from, to, copy);
            return copy;
        }

        /** All data rows, a copy in the heap. */
        public int[] rows() {
            return rows(0, size);
        }

        /** All labels, size × o, a copy in the heap. */
        public double[] targets() {
            return targets(0, size);
        }

        /** Passes on every data row, ascending. */
        public void forEachRow(IntConsumer action) {
            int[] block = new int[Math.min(BLOCK, size)];
            for (int from = 0; from < size; from += BLOCK) {
                int to = Math.min(size, from + BLOCK);
                copyRows(from, to, block, 0);
                for (int i = 0; i < to - from; i++) {
                    action.accept(block[i]);
                }
            }
        }

        /** Passes on every value of every label, in order. */
        public void forEachTarget(DoubleConsumer action) {
            int step = Math.max(1, BLOCK / width);
            double[] block = new double[Math.min(step, size) * width];
            for (int from = 0; from < size; from += step) {
                int to = Math.min(size, from + step);
                copyTargets(from, to, block);
                for (int i = 0; i < (to - from) * width; i++) {
                    action.accept(block[i]);
                }
            }
        }

        /** The rows of each split, in their order; these rows themselves where all are in one. */
        Map<Split, Labelled> divided(SplitCodes codes) {
            Map<Split, Labelled> divided = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                divided.put(split, where(position -> codes.get(position) == split.ordinal()));
            }
            return divided;
        }

        /** The rows at the positions that a condition holds for; these rows themselves where it holds for all. */
        public Labelled where(IntPredicate condition) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                kept += condition.test(i) ? 1 : 0;
            }
            if (kept == size) {
                return this;
            }
            return LabelledBuilder.chosen(this, Math.max(1, BLOCK / width), condition);
        }

        /** The rows at some positions, in the order of these, in the heap. */
        public Labelled at(int[] positions) {
            int[] chosenRows = new int[positions.length];
            double[] chosenTargets = new double[positions.length * width];
            for (int i = 0; i < positions.length; i++) {
                chosenRows[i] = row(positions[i]);
                System.arraycopy(targets(positions[i], positions[i] + 1), 0, chosenTargets, i * width, width);
            }
            return new Labelled(chosenRows, chosenTargets, width);
        }

        /** The rows without the one at a position; nothing is copied. */
        public Labelled without(int position) {
            Objects.checkIndex(position, size);
            return skipped < rows.size() ? where(i -> i != position) : new Labelled(rows, targets, width, position);
        }

        /** Whether these are the same data rows, whatever their labels. */
        public boolean hasRowsOf(Labelled other) {
            boolean same = size == other.size;
            for (int from = 0; same && from < size; from += BLOCK) {
                int to = Math.min(size, from + BLOCK);
                same = Arrays.equals(rows(from, to), other.rows(from, to));
            }
            return same;
        }

        /** Where the rows lie, for others that are made of them. */
        NumberRoom room() {
            return rows.room();
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
