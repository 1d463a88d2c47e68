package org.mtl.training.tribuo;

import java.util.Arrays;
import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.model.Loss;
import org.mtl.training.TrainingPlan;

/**
 * What a training run of Tribuo's learners is going to do, found out without learning anything.
 *
 * @param settings the settings
 * @param losses the loss of each task
 * @param candidates the values that are tried, as {@link TribuoSettings#candidates} says
 * @param features bytes of the features
 * @param labels bytes of the labels
 */
public record LearnerPlan(TribuoSettings settings, List<Loss> losses, List<Double> candidates, long features, long labels) {

    /** Copies the lists. */
    public LearnerPlan {
        losses = List.copyOf(losses);
        candidates = List.copyOf(candidates);
    }

    /** Plans the training of a data set; throws as the training would, of what is known before. */
    public static LearnerPlan of(Dataset data, TribuoSettings settings) {
        double[] candidates = settings.candidates(TribuoTrainer.validated(data));
        return new LearnerPlan(settings, TribuoTrainer.losses(data, settings), Arrays.stream(candidates).boxed().toList(),
                TrainingPlan.featureBytes(data, settings.projection().count()), TrainingPlan.labelBytes(data));
    }
}
