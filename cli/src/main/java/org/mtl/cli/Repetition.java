package org.mtl.cli;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TrainedModel;
import org.mtl.training.network.Checkpoints;
import org.mtl.training.network.NetworkSettings;
import org.mtl.training.network.NetworkTrainer;
import org.mtl.training.network.TrainingListener;
import org.mtl.training.tribuo.TribuoTrainer;

/**
 * A model's training, repeated on a part of its data: the recorded options, {@code --lambda auto} tuned anew, the
 * standardization and projection of the model kept.
 *
 * @param fitted the model to repeat
 * @param data what is left of its data
 */
record Repetition(FittedModel fitted, Dataset data) {

    /**
     * Makes sure that every task that is left can be trained.
     *
     * @throws MtlException (DATA) if no task is left, or one of them has no training row
     */
    Repetition {
        if (data.tasks().isEmpty()) {
            throw MtlException.data("no task is left to train on");
        }
        for (TaskData task : data.tasks()) {
            if (task.size(Split.TRAIN) == 0) {
                throw MtlException.data("task '" + task.name() + "' has no training row left; leave it out with"
                        + " --without-task");
            }
        }
    }

    /** The model's settings. */
    LinearSettings settings() {
        return Settings.parse(options());
    }

    /** The options as the model records them; of weights those of the tasks that are left. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(fitted.options());
        options.computeIfPresent("task-weight", (option, weights) -> TaskWeightWords.only(weights, data.taskNames()));
        BalanceWords.keepOnly(options, data.taskNames());
        return options;
    }

    /** The standardization of the model, for the tasks that are left. */
    Standardization standardization() {
        Standardization all = fitted.any().standardization();
        if (all.mode() != Standardization.Mode.TASK) {
            return all;
        }
        List<String> names = fitted.any().taskNames();
        int[] kept = data.taskNames().stream().mapToInt(names::indexOf).toArray();
        double[][] means = new double[kept.length][];
        double[][] scales = new double[kept.length][];
        for (int k = 0; k < kept.length; k++) {
            means[k] = all.means()[kept[k]];
            scales[k] = all.scales()[kept[k]];
        }
        return new Standardization(all.mode(), means, scales);
    }

    /** The projection of the model. */
    Optional<PrincipalComponents> components() {
        return fitted.any().components();
    }

    /** Whether the model is a network. */
    boolean isNetwork() {
        return NetworkWords.areOfNetwork(options());
    }

    /** Whether the model is of a learner of Tribuo. */
    boolean isLearner() {
        return LearnerWords.areOfLearner(options());
    }

    /** The training of the learner again, with the seed that it had. */
    LearnerTraining learnerTraining(Context context) {
        return new LearnerTraining(context, LearnerWords.parse(options(), fitted.folder().record().seed()), options());
    }

    /** The training of the network again, with the seed that it had. */
    NetworkTraining networkTraining(Context context, boolean resumable) {
        NetworkSettings settings = NetworkWords.parse(
                options(), fitted.folder().record().seed(), InitialModel.of(fitted.folder()));
        return new NetworkTraining(context, settings, options(), resumable);
    }

    /** The standardization and projection of the model, for the tasks that are left. */
    NetworkTraining.Transform transform() {
        return new NetworkTraining.Transform(standardization(), components());
    }

    /**
     * A model that was trained again.
     *
     * @param scale c of the penalties of a linear model, where it was tuned
     */
    record Trained(MultitaskModel model, Optional<Double> scale) {}

    /** Trains, whatever kind the model is of. */
    Trained train(Context context, Workers workers) {
        if (isNetwork()) {
            MultitaskModel model = networkTraining(context, false)
                    .train(data, Optional.of(transform()), Checkpoints.NONE, workers).model();
            return new Trained(EngineOptions.onDevice(model, options()), Optional.empty());
        }
        if (isLearner()) {
            return new Trained(learnerTraining(context).train(data, Optional.of(transform()), workers).model(), Optional.empty());
        }
        TrainedModel trained = trainLinear(workers);
        return new Trained(trained.model(), trained.scale());
    }

    /**
     * Trains with a seed and says nothing about it, on threads that nothing else uses; a linear model keeps the penalties
     * that it has, a network that was begun from another model begins from it.
     */
    MultitaskModel trainSilently(long seed, Workers workers) {
        if (isNetwork()) {
            return trainNetwork(options(), seed, workers);
        }
        if (isLearner()) {
            return new TribuoTrainer(LearnerWords.parse(options(), seed), "data", workers)
                    .train(data, standardization(), components()).model();
        }
        Map<String, Double> penalties = new HashMap<>();
        fitted.model().tasks().forEach(task -> penalties.put(task.name(), task.penalty()));
        LinearSettings kept = settings().with(new PenaltyRule.Given(Double.NaN, penalties));
        return new LinearTrainer(kept, workers).train(data, standardization(), components()).model();
    }

    /** Trains a network by other options than the model's, and says nothing about it. */
    MultitaskModel trainNetwork(Map<String, String> options, long seed, Workers workers) {
        NetworkSettings settings = NetworkWords.parse(options, seed, InitialModel.of(fitted.folder()));
        return EngineOptions.onDevice(new NetworkTrainer(settings, EngineOptions.factory(options), workers)
                .train(data, standardization(), components(), Checkpoints.NONE, TrainingListener.SILENT).model(), options);
    }

    /** Trains a linear model. */
    TrainedModel trainLinear(Workers workers) {
        return new LinearTrainer(settings(), workers).train(data, standardization(), components());
    }
}
