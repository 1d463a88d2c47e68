package org.mtl.data;

/** Goes over the labelled rows of a task in ascending order, whatever their splits. */
final class AscendingLabels {

    private static final Split[] SPLITS = Split.values();

    private final TaskData.Labelled[] sources = new TaskData.Labelled[SPLITS.length];
    private final int[] next = new int[SPLITS.length];
    /** The row at each of these positions; beyond all rows where there is none. */
    private final long[] rows = new long[SPLITS.length];
    private int split = -1;

    AscendingLabels(TaskData task) {
        for (int each = 0; each < SPLITS.length; each++) {
            sources[each] = task.in(SPLITS[each]);
            look(each);
        }
    }

    private void look(int source) {
        boolean more = next[source] < sources[source].size();
        rows[source] = more ? sources[source].row(next[source]) : Long.MAX_VALUE;
    }

    /** Goes on to the next row; false at the end. */
    boolean advance() {
        if (split >= 0) {
            next[split]++;
            look(split);
        }
        split = 0;
        for (int source = 1; source < rows.length; source++) {
            split = rows[source] < rows[split] ? source : split;
        }
        return rows[split] < Long.MAX_VALUE;
    }

    /** The present data row. */
    int row() {
        return (int) rows[split];
    }

    /** The split that it is in. */
    Split split() {
        return SPLITS[split];
    }

    /** Adds the present row and its label to others. */
    void addTo(LabelledBuilder labels) {
        TaskData.Labelled source = sources[split];
        int position = next[split];
        if (source.width() == 1) {
            labels.add(row(), source.target(position, 0));
        } else {
            labels.add(row(), source.targets(position, position + 1), 0);
        }
    }
}
