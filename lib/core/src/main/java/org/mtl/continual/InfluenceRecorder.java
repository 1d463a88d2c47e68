package org.mtl.continual;

/** Takes down what each use of a row in a step did to stability and plasticity. */
public interface InfluenceRecorder {

    /** Takes down nothing. */
    InfluenceRecorder NONE = use -> {};

    /**
     * A row in a step: predicted changes of validation losses, positive is harmful.
     *
     * @param after the number of the task that is learned, from 1
     * @param epoch from 1
     * @param step of the epoch, from 1
     * @param row the row's name
     * @param task the row's task
     * @param stability I_old, scaled
     * @param plasticity I_new, scaled
     * @param fused I*
     */
    record Use(int after, int epoch, int step, String row, String task, double stability, double plasticity, double fused) {}

    /** A row was used. */
    void used(Use use);
}
