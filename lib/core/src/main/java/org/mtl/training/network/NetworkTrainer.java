package org.mtl.training.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.Standardizer;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;
import org.mtl.store.HistoryLine;

/** Trains networks: one for all tasks, or one for each (METHODS §2, hard sharing and no sharing). */
public final class NetworkTrainer {

    private final NetworkSettings settings;
    private final EngineFactory engines;
    private final Workers workers;

    /**
     * A trainer with these settings.
     *
     * @param engines what computes the networks
     */
    public NetworkTrainer(NetworkSettings settings, EngineFactory engines, Workers workers) {
        this.settings = settings;
        this.engines = engines;
        this.workers = workers;
    }

    /** Fits standardization and projection to the training rows, then trains as the other method does. */
    public TrainedNetwork train(Dataset data, Checkpoints checkpoints, TrainingListener listener) {
        settings.requireForm(data.form());
        Standardization standardization = Standardizer.fit(data, settings.standardize());
        return train(data, standardization, settings.projection().fit(data, standardization), checkpoints, listener);
    }

    /**
     * Trains with a standardization and a projection that are kept from elsewhere. Equal data, settings and seeds give
     * equal bytes at every number of threads, and after every resumption.
     *
     * @param checkpoints where parameters are kept and states saved
     * @param listener is told of each epoch
     * @throws MtlException (USAGE) if the settings do not suit the data; (DATA) if there are no features, labels do not
     *     suit the losses, a task has no training rows, or training diverges; (MEMORY) if the network is too large; (IO) if
     *     a checkpoint cannot be written
     * @throws java.util.concurrent.CancellationException if the listener asks to stop
     */
    public TrainedNetwork train(Dataset data, Standardization standardization, Optional<PrincipalComponents> components,
            Checkpoints checkpoints, TrainingListener listener) {
        settings.requireForm(data.form());
        if (data.features().names().isEmpty()) {
            throw MtlException.data("the data has no feature columns: nothing to fit");
        }
        List<NetworkProblem> problems = problems(settings, data,
                new Design(data.features(), standardization, components, false).materialized());
        problems.forEach(NetworkProblem::requireRows);
        List<NetworkRun.Outcome> outcomes = new ArrayList<>();
        for (NetworkProblem problem : problems) {
            Checkpoints own = problem.task().isPresent() ? checkpoints.ofNetwork(problem.network()) : checkpoints;
            outcomes.add(run(problem, own, listener));
        }
        return trained(data, standardization, components, problems, outcomes);
    }

    private NetworkRun.Outcome run(NetworkProblem problem, Checkpoints checkpoints, TrainingListener listener) {
        Optional<FixedConvolutions> fixed = FixedConvolutions.of(problem, engines, workers);
        if (fixed.isEmpty()) {
            try (NetworkRun run = new NetworkRun(problem, engines, workers, checkpoints, listener)) {
                return run.run();
            }
        }
        NetworkProblem dense = fixed.get().dense();
        try (NetworkRun run = new NetworkRun(dense, EngineFactory.own(), workers, checkpoints.ofWhole(fixed.get()::whole), listener)) {
            return fixed.get().whole(run.run());
        }
    }

    /** What each network is to be trained on. */
    static List<NetworkProblem> problems(NetworkSettings settings, Dataset data, Design design) {
        double[] weights = settings.weights().of(data.tasks());
        List<Loss> losses = data.tasks().stream().map(settings.losses()::of).toList();
        if (settings.sharing() == NetworkSharing.HARD) {
            return List.of(new NetworkProblem(settings, data, design, losses, weights, 0, Optional.empty()));
        }
        List<NetworkProblem> problems = new ArrayList<>();
        for (int k = 0; k < weights.length; k++) {
            TaskData task = data.tasks().get(k);
            Dataset alone = new Dataset(data.features(), data.ids(), data.form(), List.of(task));
            problems.add(new NetworkProblem(settings, alone, design.with(design.standardization().ofTask(k)),
                    losses.subList(k, k + 1), new double[] {weights[k]}, k, Optional.of(task.name())));
        }
        return problems;
    }

    private static Map<String, Double> facts(List<String> names, RunState.Line line) {
        Map<String, Double> facts = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            facts.put(names.get(i), line.facts().get(i));
        }
        return facts;
    }

    private TrainedNetwork trained(Dataset data, Standardization standardization, Optional<PrincipalComponents> components,
            List<NetworkProblem> problems, List<NetworkRun.Outcome> outcomes) {
        List<NetworkModel.Task> tasks = new ArrayList<>();
        List<NetworkModel.Network> networks = new ArrayList<>();
        List<HistoryLine> history = new ArrayList<>();
        for (int network = 0; network < outcomes.size(); network++) {
            NetworkProblem problem = problems.get(network);
            NetworkRun.Outcome outcome = outcomes.get(network);
            networks.add(new NetworkModel.Network(outcome.architecture(), outcome.parameters()));
            for (int k = 0; k < problem.losses().size(); k++) {
                TaskData task = problem.data().tasks().get(k);
                tasks.add(new NetworkModel.Task(task.name(), problem.losses().get(k), outcome.weights()[k], task.classes()));
            }
            for (RunState.Line line : outcome.lines()) {
                OptionalDouble metric = Double.isNaN(line.metric()) ? OptionalDouble.empty() : OptionalDouble.of(line.metric());
                history.add(new HistoryLine(line.epoch(), Split.values()[line.split()].label(),
                        problem.data().tasks().get(line.task()).name(), line.loss(), metric, facts(outcome.facts(), line)));
            }
        }
        NetworkModel model = new NetworkModel(data.features().names(), standardization, components, tasks, networks,
                settings.layers().precision());
        return new TrainedNetwork(model, history, outcomes.stream().map(NetworkRun.Outcome::fit).toList());
    }
}
