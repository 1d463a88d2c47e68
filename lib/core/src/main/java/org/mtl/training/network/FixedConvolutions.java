package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseLayers;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;

/**
 * The training of a network of images of which all that tasks share stays as it is: what the convolutional layers make of each
 * row is computed once, and the dense layers are trained on that as a network of their own. The result is that of training the
 * whole network, to the rounding of the numbers that it is trained in; an epoch costs what it costs a network without convolutions.
 */
final class FixedConvolutions {

    private final NetworkModel.Network whole;
    private final NetworkProblem dense;

    private FixedConvolutions(NetworkModel.Network whole, NetworkProblem dense) {
        this.whole = whole;
        this.dense = dense;
    }

    /**
     * What is left of a problem, where it is one of this kind.
     *
     * @param engines what computes the convolutional layers
     * @throws MtlException (MEMORY) if what they make of all rows does not fit; (USAGE) if given first parameters do not suit
     */
    static Optional<FixedConvolutions> of(NetworkProblem problem, EngineFactory engines, Workers workers) {
        LayerSettings layers = problem.settings().layers();
        boolean ofEachTask = problem.task().isPresent() || problem.design().standardization().mode() == Standardization.Mode.TASK;
        // Methods of balancing may look at gradients of all shared layers, although no step follows them.
        if (!layers.sharedFixed() || layers.images().isEmpty() || ofEachTask || !problem.settings().balance().isPlain()) {
            return Optional.empty();
        }
        problem.requireRows();
        Dataset data = problem.data();
        Architecture architecture = layers.architecture(problem.design(), problem.losses());
        NetworkModel.Network whole = new NetworkModel.Network(architecture, layers.initialization().parameters(
                architecture, data.taskNames(), problem.network(), problem.settings().seed()));
        List<NetworkModel.Task> tasks = IntStream.range(0, data.tasks().size()).mapToObj(k -> new NetworkModel.Task(
                data.taskNames().get(k), problem.losses().get(k), problem.weights()[k], data.tasks().get(k).classes())).toList();
        NetworkModel model = new NetworkModel(data.features().names(), problem.design().standardization(),
                problem.design().components(), tasks, List.of(whole), layers.precision(), engines);
        workers.memory().require("What the convolutional layers make of all rows", DenseLayers.bytes(model, data));
        Dataset rows = DenseLayers.rows(model, data, workers);
        Design design = new Design(rows.features(), Standardization.NONE, false);
        NetworkSettings settings =
                problem.settings().with(layers.behindImages(DenseLayers.of(model).networks().get(0).parameters()));
        return Optional.of(new FixedConvolutions(whole, new NetworkProblem(settings, rows, design, problem.losses(),
                problem.weights(), problem.network(), problem.task())));
    }

    /** The problem of the dense layers. */
    NetworkProblem dense() {
        return dense;
    }

    /** The parameters of the whole network where those of its dense layers are given. */
    double[] whole(double[] parameters) {
        return DenseLayers.replaced(whole, parameters);
    }

    /** What a run of the dense layers is for the whole network. */
    NetworkRun.Outcome whole(NetworkRun.Outcome outcome) {
        TrainedNetwork.Fit fit = outcome.fit();
        OptionalDouble objective = fit.objective().isEmpty() ? fit.objective()
                : OptionalDouble.of(fit.objective().getAsDouble() + penalty(outcome.parameters()));
        return new NetworkRun.Outcome(whole.architecture(), whole(outcome.parameters()), outcome.weights(), outcome.lines(),
                outcome.facts(), new TrainedNetwork.Fit(fit.epochs(), fit.bestEpoch(), fit.validationLoss(), objective,
                        fit.gradientNorm(), fit.converged()));
    }

    /** ½·wd·‖w‖² of the convolutional layers, a constant part of the objective. */
    private double penalty(double[] parameters) {
        return 0.5 * dense.settings().steps().weightDecay() * (squares(whole(parameters)) - squares(parameters));
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }
}
