package org.mtl.model;

import org.mtl.data.TaskData;

/**
 * What one task adds to the objective: π_k [(1/n_k) Σ_i ℓ_k + Ω_k] (METHODS §1).
 *
 * @param name the task's name
 * @param rows its training rows, at least one
 * @param loss ℓ_k
 * @param weight π_k > 0
 * @param penalty λ_k ≥ 0, positive under soft sharing
 * @param divisor n_k; the number of rows, unless some are left out with 1/n_k unchanged
 */
public record TaskTerm(String name, TaskData.Labelled rows, Loss loss, double weight, double penalty, int divisor) {

    /** A term whose rows all count. */
    public TaskTerm(String name, TaskData.Labelled rows, Loss loss, double weight, double penalty) {
        this(name, rows, loss, weight, penalty, rows.size());
    }

    /** The same term with another λ_k. */
    public TaskTerm withPenalty(double newPenalty) {
        return new TaskTerm(name, rows, loss, weight, newPenalty, divisor);
    }

    /** The same term with other rows and another n_k. */
    public TaskTerm withRows(TaskData.Labelled newRows, int newDivisor) {
        return new TaskTerm(name, newRows, loss, weight, penalty, newDivisor);
    }

    /** π_k/n_k, the weight of one row. */
    public double rowWeight() {
        return weight / divisor;
    }
}
