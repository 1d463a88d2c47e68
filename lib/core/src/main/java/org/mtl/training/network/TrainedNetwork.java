package org.mtl.training.network;

import java.util.List;
import java.util.OptionalDouble;
import org.mtl.model.network.NetworkModel;
import org.mtl.store.HistoryLine;

/**
 * The outcome of training.
 *
 * @param model the trained model
 * @param history for each epoch and task the mean loss during the epoch and, where there are validation rows, the loss and
 *     metric on them after it; at the end those of the kept parameters on training and test rows, as of the epoch that they
 *     are from. Networks of tasks that share nothing come one after another
 * @param fits how each network came about
 */
public record TrainedNetwork(NetworkModel model, List<HistoryLine> history, List<Fit> fits) {

    /**
     * How a network came about.
     *
     * @param epochs the epochs that were run
     * @param bestEpoch the epoch after which the network was as it is kept
     * @param validationLoss the mean over tasks of their validation losses then, where training was stopped by it
     * @param objective L of the last iteration of lbfgs
     * @param gradientNorm ‖∇L‖ then
     * @param converged whether further epochs would have changed nothing; of batches nobody knows, and it is false
     */
    public record Fit(int epochs, int bestEpoch, OptionalDouble validationLoss, OptionalDouble objective,
            OptionalDouble gradientNorm, boolean converged) {}

    /** Copies the lists. */
    public TrainedNetwork {
        history = List.copyOf(history);
        fits = List.copyOf(fits);
    }
}
