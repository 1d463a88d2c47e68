package org.mtl.model.network;

/** The gradients of all tasks by the shared parameters: J, K × s. A task without labels in the batch has a row of zeros. */
public interface TaskGradients {

    /** Σ_i ℓ_k over the batch for every task, without factors. */
    double[] losses();

    /** G = JJ', K × K, row-major, in double. */
    double[] gram();

    /** Copies row k of J, s values. */
    void copy(int task, double[] into);

    /**
     * Stores Σ_k c_k g_k as the shared part of the engine's gradient.
     *
     * @param coefficients c, K values
     */
    void combine(double[] coefficients);
}
