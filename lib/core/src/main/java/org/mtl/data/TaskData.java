package org.mtl.data;

import java.util.EnumMap;
import java.util.Map;

/**
 * One task's labelled rows: which data rows carry a label, its value, and what each is used for.
 *
 * <p>Within a split, rows are in ascending order. The arrays are not copied and must not be changed.
 */
public final class TaskData {

    /** Data rows (0-based, ascending) and their labels, of equal length. */
    public record Labelled(int[] rows, double[] targets) {

        /** No rows. */
        public static final Labelled NONE = new Labelled(new int[0], new double[0]);

        /** Checks that both arrays have one length. */
        public Labelled {
            if (rows.length != targets.length) {
                throw new IllegalArgumentException(rows.length + " rows, " + targets.length + " targets");
            }
        }

        public int size() {
            return rows.length;
        }
    }

    private final String name;
    private final Map<Split, Labelled> splits;

    /** A task with the given rows; a split that is absent has none. */
    public TaskData(String name, Map<Split, Labelled> splits) {
        this.name = name;
        this.splits = new EnumMap<>(Split.class);
        this.splits.putAll(splits);
    }

    public String name() {
        return name;
    }

    /** The rows of one split, possibly none. */
    public Labelled in(Split split) {
        return splits.getOrDefault(split, Labelled.NONE);
    }

    /** The number of rows in one split. */
    public int size(Split split) {
        return in(split).size();
    }
}
