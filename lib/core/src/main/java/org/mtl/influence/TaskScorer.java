package org.mtl.influence;

/** Scores training rows of one task on all targets: what differs between kinds of influence. */
public interface TaskScorer {

    /**
     * Scores some of a task's training rows; safe on several threads at once.
     *
     * @param scores receives the values of row i from {@code rows.line(i) * targets} on
     */
    void score(TaskRows rows, double[] scores);
}
