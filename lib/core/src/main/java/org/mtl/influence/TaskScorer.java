package org.mtl.influence;

/** Scores training rows of one task on all targets: what differs between kinds of influence. */
public interface TaskScorer {

    /**
     * Scores positions {@code from} to {@code to} − 1 of a task's training rows; safe on several threads at once.
     *
     * @param design these rows of the design, (to − from) × p; the array may be longer
     * @param scores receives the values of position {@code from + i} from {@code lines[at + i] * targets} on
     */
    void score(int task, int from, int to, double[] design, double[] scores, int[] lines, int at);
}
