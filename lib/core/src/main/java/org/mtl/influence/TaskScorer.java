package org.mtl.influence;

/** Scores training rows of one task on all targets: what differs between kinds of influence. */
public interface TaskScorer {

    /**
     * Scores positions {@code from} to {@code to} − 1 of a task's training rows; safe on several threads at once.
     *
     * @param scores receives (to − from) × targets values, row-major
     */
    void score(int task, int from, int to, double[] scores);
}
