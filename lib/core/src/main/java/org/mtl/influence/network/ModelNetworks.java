package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.model.Loss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;

/** A model's networks, each in an engine of its own: one for all tasks, or one for each where tasks share nothing. */
public final class ModelNetworks implements AutoCloseable {

    /**
     * One network.
     *
     * @param objective what it was trained to minimise
     * @param tasks the positions of its tasks among the model's
     */
    public record Part(TrainedObjective objective, List<Integer> tasks, Design design) {

        /** Its tasks' rows of a split. */
        public LabelledRows rows(Dataset data, Split split) {
            return new LabelledRows(data, design, tasks, split);
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private final List<NetworkEngine> engines = new ArrayList<>();

    /**
     * Opens the engines of a model's networks.
     *
     * @param data the model's data
     * @param decay wd
     * @param precision the numbers that passes compute with
     */
    public ModelNetworks(NetworkModel model, Dataset data, double decay, Precision precision, EngineFactory factory,
            Workers workers) {
        this(model, data, decay, precision, factory, workers, BlockChoice.ALL);
    }

    /** Opens the engines for derivatives by some parameters. */
    public ModelNetworks(NetworkModel model, Dataset data, double decay, Precision precision, EngineFactory factory,
            Workers workers, BlockChoice choice) {
        this(model, model.losses(), data, decay, precision, factory, workers, choice);
    }

    private ModelNetworks(NetworkModel model, List<Loss> all, Dataset data, double decay, Precision precision,
            EngineFactory factory, Workers workers, BlockChoice choice) {
        Design design = new Design(data.features(), model.standardization(), model.components(), false).materialized();
        for (int n = 0; n < model.networks().size(); n++) {
            NetworkModel.Network network = model.networks().get(n);
            List<Integer> tasks = model.isShared()
                    ? IntStream.range(0, model.tasks().size()).boxed().toList() : List.of(n);
            List<Loss> losses = tasks.stream().map(all::get).toList();
            double[] weights = tasks.stream().mapToDouble(task -> model.tasks().get(task).weight()).toArray();
            Design own = model.isShared() ? design : design.with(model.standardization().ofTask(n));
            NetworkEngine engine = factory.create(network.architecture(), losses, precision, workers);
            engines.add(engine);
            engine.parameters().put(0, network.parameters().length, network.parameters());
            LabelledRows training = new LabelledRows(data, own, tasks, Split.TRAIN);
            parts.add(new Part(new TrainedObjective(engine, losses, training, weights, decay, workers, choice), tasks, own));
        }
    }

    /** A model's networks with squared losses, in 64 bits, for gradients of what they predict ({@link OutputTargets}). */
    static ModelNetworks ofOutputs(NetworkModel model, Dataset data, EngineFactory factory, Workers workers, BlockChoice choice) {
        List<Loss> squared = model.losses().stream().map(loss -> (Loss) new SquaredLoss(loss.outputs())).toList();
        return new ModelNetworks(model, squared, data, 0, Precision.DOUBLE, factory, workers, choice);
    }

    /** The networks, in the order of their tasks. */
    public List<Part> parts() {
        return parts;
    }

    @Override
    public void close() {
        engines.forEach(NetworkEngine::close);
    }
}
