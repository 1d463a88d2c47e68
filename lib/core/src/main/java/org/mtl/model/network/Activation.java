package org.mtl.model.network;

import java.util.Locale;

/** What a hidden layer applies to each of its sums. */
public enum Activation {
    /** max(0, a), with slope 0 at 0. */
    RELU,
    /** tanh a. */
    TANH,
    /** a·Φ(a) with the normal distribution function Φ itself, not its approximation by tanh. */
    GELU,
    /** a: layers without an activation are a factorised linear model. */
    IDENTITY;

    /** The word that options and files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
