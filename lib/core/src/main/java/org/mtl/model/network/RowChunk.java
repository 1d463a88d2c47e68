package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a batch that are worked on at once, and their labels.
 *
 * <p>Where no row has labels of two tasks, rows come task by task, so that each task's rows are a range.
 *
 * @param positions the position in the batch of each row
 * @param parts the labels over these rows
 * @param separate whether each task's rows are a range of their own
 */
record RowChunk(int[] positions, List<Part> parts, boolean separate) {

    /**
     * Labels of one task over a chunk.
     *
     * @param labels all labels of the task in the batch
     * @param from the first label that is on a row of the chunk
     * @param places the row of the chunk of this label and of those that follow, ascending
     * @param pair the number of labels of the batch before that first one
     */
    record Part(Batch.Labels labels, int from, int[] places, int pair) {

        int task() {
            return labels.task();
        }

        /** How many labels are on rows of the chunk before this one. */
        int below(int row) {
            int at = Arrays.binarySearch(places, row);
            return at < 0 ? -at - 1 : at;
        }
    }

    /** Rows of the largest tiles: with more to do for each row of weights products are faster. */
    static final int MOST_TILE_ROWS = 128;

    /** Rows of tiles where larger ones would leave threads without work. */
    static final int TILE_ROWS = 64;

    int count() {
        return positions.length;
    }

    /** Rows of a tile; they depend on nothing but the number of rows, so that products give equal bits. */
    int tileRows() {
        return count() >= 2 * MOST_TILE_ROWS ? MOST_TILE_ROWS : TILE_ROWS;
    }

    int tiles() {
        return (count() + tileRows() - 1) / tileRows();
    }

    /** The batch in chunks of at most so many rows, its rows as they come, with or without labels. */
    static List<RowChunk> inOrder(Batch batch, int most) {
        return cut(batch, IntStream.range(0, batch.count()).toArray(), most, false);
    }

    /** The labelled rows of the batch in chunks of at most so many rows. */
    static List<RowChunk> of(Batch batch, int most) {
        if (batch.labels().size() > 1 && batch.isSeparate()) {
            int[] order = batch.labels().stream().flatMapToInt(labels -> IntStream.of(labels.positions())).toArray();
            return cut(batch, order, most, true);
        }
        return batch.pairs() == 0 ? List.of() : inOrder(batch, most);
    }

    /**
     * A row for each label, task by task, in chunks of at most so many: a row of the batch that has labels of several tasks is
     * there for each of them.
     */
    static List<RowChunk> byTask(Batch batch, int most) {
        return cut(batch, batch.labels().stream().flatMapToInt(labels -> IntStream.of(labels.positions())).toArray(), most, true);
    }

    /** All rows of a batch as rows of one task, in chunks of at most so many. */
    static List<RowChunk> ofTask(Batch batch, int task, int most) {
        int[] all = IntStream.range(0, batch.count()).toArray();
        return byTask(new Batch(batch.count(), batch.features(), List.of(new Batch.Labels(task, all, new double[0], 0))), most);
    }

    /** The rows that have a label in one entry of the batch's labels, and these labels alone. */
    static List<RowChunk> ofLabels(Batch batch, int entry, int most) {
        Batch.Labels labels = batch.labels().get(entry);
        return cut(new Batch(batch.count(), batch.features(), List.of(labels)), labels.positions(), most, true);
    }

    /**
     * The rows of a task among rows {@code start} to {@code end} − 1 of a separate chunk.
     *
     * @return the first one and the one after the last; twice {@code start} where there are none
     */
    int[] range(int task, int start, int end) {
        for (Part part : parts) {
            if (part.task() == task) {
                int from = Math.max(start, part.places()[0]);
                int to = Math.min(end, part.places()[part.places().length - 1] + 1);
                return from < to ? new int[] {from, to} : new int[] {start, start};
            }
        }
        return new int[] {start, start};
    }

    private static List<RowChunk> cut(Batch batch, int[] order, int most, boolean separate) {
        List<RowChunk> chunks = new ArrayList<>();
        for (int start = 0; start < order.length; start += most) {
            int end = Math.min(order.length, start + most);
            chunks.add(new RowChunk(Arrays.copyOfRange(order, start, end), parts(batch, start, end, separate), separate));
        }
        return chunks;
    }

    private static List<Part> parts(Batch batch, int start, int end, boolean separate) {
        List<Part> parts = new ArrayList<>();
        int pairs = 0;
        for (Batch.Labels labels : batch.labels()) {
            // In separate chunks the place of a row is the number of its label, otherwise its position.
            int before = separate ? pairs : 0;
            int from = separate ? Math.max(0, start - before) : firstAtLeast(labels.positions(), start);
            int to = separate ? Math.min(labels.size(), end - before) : firstAtLeast(labels.positions(), end);
            if (from < to) {
                int[] places = new int[to - from];
                for (int i = from; i < to; i++) {
                    places[i - from] = (separate ? before + i : labels.positions()[i]) - start;
                }
                parts.add(new Part(labels, from, places, pairs + from));
            }
            pairs += labels.size();
        }
        return parts;
    }

    private static int firstAtLeast(int[] ascending, int value) {
        int at = Arrays.binarySearch(ascending, value);
        return at < 0 ? -at - 1 : at;
    }
}
