package org.mtl.training.network;

import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Standardization;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/**
 * How networks are to be trained.
 *
 * @param sharing what the networks of tasks have in common
 * @param layers what a network looks like
 * @param steps how its parameters are moved
 * @param epochs how long, and on what batches
 * @param losses which loss each task has
 * @param weights where the factors w_k come from: π_k in wide form and for lbfgs, π_k = K·P(k)·w_k where batches of the long
 *     form draw task k with probability P(k)
 * @param standardize what features are standardized by
 * @param projection whether features are projected
 * @param balance how losses and gradients of tasks are balanced
 * @param seed what first parameters, batches and dropout are drawn from
 */
public record NetworkSettings(
        NetworkSharing sharing,
        LayerSettings layers,
        StepSettings steps,
        EpochSettings epochs,
        LossRule losses,
        TaskWeights weights,
        Standardization.Mode standardize,
        Projection projection,
        BalanceSettings balance,
        long seed) {

    /** Settings of plain sums over tasks. */
    public NetworkSettings(NetworkSharing sharing, LayerSettings layers, StepSettings steps, EpochSettings epochs, LossRule losses,
            TaskWeights weights, Standardization.Mode standardize, Projection projection, long seed) {
        this(sharing, layers, steps, epochs, losses, weights, standardize, projection, BalanceSettings.NONE, seed);
    }

    /**
     * Checks what the values say together.
     *
     * @throws MtlException (USAGE) if they contradict each other
     */
    public NetworkSettings {
        if (steps.method() == StepSettings.Method.LBFGS) {
            if (!(epochs.sampling() instanceof Sampling.BySize)) {
                throw MtlException.usage("--sampling: --optimizer lbfgs takes all rows at each step");
            }
            if (layers.dropout() > 0) {
                throw MtlException.usage("--dropout: --optimizer lbfgs needs a loss that does not change from step to step");
            }
            if (!balance.isPlain()) {
                throw MtlException.usage("--weighting, --combine and --update change what is minimised from step to step; expected --optimizer"
                        + " adam, adamw or sgd");
            }
        }
        if (sharing == NetworkSharing.NONE && !balance.isPlain()) {
            throw MtlException.usage("--weighting, --combine and --update: tasks that share nothing need no balance; expected --sharing hard");
        }
    }

    /** The same settings of other layers. */
    NetworkSettings with(LayerSettings others) {
        return new NetworkSettings(sharing, others, steps, epochs, losses, weights, standardize, projection, balance, seed);
    }

    /**
     * Checks what depends on the form of the data.
     *
     * @throws MtlException (USAGE) for what only the long form has
     */
    void requireForm(Dataset.Form form) {
        if (form == Dataset.Form.LONG) {
            return;
        }
        if (standardize == Standardization.Mode.TASK) {
            throw MtlException.usage("--standardize task: tasks share their rows here, and a network sees a row once for all;"
                    + " expected pooled or none, or data in long form (--task)");
        }
        if (!(epochs.sampling() instanceof Sampling.BySize)) {
            throw MtlException.usage("--sampling " + epochs.sampling().label()
                    + ": tasks share their rows here; expected size, or data in long form (--task)");
        }
    }
}
