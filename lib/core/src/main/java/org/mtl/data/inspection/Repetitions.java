package org.mtl.data.inspection;

import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.data.TaskData;

/**
 * Rows of one task that have the features of an earlier one; training rows are the earliest, then validation and test
 * rows.
 *
 * @param labelled the number of labelled rows
 * @param repeated how many have the features of an earlier row
 * @param contradicting how many of these have another label than the first such row
 * @param fromTraining how many validation and test rows have the features of a training row
 */
public record Repetitions(int labelled, int repeated, int contradicting, int fromTraining) {

    /** The number of rows with different features. */
    public int distinct() {
        return labelled - repeated;
    }

    /** The sum over tasks that have no row in common. */
    Repetitions plus(Repetitions other) {
        return new Repetitions(labelled + other.labelled, repeated + other.repeated,
                contradicting + other.contradicting, fromTraining + other.fromTraining);
    }

    /**
     * Counts the repetitions of one task.
     *
     * @param hashes a hash of the features of each data row
     */
    static Repetitions of(TaskData task, long[] hashes) {
        int labelled = 0;
        for (Split split : Split.values()) {
            labelled += task.size(split);
        }
        Table table = new Table(labelled);
        int repeated = 0;
        int contradicting = 0;
        int fromTraining = 0;
        for (Split split : Split.values()) {
            TaskData.Labelled rows = task.in(split);
            for (int i = 0; i < rows.size(); i++) {
                Place here = new Place(split, i);
                Place first = table.firstOf(hashes[rows.row(i)], here);
                if (first != here) {
                    repeated++;
                    contradicting += sameLabel(task, first, here) ? 0 : 1;
                    fromTraining += first.split() == Split.TRAIN && split != Split.TRAIN ? 1 : 0;
                }
            }
        }
        return new Repetitions(labelled, repeated, contradicting, fromTraining);
    }

    private static boolean sameLabel(TaskData task, Place a, Place b) {
        TaskData.Labelled first = task.in(a.split());
        TaskData.Labelled second = task.in(b.split());
        for (int c = 0; c < first.width(); c++) {
            if (first.target(a.at(), c) != second.target(b.at(), c)) {
                return false;
            }
        }
        return true;
    }

    /** Where a row of a task is found: which of the rows of a split. */
    private record Place(Split split, int at) {}

    /** The first place of each hash, in open addressing. */
    private static final class Table {
        private static final int MOST_ROWS = (1 << 29) - 1;
        private final long[] hashes;
        private final int[] places;
        private final byte[] splits;
        private final int mask;

        Table(int most) {
            if (most > MOST_ROWS) {
                throw MtlException.data("expected at most " + MOST_ROWS + " labelled rows of a task, found " + most);
            }
            int size = Integer.highestOneBit(Math.max(4, most)) << 2;
            hashes = new long[size];
            places = new int[size];
            splits = new byte[size];
            mask = size - 1;
        }

        /** The place that has this hash already, or {@code here}, which it has from now on. */
        Place firstOf(long hash, Place here) {
            int slot = (int) (hash ^ hash >>> 29) & mask;
            // Places are counted from 1, so that 0 is a free slot.
            while (places[slot] != 0 && hashes[slot] != hash) {
                slot = slot + 1 & mask;
            }
            if (places[slot] != 0) {
                return new Place(Split.values()[splits[slot]], places[slot] - 1);
            }
            hashes[slot] = hash;
            places[slot] = here.at() + 1;
            splits[slot] = (byte) here.split().ordinal();
            return here;
        }
    }
}
