package org.mtl.training.tribuo;

import java.util.List;
import java.util.Optional;
import org.mtl.model.tribuo.TribuoModel;

/**
 * Trained models of tasks, and how they were chosen.
 *
 * @param model the models
 * @param trials what was tried, from the simplest on; none where nothing was chosen
 * @param best the value that the models have, NaN where penalties were given
 * @param figures how well the models do on each split, by the ordinal of the split and the position of the task
 */
public record TrainedLearner(TribuoModel model, List<Trial> trials, double best, List<List<Optional<Figure>>> figures) {

    /**
     * What one value led to.
     *
     * @param value the value
     * @param validation the mean over tasks of what is to be small on the validation rows
     */
    public record Trial(double value, double validation) {}

    /**
     * How well a task is predicted.
     *
     * @param loss its mean loss
     * @param metric of classes the error rate, of numbers the root mean squared error
     */
    public record Figure(double loss, double metric) {}

    /** Copies the lists. */
    public TrainedLearner {
        trials = List.copyOf(trials);
        figures = List.copyOf(figures);
    }
}
