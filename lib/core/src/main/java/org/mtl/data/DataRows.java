package org.mtl.data;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Data rows in ascending order, which are taken block by block: an array of all of them might be too large. */
public final class DataRows {

    /** What is done with a block. */
    public interface Action {
        /**
         * Takes some rows.
         *
         * @param rows an array that may be longer, and is used again
         * @param count how many there are
         */
        void accept(int[] rows, int count);
    }

    /** Passes rows on. */
    private interface Source {
        void forEach(IntConsumer action);
    }

    private final int size;
    private final Source source;

    private DataRows(int size, Source source) {
        this.size = size;
        this.source = source;
    }

    /** The rows of an array. */
    public static DataRows of(int... rows) {
        return new DataRows(rows.length, action -> IntStream.of(rows).forEach(action));
    }

    /** The rows that have a label. */
    public static DataRows of(TaskData.Labelled labelled) {
        return new DataRows(labelled.size(), labelled::forEachRow);
    }

    /** Rows 0 to {@code count} − 1. */
    public static DataRows all(int count) {
        return new DataRows(count, action -> IntStream.range(0, count).forEach(action));
    }

    /** The rows that train at least one task, each once; a bit for each data row. */
    public static DataRows training(List<TaskData> tasks) {
        BitSet rows = new BitSet();
        tasks.forEach(task -> task.in(Split.TRAIN).forEachRow(rows::set));
        return new DataRows(rows.cardinality(), action -> rows.stream().forEach(action));
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** Passes the rows on in blocks of so many, of which the last may be shorter. */
    public void forEachBlock(int most, Action action) {
        int[] block = new int[Math.min(most, size)];
        int[] count = new int[1];
        source.forEach(row -> {
            block[count[0]++] = row;
            if (count[0] == block.length) {
                action.accept(block, count[0]);
                count[0] = 0;
            }
        });
        if (count[0] > 0) {
            action.accept(block, count[0]);
        }
    }

    /** All rows, an array in the heap. */
    public int[] toArray() {
        int[] all = new int[size];
        forEachBlock(Math.max(1, size), (rows, count) -> System.arraycopy(rows, 0, all, 0, count));
        return all;
    }
}
