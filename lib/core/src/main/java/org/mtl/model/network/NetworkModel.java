package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Features;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;

/**
 * A trained multitask network: everything but the data.
 *
 * @param features the names of the feature columns
 * @param standardization applied to features before the first layer
 * @param components applied to standardized features, where they are projected
 * @param tasks the tasks, in the order of the heads
 * @param networks one network for all tasks under hard sharing; one of a single task for each, in order, where tasks share
 *     nothing
 * @param precision what it was trained in
 * @param engines what computes it here; no part of what a folder keeps
 */
public record NetworkModel(
        List<String> features,
        Standardization standardization,
        Optional<PrincipalComponents> components,
        List<Task> tasks,
        List<Network> networks,
        Precision precision,
        EngineFactory engines)
        implements MultitaskModel {

    private static final int TILE_ROWS = 1024;

    /**
     * What the model knows of a task.
     *
     * @param name its name
     * @param loss ℓ_k
     * @param weight π_k, which sampling may have implied
     * @param classes the names of its classes by code, none for real-valued targets
     */
    public record Task(String name, Loss loss, double weight, List<String> classes) {}

    /**
     * Layers with their weights.
     *
     * @param architecture the layers
     * @param parameters p values in the order of {@link Architecture#blocks()}
     */
    public record Network(Architecture architecture, double[] parameters) {}

    /** Copies the lists. */
    public NetworkModel {
        features = List.copyOf(features);
        tasks = List.copyOf(tasks);
        networks = List.copyOf(networks);
    }

    /** A model that {@link EngineFactory#standard} computes. */
    public NetworkModel(List<String> features, Standardization standardization, Optional<PrincipalComponents> components,
            List<Task> tasks, List<Network> networks, Precision precision) {
        this(features, standardization, components, tasks, networks, precision, EngineFactory.standard());
    }

    /** The same model, computed by other engines: on another device. */
    public NetworkModel computedBy(EngineFactory others) {
        return new NetworkModel(features, standardization, components, tasks, networks, precision, others);
    }

    @Override
    public List<String> taskNames() {
        return tasks.stream().map(Task::name).toList();
    }

    @Override
    public List<Loss> losses() {
        return tasks.stream().map(Task::loss).toList();
    }

    @Override
    public double[] weights() {
        return tasks.stream().mapToDouble(Task::weight).toArray();
    }

    @Override
    public List<String> classes(int task) {
        return tasks.get(task).classes();
    }

    @Override
    public MeanLosses.Figures figures(Dataset data, Split split, Workers workers) {
        return NetworkLosses.figures(this, data, split, workers);
    }

    @Override
    public double[] predict(Features values, int task, int[] rows, Workers workers) {
        Network network = networks.get(isShared() ? 0 : task);
        List<Loss> losses = isShared() ? losses() : List.of(tasks.get(task).loss());
        int width = losses.stream().mapToInt(Loss::outputs).sum();
        int outputs = tasks.get(task).loss().outputs();
        int first = isShared() ? losses.subList(0, task).stream().mapToInt(Loss::outputs).sum() : 0;
        Design design = new Design(values, standardization, components, false);
        int step = Math.min(TILE_ROWS, Math.max(1, rows.length));
        double[] tile = new double[step * design.columns()];
        double[] all = new double[step * width];
        double[] predictions = new double[rows.length * outputs];
        try (NetworkEngine engine = engines.create(network.architecture(), losses, precision, workers)) {
            engine.parameters().put(0, network.parameters().length, network.parameters());
            for (int from = 0; from < rows.length; from += step) {
                int to = Math.min(rows.length, from + step);
                design.copyRows(task, rows, from, to, tile);
                engine.predict(new Batch(to - from, tile, List.of()), all);
                for (int i = from; i < to; i++) {
                    System.arraycopy(all, (i - from) * width + first, predictions, i * outputs, outputs);
                }
            }
        }
        return predictions;
    }

    /**
     * The model at other parameters.
     *
     * @param parameters those of every network
     */
    public NetworkModel at(List<double[]> parameters) {
        List<Network> moved = new ArrayList<>();
        for (int n = 0; n < networks.size(); n++) {
            moved.add(new Network(networks.get(n).architecture(), parameters.get(n)));
        }
        return new NetworkModel(features, standardization, components, tasks, moved, precision, engines);
    }

    /** The model of one task of several that share no network. */
    public NetworkModel alone(int task) {
        return new NetworkModel(features, standardization.ofTask(task), components, tasks.subList(task, task + 1),
                networks.subList(task, task + 1), precision, engines);
    }

    /** Whether all tasks share one trunk. */
    public boolean isShared() {
        return networks.size() == 1;
    }
}
