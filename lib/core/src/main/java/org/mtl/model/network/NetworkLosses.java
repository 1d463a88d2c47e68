package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.parallel.Workers;

/** The mean loss and the metric of each task of a network over some rows; chunks are summed in order, in double. */
public final class NetworkLosses {

    private final BatchRows rows;
    private final List<Loss> losses;
    private final int[] starts;

    /**
     * Losses over all of these rows.
     *
     * @param losses ℓ_k, one for each task
     */
    public NetworkLosses(BatchRows rows, List<Loss> losses) {
        this.rows = rows;
        this.losses = List.copyOf(losses);
        this.starts = new int[losses.size() + 1];
        for (int task = 0; task < losses.size(); task++) {
            starts[task + 1] = starts[task] + losses.get(task).outputs();
        }
    }

    /**
     * The losses and metrics of a model's tasks over the rows of one split.
     *
     * @param data the model's data
     */
    public static MeanLosses.Figures figures(NetworkModel model, Dataset data, Split split, Workers workers) {
        Design design = new Design(data.features(), model.standardization(), model.components(), false);
        List<TaskData.Labelled> rows = data.tasks().stream().map(task -> task.in(split)).toList();
        List<Loss> losses = model.tasks().stream().map(NetworkModel.Task::loss).toList();
        if (model.isShared()) {
            return figures(model.networks().get(0), BatchRows.of(data.form(), design, rows), losses, model.precision(),
                    model.engines(), workers);
        }
        double[] means = new double[losses.size()];
        double[] metrics = new double[losses.size()];
        for (int k = 0; k < means.length; k++) {
            Standardization own = model.standardization().ofTask(k);
            BatchRows ofTask = BatchRows.of(data.form(), design.with(own), rows.subList(k, k + 1));
            MeanLosses.Figures one = figures(model.networks().get(k), ofTask, losses.subList(k, k + 1), model.precision(),
                    model.engines(), workers);
            means[k] = one.losses()[0];
            metrics[k] = one.metrics()[0];
        }
        return new MeanLosses.Figures(means, metrics);
    }

    private static MeanLosses.Figures figures(NetworkModel.Network network, BatchRows rows, List<Loss> losses,
            Precision precision, EngineFactory engines, Workers workers) {
        try (NetworkEngine engine = engines.create(network.architecture(), losses, precision, workers)) {
            engine.parameters().put(0, network.parameters().length, network.parameters());
            return new NetworkLosses(rows, losses).figures(engine);
        }
    }

    /** Losses and metrics of an engine's network for every task, NaN for a task without rows; one pass over the rows. */
    public MeanLosses.Figures figures(NetworkEngine engine) {
        int tasks = losses.size();
        double[] lossSums = new double[tasks];
        double[] errorSums = new double[tasks];
        int[] counts = new int[tasks];
        int step = Math.max(1, Math.min(engine.batchRows(), rows.size()));
        double[] outputs = new double[step * starts[tasks]];
        int[] positions = new int[step];
        for (int from = 0; from < rows.size(); from += step) {
            int count = Math.min(step, rows.size() - from);
            int first = from;
            Arrays.setAll(positions, i -> first + i);
            Batch batch = rows.gather(positions, 0, count, (task, labels, size) -> 1);
            engine.predict(batch, outputs);
            for (Batch.Labels labels : batch.labels()) {
                int task = labels.task();
                double[] predictions = predictions(outputs, labels);
                lossSums[task] += losses.get(task).sum(predictions, labels.targets(), labels.size());
                errorSums[task] += MeanLosses.errorSum(losses.get(task), predictions, labels.targets(), labels.size());
                counts[task] += labels.size();
            }
        }
        double[] means = new double[tasks];
        double[] metrics = new double[tasks];
        for (int k = 0; k < tasks; k++) {
            means[k] = lossSums[k] / counts[k];
            metrics[k] = MeanLosses.metric(losses.get(k), errorSums[k], counts[k]);
        }
        return new MeanLosses.Figures(means, metrics);
    }

    /** One task's part of all outputs, for its labelled rows. */
    private double[] predictions(double[] outputs, Batch.Labels labels) {
        int first = starts[labels.task()];
        int width = starts[labels.task() + 1] - first;
        int stride = starts[losses.size()];
        double[] predictions = new double[labels.size() * width];
        for (int i = 0; i < labels.size(); i++) {
            System.arraycopy(outputs, labels.positions()[i] * stride + first, predictions, i * width, width);
        }
        return predictions;
    }
}
