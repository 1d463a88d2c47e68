package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.affinity.PairTraining;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Subsets;
import org.mtl.model.MeanLosses;
import org.mtl.model.MultitaskModel;
import org.mtl.model.network.EngineFactory;
import org.mtl.parallel.Workers;
import org.mtl.training.LinearTrainer;
import org.mtl.training.network.Checkpoints;
import org.mtl.training.network.Initialization;
import org.mtl.training.network.NetworkTrainer;
import org.mtl.training.network.TrainingListener;

/**
 * Trains on some of the tasks of a data set, as {@code train} would.
 *
 * @param options the training options in effect
 * @param initial where networks start from another model
 * @param seeds one of a linear model, whose minimum depends on none
 * @param metrics whether metrics are compared, and not losses
 */
record PairTrainers(Map<String, String> options, Optional<Initialization> initial, List<Long> seeds, boolean metrics) {

    /**
     * Takes the options of a command line.
     *
     * @throws MtlException (USAGE) for options that do not go together
     */
    static PairTrainers of(FitOptions fit, NetworkOptions network, SeedOptions seeds, long first, boolean metrics, Context context) {
        if (fit.kind() == FitOptions.Kind.cnn || fit.kind() == FitOptions.Kind.resnet18) {
            throw MtlException.usage("--model " + fit.kind() + ": pairs are trained with dense layers; expected --model mlp, on what"
                    + " mtl evaluate --embeddings writes");
        }
        if (!fit.isNetwork()) {
            network.requireNone();
            seeds.requireNone();
            fit.settings(context);
            return new PairTrainers(fit.recorded(context), Optional.empty(), List.of(first), metrics);
        }
        Map<String, String> options = fit.recorded(network, context);
        Optional<Initialization> initial = InitialModel.of(options, context);
        NetworkWords.parse(options, first, initial);
        return new PairTrainers(options, initial, seeds.seeds(first), metrics);
    }

    /** What trains on tasks of a data set. */
    PairTraining.Trainer on(Dataset data, long seed) {
        return (tasks, workers) -> {
            List<String> names = tasks.stream().map(data.taskNames()::get).toList();
            Dataset part = Subsets.onlyTasks(data, names);
            MeanLosses.Figures figures = train(part, seed, workers).figures(part, Split.VALIDATION, workers);
            return metrics ? figures.metrics() : figures.losses();
        };
    }

    private MultitaskModel train(Dataset part, long seed, Workers workers) {
        Map<String, String> ofPart = new LinkedHashMap<>(options);
        ofPart.put("task-weight", TaskWeightWords.only(options.get("task-weight"), part.taskNames()));
        if (!NetworkWords.areOfNetwork(options)) {
            return new LinearTrainer(Settings.parse(ofPart), workers).train(part).model();
        }
        return new NetworkTrainer(NetworkWords.parse(ofPart, seed, initial), EngineFactory.own(), workers)
                .train(part, Checkpoints.NONE, TrainingListener.SILENT).model();
    }
}
