package org.mtl.training.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.network.Architecture;
import org.mtl.training.TrainingPlan;

/**
 * What the training of networks is going to do, found out without training.
 *
 * @param tasks the tasks, in order
 * @param networks the layers of the one network, or of each task's own
 * @param batches the batches of an epoch, of each network; 1 where all rows are taken at once
 * @param memory an estimate of what training keeps at once
 */
public record NetworkPlan(List<Task> tasks, List<Architecture> networks, List<Integer> batches, Memory memory) {

    /**
     * What is planned for a task.
     *
     * @param data its rows and classes
     * @param loss ℓ_k
     * @param asked whether an option named the loss; otherwise its labels decided it
     * @param weight π_k of what batches are a sample of
     */
    public record Task(TaskData data, Loss loss, boolean asked, double weight) {}

    /**
     * Bytes.
     *
     * @param features 8nd, and 8nN more for N components
     * @param labels for each labelled row of a task 4 for its number, and 8 for each value of its label
     * @param parameters parameters, gradient and moments, and what is kept of the best epoch, of the largest network
     */
    public record Memory(long features, long labels, long parameters) {

        /** The sum. */
        public long total() {
            return features + labels + parameters;
        }
    }

    /** Copies the lists. */
    public NetworkPlan {
        tasks = List.copyOf(tasks);
        networks = List.copyOf(networks);
        batches = List.copyOf(batches);
    }

    /** The number of parameters of all networks. */
    public long parameters() {
        return networks.stream().mapToLong(Architecture::parameters).sum();
    }

    /**
     * Plans the training of a data set.
     *
     * @throws MtlException (USAGE) if the settings do not suit the data; (DATA) if there are no features, labels do not suit the
     *     losses, a task has no training rows, or there are more components than features
     */
    public static NetworkPlan of(Dataset data, NetworkSettings settings) {
        settings.requireForm(data.form());
        int features = data.features().names().size();
        int components = settings.projection().count();
        if (features == 0) {
            throw MtlException.data("the data has no feature columns: nothing to fit");
        }
        if (components > features) {
            throw MtlException.data("--pca: expected at most " + features + " components, found " + components);
        }
        int inputs = components > 0 ? components : features;
        // Labels and rows do not depend on what is made of the features.
        Design raw = new Design(data.features(), Standardization.NONE, false);
        List<Task> tasks = new ArrayList<>();
        List<Architecture> networks = new ArrayList<>();
        List<Integer> batches = new ArrayList<>();
        for (NetworkProblem problem : NetworkTrainer.problems(settings, data, raw)) {
            problem.requireRows();
            Architecture architecture = settings.layers().architecture(data.features(), inputs, problem.losses());
            networks.add(architecture);
            boolean allRows = settings.steps().method() == StepSettings.Method.LBFGS;
            EpochBatches epoch = new EpochBatches(problem.data(), problem.rows(Split.TRAIN).size(), problem.weights(),
                    settings.epochs(), settings.seed());
            batches.add(allRows ? 1 : epoch.count());
            double[] weights = allRows ? problem.weights() : epoch.impliedWeights();
            for (int k = 0; k < weights.length; k++) {
                TaskData task = problem.data().tasks().get(k);
                tasks.add(new Task(task, problem.losses().get(k), settings.losses().asks(task.name()), weights[k]));
            }
        }
        long largest = networks.stream().mapToLong(Architecture::parameters).max().orElseThrow();
        return new NetworkPlan(tasks, networks, batches, new Memory(TrainingPlan.featureBytes(data, components),
                TrainingPlan.labelBytes(data), largest * NetworkRun.BYTES_PER_PARAMETER));
    }
}
