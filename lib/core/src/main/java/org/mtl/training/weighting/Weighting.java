package org.mtl.training.weighting;

import java.util.Random;

/**
 * Weighs the losses of tasks anew in each step: what is walked down is Σ_t w_t ∇L_t, by the shared parameters and by those
 * of the heads, with L_t the mean loss over a task's rows of the batch.
 *
 * <p>Called in this order: {@link #epochBegun}, for each step {@link #weights}, {@link #stepSeen} and, if {@link
 * #looksAfter}, {@link #stepTaken}; {@link #epochDone}.
 */
public interface Weighting {

    /** What the weights of a step depend on. */
    enum Needs {
        /** Nothing of the step itself. */
        NOTHING,
        /** The losses of its batch. */
        LOSSES,
        /** Losses and gradients. */
        GRADIENTS
    }

    /** The gradients of tasks by the shared parameters, without weights. */
    interface Gradients {

        /** ‖g_t‖ for every task. */
        double[] norms();

        /** ‖g_t‖ by the last shared layer alone. */
        double[] lastNorms();

        /** s. */
        int length();

        /** Copies g_t. */
        void copy(int task, double[] into);
    }

    /**
     * A step.
     *
     * @param rate the learning rate
     * @param present for every task whether the batch has labels of it; what is said of the others means nothing
     * @param losses L_t before the step, none where the method does not need them yet
     * @param random draws what the method draws; of its own for each step
     */
    record Step(double rate, boolean[] present, double[] losses, Random random) {}

    /** What {@link #weights} depends on. */
    default Needs needs() {
        return Needs.NOTHING;
    }

    /** Whether {@link #stepSeen} looks at gradients. */
    default boolean seesGradients() {
        return needs() == Needs.GRADIENTS;
    }

    /** Whether {@link #epochDone} wants error rates. */
    default boolean wantsErrors() {
        return false;
    }

    /** Whether losses on the same batch are wanted after the step. */
    default boolean looksAfter() {
        return false;
    }

    /** An epoch begins, counted from 1. */
    default void epochBegun(int epoch) {}

    /**
     * The weights of a step.
     *
     * @param gradients those of the tasks where they are needed; a call without them is an error
     * @return w_t for every task, positive for those that are present
     */
    double[] weights(Step step, Gradients gradients);

    /**
     * Learns from a step that is about to be taken.
     *
     * @param step with its losses, whatever is needed
     * @param gradients where they are seen
     */
    default void stepSeen(Step step, Gradients gradients) {}

    /** Learns from the losses on the same batch after the step. */
    default void stepTaken(Step step, double[] after) {}

    /**
     * An epoch is done.
     *
     * @param losses the mean of each task's losses during it, without weights; NaN for a task that had no rows in it
     * @param errors the share of rows that were classified wrongly, NaN for regressions; empty where they are not wanted
     */
    default void epochDone(double[] losses, double[] errors) {}

    /** All that later weights depend on; empty where there is nothing. */
    default double[] state() {
        return new double[0];
    }

    /** Goes on from a state of a method of the same kind. */
    default void restore(double[] state) {
        if (state.length > 0) {
            throw new IllegalArgumentException("expected no state, found " + state.length + " values");
        }
    }
}
