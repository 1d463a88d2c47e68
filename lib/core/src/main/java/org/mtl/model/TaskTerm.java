package org.mtl.model;

import org.mtl.data.TaskData;

/**
 * What one task adds to the objective: π_k [(1/n_k) Σ_i ℓ_k + Ω_k] (METHODS §1).
 *
 * @param name the task's name
 * @param rows its training rows, n_k ≥ 1 of them
 * @param loss ℓ_k
 * @param weight π_k > 0
 * @param penalty λ_k ≥ 0, positive under soft sharing
 */
public record TaskTerm(String name, TaskData.Labelled rows, Loss loss, double weight, double penalty) {

    /** The same term with another λ_k. */
    public TaskTerm withPenalty(double newPenalty) {
        return new TaskTerm(name, rows, loss, weight, newPenalty);
    }
}
