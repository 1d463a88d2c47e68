package org.mtl.model;

import java.util.Locale;

/** How the tasks of a linear model share what they learn. */
public enum Sharing {
    /** Own coefficients per task, each pulled towards common ones: Ω_k = λ_k‖θ_k − γ‖² ([1] Example 1). */
    SOFT(true, true),
    /** Own coefficients per task, nothing in common: Ω_k = λ_k‖θ_k‖² without the intercept. */
    NONE(false, true),
    /** One set of coefficients for all tasks: Ω_k = (λ_k/K)‖γ‖² without the intercept. */
    POOLED(true, false);

    private final boolean shared;
    private final boolean own;

    Sharing(boolean shared, boolean own) {
        this.shared = shared;
        this.own = own;
    }

    /** Whether there are parameters common to all tasks. */
    public boolean hasShared() {
        return shared;
    }

    /** Whether each task has parameters of its own. */
    public boolean hasOwn() {
        return own;
    }

    /** The word that options and files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
