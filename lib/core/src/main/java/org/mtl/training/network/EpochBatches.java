package org.mtl.training.network;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mtl.data.Dataset;
import org.mtl.data.RandomOrder;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.network.BatchRows;

/**
 * The order in which training rows make up the batches of each epoch, drawn from the seed and the epoch alone.
 *
 * <p>In wide form, and in long form by size, an epoch is a permutation of the rows cut into batches, of which the last may
 * be shorter. Other samplings of the long form draw batches of B rows, as many as a permutation would have.
 */
final class EpochBatches {

    private final List<TaskData> tasks;
    private final boolean permuted;
    private final double[] probabilities;
    private final boolean wide;
    private final double[] weights;
    private final int rows;
    private final int batch;
    private final long seed;

    /**
     * The batches of a data set's training rows.
     *
     * @param rows the number of positions of {@link BatchRows}
     * @param weights w_k
     */
    EpochBatches(Dataset data, int rows, double[] weights, EpochSettings settings, long seed) {
        this.tasks = data.tasks();
        this.permuted = settings.sampling() instanceof Sampling.BySize;
        this.probabilities = settings.sampling().probabilities(
                tasks.stream().mapToInt(task -> task.size(Split.TRAIN)).toArray());
        this.wide = data.form() == Dataset.Form.WIDE;
        this.weights = weights.clone();
        this.rows = rows;
        this.batch = Math.min(settings.batch(), rows);
        this.seed = seed;
    }

    /** The number of batches of an epoch. */
    int count() {
        return (rows + batch - 1) / batch;
    }

    /** Where batch b ends in the epoch's positions. */
    int end(int b, int[] positions) {
        return Math.min(positions.length, (b + 1) * batch);
    }

    /** Where batch b starts in the epoch's positions. */
    int start(int b) {
        return b * batch;
    }

    /** π_k, the weight of each task's mean loss in what batches are an unbiased sample of. */
    double[] impliedWeights() {
        double[] implied = weights.clone();
        if (!wide) {
            for (int k = 0; k < implied.length; k++) {
                implied[k] *= implied.length * probabilities[k];
            }
        }
        return implied;
    }

    /** In wide form π_k over the number of labels, in long form K·w_k/B. */
    BatchRows.Factor factor() {
        int count = weights.length;
        return wide
                ? (task, labels, size) -> weights[task] / labels
                : (task, labels, size) -> count * weights[task] / size;
    }

    /** The positions of an epoch's batches, one after another. */
    int[] positions(int epoch) {
        Random random = Seeds.random(seed, "batches:" + epoch);
        if (permuted) {
            return RandomOrder.of(rows, random);
        }
        int[] positions = new int[Math.multiplyExact(count(), batch)];
        TaskRows[] remaining = new TaskRows[tasks.size()];
        int start = 0;
        for (int k = 0; k < remaining.length; k++) {
            remaining[k] = new TaskRows(tasks.get(k), start, epoch);
            start += tasks.get(k).size(Split.TRAIN);
        }
        double[] sums = probabilities.clone();
        for (int k = 1; k < sums.length; k++) {
            sums[k] += sums[k - 1];
        }
        for (int i = 0; i < positions.length; i++) {
            positions[i] = remaining[task(sums, random.nextDouble())].next();
        }
        return positions;
    }

    /** The first task whose sum of probabilities is above a number, the last one where rounding leaves none. */
    private static int task(double[] sums, double number) {
        int found = Arrays.binarySearch(sums, number);
        int task = found >= 0 ? found + 1 : -found - 1;
        return Math.min(task, sums.length - 1);
    }

    /** The rows of one task in random order; when all are used up, in another. */
    private final class TaskRows {

        private final TaskData task;
        private final int start;
        private final int epoch;
        private int[] order = new int[0];
        private int used;
        private int round;

        TaskRows(TaskData task, int start, int epoch) {
            this.task = task;
            this.start = start;
            this.epoch = epoch;
        }

        int next() {
            if (used == order.length) {
                Random random = Seeds.random(seed, "rows:" + epoch + ":" + round + ":" + task.name());
                order = RandomOrder.of(task.size(Split.TRAIN), random);
                used = 0;
                round++;
            }
            return start + order[used++];
        }
    }
}
