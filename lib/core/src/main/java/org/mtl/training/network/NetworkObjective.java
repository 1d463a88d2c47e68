package org.mtl.training.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.TaskData;
import org.mtl.model.network.Batch;
import org.mtl.model.network.BatchRows;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;

/** L(w) = Σ_k π_k mean_k ℓ_k + ½·wd·‖w‖² over all training rows, chunk after chunk in the order of the rows. */
final class NetworkObjective implements SmoothFunction {

    private final NetworkEngine engine;
    private final BatchRows rows;
    private final double[] factors;
    private final double[] counts;
    private final double decay;
    private final int fixed;
    private double[] meanLosses;

    /** The objective of an engine's network by all of its parameters. */
    NetworkObjective(NetworkEngine engine, BatchRows rows, List<TaskData.Labelled> training, double[] weights, double decay) {
        this(engine, rows, training, weights, decay, 0);
    }

    /**
     * The objective of an engine's network.
     *
     * @param training each task's training rows
     * @param weights π_k
     * @param fixed how many parameters, the first ones, stay as they are: their derivatives are said to be 0
     */
    NetworkObjective(NetworkEngine engine, BatchRows rows, List<TaskData.Labelled> training, double[] weights, double decay,
            int fixed) {
        this.engine = engine;
        this.rows = rows;
        this.decay = decay;
        this.fixed = fixed;
        this.counts = training.stream().mapToDouble(TaskData.Labelled::size).toArray();
        this.factors = weights.clone();
        for (int k = 0; k < factors.length; k++) {
            factors[k] /= counts[k];
        }
        this.meanLosses = new double[factors.length];
    }

    @Override
    public double at(double[] place, double[] gradient) {
        engine.parameters().put(0, place.length, place);
        double[] sums = new double[factors.length];
        int step = Math.min(engine.batchRows(), rows.size());
        int[] positions = new int[step];
        for (int from = 0; from < rows.size(); from += step) {
            int count = Math.min(step, rows.size() - from);
            int first = from;
            Arrays.setAll(positions, i -> first + i);
            Batch batch = rows.gather(positions, 0, count, (task, labels, size) -> factors[task]);
            double[] part = engine.gradient(batch, Dropout.NONE, from > 0);
            for (int k = 0; k < sums.length; k++) {
                sums[k] += part[k];
            }
        }
        engine.gradient().get(0, place.length, gradient);
        double value = 0;
        for (int k = 0; k < sums.length; k++) {
            value += factors[k] * sums[k];
            sums[k] /= counts[k];
        }
        meanLosses = sums;
        for (int i = 0; i < place.length; i++) {
            value += 0.5 * decay * place[i] * place[i];
            gradient[i] += decay * place[i];
        }
        Arrays.fill(gradient, 0, fixed, 0);
        return value;
    }

    /** The mean loss of every task where {@link #at} was last asked for. */
    double[] meanLosses() {
        return meanLosses;
    }
}
