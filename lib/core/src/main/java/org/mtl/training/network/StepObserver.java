package org.mtl.training.network;

import org.mtl.model.network.NetworkEngine;

/** Looks ahead from steps of training. Training goes on as it would without it, bit by bit. */
public interface StepObserver {

    /** Whether losses or metrics are looked at. */
    NetworkEngine.Summand summand();

    /**
     * Asked before each step.
     *
     * @param epoch counted from 1
     * @param step counted from 0 over all epochs
     */
    boolean observes(int epoch, long step);

    /** Called before a step that is observed; everything is finite there. */
    void observe(int epoch, long step, LookAhead ahead);

    /** Called after each observation with its time in nanoseconds, that of the tasks' gradients included. */
    default void took(long nanoseconds) {}
}
