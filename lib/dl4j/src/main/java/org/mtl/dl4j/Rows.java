package org.mtl.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.model.network.Batch;

/**
 * Some rows of a batch that go through the graph at once.
 *
 * @param features their values, row-major
 * @param positions the position in the batch of each row
 * @param parts the labels over these rows, by entry of the batch's labels
 */
record Rows(double[] features, int[] positions, List<Part> parts) {

    /**
     * Labels of one task over some rows.
     *
     * @param labels all labels of the task in the batch
     * @param pair the number of labels of the batch before the first of this task
     * @param first the first label that is on one of the rows
     * @param places the row of this label and of those that follow, ascending
     */
    record Part(Batch.Labels labels, int pair, int first, int[] places) {

        int task() {
            return labels.task();
        }
    }

    int count() {
        return positions.length;
    }

    /**
     * The batch in pieces of at most so many rows, in order.
     *
     * @param width the values of a row
     */
    static List<Rows> inOrder(Batch batch, int width, int most) {
        List<Rows> pieces = new ArrayList<>();
        for (int start = 0; start < batch.count(); start += most) {
            int end = Math.min(batch.count(), start + most);
            List<Part> parts = new ArrayList<>();
            int pair = 0;
            for (Batch.Labels labels : batch.labels()) {
                int first = below(labels.positions(), start);
                int from = start;
                int[] places = IntStream.range(first, below(labels.positions(), end))
                        .map(i -> labels.positions()[i] - from).toArray();
                if (places.length > 0) {
                    parts.add(new Part(labels, pair, first, places));
                }
                pair += labels.size();
            }
            double[] features = Arrays.copyOfRange(batch.features(), start * width, end * width);
            pieces.add(new Rows(features, IntStream.range(start, end).toArray(), parts));
        }
        return pieces;
    }

    /** The rows with labels of one entry, in pieces, with these labels alone. */
    static List<Rows> ofEntry(Batch batch, int entry, int width, int most) {
        Batch.Labels labels = batch.labels().get(entry);
        int pair = batch.labels().subList(0, entry).stream().mapToInt(Batch.Labels::size).sum();
        List<Rows> pieces = new ArrayList<>();
        for (int start = 0; start < labels.size(); start += most) {
            int[] positions = Arrays.copyOfRange(labels.positions(), start, Math.min(labels.size(), start + most));
            double[] features = new double[positions.length * width];
            for (int i = 0; i < positions.length; i++) {
                System.arraycopy(batch.features(), positions[i] * width, features, i * width, width);
            }
            pieces.add(new Rows(features, positions,
                    List.of(new Part(labels, pair, start, IntStream.range(0, positions.length).toArray()))));
        }
        return pieces;
    }

    /** Pieces for passes task by task: of its own rows for each task where no row has labels of two, else of all rows. */
    static List<Rows> byTask(Batch batch, int width, int most) {
        if (!batch.isSeparate()) {
            return inOrder(batch, width, most);
        }
        List<Rows> pieces = new ArrayList<>();
        for (int entry = 0; entry < batch.labels().size(); entry++) {
            pieces.addAll(ofEntry(batch, entry, width, most));
        }
        return pieces;
    }

    private static int below(int[] ascending, int value) {
        int at = Arrays.binarySearch(ascending, value);
        return at < 0 ? -at - 1 : at;
    }
}
