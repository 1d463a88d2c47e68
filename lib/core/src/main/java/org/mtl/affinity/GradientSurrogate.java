package org.mtl.affinity;

import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.RandomOrder;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;

/**
 * Affinities without training again (Grad-TAG, Li et al. 2024): a network that was trained on all tasks is replaced by its
 * linear part at the trained parameters, which is fitted to random subsets of tasks; what a task comes to in the subsets that
 * hold another one says what it gains by it.
 *
 * <p>S[i→j] = 1 − mean of V_j over subsets with i and j / mean of V_j over subsets with j; 0 on the diagonal.
 */
public final class GradientSurrogate {

    private final Settings settings;
    private final Workers workers;

    /**
     * How affinities are estimated.
     *
     * @param dimension on how many random directions gradients are projected
     * @param subsets how many subsets; 0 for so many that each pair of tasks is expected in 20
     * @param size how many tasks a subset has; 0 for a tenth of them, at least 3
     * @param metrics whether metrics are compared, and not losses
     * @param seed what directions and subsets are drawn from
     */
    public record Settings(int dimension, int subsets, int size, boolean metrics, long seed) {

        /**
         * Checks the values.
         *
         * @throws MtlException (USAGE) naming the option that is wrong
         */
        public Settings {
            if (dimension < 1) {
                throw MtlException.usage("--projection: expected at least 1, found " + dimension);
            }
        }

        /** The subsets of K tasks, each in ascending order. */
        public List<List<Integer>> of(int tasks) {
            int each = size == 0 ? Math.min(Math.max(2, tasks - 1), Math.max(3, tasks / 10)) : size;
            if (each < 2 || each > tasks) {
                throw MtlException.usage("--subset-size: expected 2 to " + tasks + ", the number of tasks, found " + each);
            }
            double share = each * (each - 1.0) / (tasks * (tasks - 1.0));
            int count = subsets == 0 ? (int) Math.ceil(PAIRS / share) : subsets;
            Random random = Seeds.random(seed, "subsets");
            return IntStream.range(0, count)
                    .mapToObj(s -> IntStream.of(RandomOrder.of(tasks, random)).limit(each).sorted().boxed().toList())
                    .toList();
        }
    }

    /** In how many subsets each pair is expected. */
    private static final int PAIRS = 20;

    /** Estimates with these settings. */
    public GradientSurrogate(Settings settings, Workers workers) {
        this.settings = settings;
        this.workers = workers;
    }

    /**
     * The affinities; NaN for a pair that no subset had.
     *
     * @param model one network for all tasks
     * @param data its data
     * @param progress is told how many subsets are done
     * @throws MtlException (USAGE) if tasks share nothing, or a loss has no surrogate; (DATA) if a task has no validation rows;
     *     (MEMORY) if the projected gradients do not fit
     */
    public double[][] affinities(NetworkModel model, Dataset data, IntConsumer progress) {
        int tasks = data.tasks().size();
        if (!model.isShared() || tasks < 2) {
            throw MtlException.usage("expected a network that several tasks share, found " + (tasks < 2 ? "one task" : "one for each task"));
        }
        data.requireRows(Split.VALIDATION, "gradient surrogate", "to take the loss on");
        return gains(tasks, settings.of(tasks), performances(model, data, progress));
    }

    /** What each task of each subset comes to when the surrogate is fitted to the subset. */
    double[][] performances(NetworkModel model, Dataset data, IntConsumer progress) {
        double rows = data.tasks().stream().mapToDouble(task -> task.size(Split.TRAIN) + task.size(Split.VALIDATION)).sum();
        workers.memory().require("Projecting gradients", rows * settings.dimension() * Double.BYTES);
        List<List<Integer>> subsets = settings.of(data.tasks().size());
        try (OutputGradients gradients = new OutputGradients(model, data, settings.dimension(), settings.seed(), workers)) {
            List<SurrogateRows> training = gradients.rows(data, Split.TRAIN);
            List<SurrogateRows> validation = gradients.rows(data, Split.VALIDATION);
            double[][] performances = new double[subsets.size()][];
            int[] done = new int[1];
            workers.forEach(subsets.size(), s -> {
                List<Integer> subset = subsets.get(s);
                double[] perRow = subset.stream().mapToDouble(k -> model.weights()[k] / training.get(k).size()).toArray();
                double[] place = new SurrogateFit(
                        gradients.dimension(), subset.stream().map(training::get).toList(), perRow).solve();
                performances[s] = subset.stream().mapToDouble(k -> performance(validation.get(k), place)).toArray();
                synchronized (done) {
                    progress.accept(++done[0]);
                }
            });
            return performances;
        }
    }

    private double performance(SurrogateRows rows, double[] place) {
        double[] outputs = SurrogateFit.outputs(rows, place);
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            sum += settings.metrics() ? rows.error(i, outputs[i]) : rows.loss(i, outputs[i]);
        }
        double mean = sum / outputs.length;
        return settings.metrics() && rows.ofNumbers() ? Math.sqrt(mean) : mean;
    }

    private static double[][] gains(int tasks, List<List<Integer>> subsets, double[][] performances) {
        double[][] sums = new double[tasks][tasks];
        int[][] counts = new int[tasks][tasks];
        for (int s = 0; s < performances.length; s++) {
            List<Integer> subset = subsets.get(s);
            for (int source : subset) {
                for (int at = 0; at < subset.size(); at++) {
                    sums[source][subset.get(at)] += performances[s][at];
                    counts[source][subset.get(at)]++;
                }
            }
        }
        double[][] gains = new double[tasks][tasks];
        for (int i = 0; i < tasks; i++) {
            for (int j = 0; j < tasks; j++) {
                // The mean over the subsets with j stands on the diagonal.
                gains[i][j] = i == j ? 0 : 1 - sums[i][j] / counts[i][j] / (sums[j][j] / counts[j][j]);
            }
        }
        return gains;
    }
}
