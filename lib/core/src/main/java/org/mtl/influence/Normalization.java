package org.mtl.influence;

/** What becomes of 1/n_l when a row of task l is left out. */
public enum Normalization {
    /** It stays: the row's weight becomes 0, [1]'s σ. */
    FIXED,
    /** It becomes 1/(n_l − 1), as when the model is trained again on the rows that remain. */
    KEPT
}
