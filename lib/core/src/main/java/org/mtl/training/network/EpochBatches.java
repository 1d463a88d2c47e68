package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mtl.data.Dataset;
import org.mtl.data.RandomOrder;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.IntStore;
import org.mtl.io.NumberRoom;
import org.mtl.model.network.BatchRows;

/**
 * The order in which training rows make up the batches of each epoch, drawn from the seed and the epoch alone.
 *
 * <p>In wide form, and in long form by size, an epoch is a permutation of the rows cut into batches, of which the last may
 * be shorter. Other samplings of the long form draw batches of B rows, as many as a permutation would have.
 *
 * <p>Memory is two numbers for each row, which are in files where rows are many. Not for several threads at once.
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
    private final IntStore positions = new IntStore(new NumberRoom());
    /** The order of each task's rows, where tasks are drawn. */
    private final List<IntStore> orders = new ArrayList<>();

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
        tasks.forEach(task -> orders.add(new IntStore(positions.room())));
    }

    /** The number of batches of an epoch. */
    int count() {
        return (rows + batch - 1) / batch;
    }

    /** The positions of batch b of the epoch that was drawn last. */
    int[] batch(int b) {
        long from = (long) b * batch;
        int[] some = new int[(int) Math.min(batch, positions.size() - from)];
        positions.copy(from, from + some.length, some, 0);
        return some;
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

    /** Draws the positions of an epoch's batches, in the place of those of another. */
    void draw(int epoch) {
        Random random = Seeds.random(seed, "batches:" + epoch);
        if (permuted) {
            positions.resize(rows);
            RandomOrder.fill(positions, random);
            return;
        }
        positions.resize((long) count() * batch);
        TaskRows[] remaining = new TaskRows[tasks.size()];
        int start = 0;
        for (int k = 0; k < remaining.length; k++) {
            remaining[k] = new TaskRows(k, start, epoch);
            start += tasks.get(k).size(Split.TRAIN);
        }
        double[] sums = probabilities.clone();
        for (int k = 1; k < sums.length; k++) {
            sums[k] += sums[k - 1];
        }
        for (long i = 0; i < positions.size(); i++) {
            positions.set(i, remaining[task(sums, random.nextDouble())].next());
        }
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
        private final IntStore order;
        private int used;
        private int round;

        TaskRows(int k, int start, int epoch) {
            this.task = tasks.get(k);
            this.order = orders.get(k);
            this.start = start;
            this.epoch = epoch;
        }

        int next() {
            if (round == 0 || used == order.size()) {
                Random random = Seeds.random(seed, "rows:" + epoch + ":" + round + ":" + task.name());
                order.resize(task.size(Split.TRAIN));
                RandomOrder.fill(order, random);
                used = 0;
                round++;
            }
            return start + order.get(used++);
        }
    }
}
