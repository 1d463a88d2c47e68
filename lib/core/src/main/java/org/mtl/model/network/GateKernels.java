package org.mtl.model.network;

/**
 * What a recurrent layer does to its sums, for a word of some sentences.
 *
 * @param <T> float[] or double[]
 */
abstract sealed class GateKernels<T> permits FloatGates, DoubleGates {

    /**
     * The values of a step.
     *
     * @param count the number of sentences
     * @param units U, the number of units
     * @param gates σ(i), σ(f), tanh(g), σ(o), count × 4U
     * @param gatesAt where they start
     * @param before c_{t−1}, count × U
     * @param beforeAt where they start
     * @param after c_t, count × U
     * @param squashed tanh(c_t)
     * @param afterAt where both start
     */
    record Step<T>(int count, int units, T gates, int gatesAt, T before, int beforeAt, T after, T squashed, int afterAt) {}

    /**
     * Makes gates of their sums, and of them c_t, tanh(c_t) and h_t.
     *
     * @param step has the sums of the gates and c_{t−1}, receives the rest
     * @param hidden receives h_t, count × U
     */
    abstract void forward(Step<T> step, T hidden);

    /**
     * The derivatives by the sums of the gates.
     *
     * @param ofHidden those by h_t, count × U
     * @param ofCells those by c_t from the words behind; become those by c_{t−1}
     * @param ofGates receives them where the step's gates are
     */
    abstract void backward(Step<T> step, T ofHidden, T ofCells, T ofGates);
}
