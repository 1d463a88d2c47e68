package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;

/**
 * Computes the predictions of a network, its gradients per task and per example, and products with its second derivatives.
 *
 * <p>For a dense layer the gradient of one example is the outer product of its activation a (a 1 appended where there is a
 * bias) and its delta δ, the derivative of the loss by the layer's sums. The engine keeps both as matrices, rows of a batch
 * times width, so that everything here is a product of matrices and no example's gradient is ever written out.
 *
 * <p>An engine holds w and one gradient. It works on its own threads; it is not to be used by several threads at once.
 * Results do not depend on the number of threads, bit by bit. Vectors are flat, in the order of
 * {@link Architecture#blocks()}. Batches may have any number of rows; those of at most {@link #batchRows()} are fastest.
 */
public interface NetworkEngine extends AutoCloseable {

    /** The layers. */
    Architecture architecture();

    /** The numbers that it computes with. */
    Precision precision();

    /** w, p values, which callers may change between calls. */
    RealVector parameters();

    /** The gradient of the last {@link #gradient}, p values, or what callers have put in its place. */
    RealVector gradient();

    /** The rows of a batch that is worked on at once. */
    int batchRows();

    /**
     * Predicts all tasks for a batch, whose labels are not looked at.
     *
     * @param outputs receives count × ΣC_k values, row-major, task after task
     */
    void predict(Batch batch, double[] outputs);

    /**
     * Stores or adds to {@link #gradient()} the gradient of the batch's value by all parameters.
     *
     * @param dropout which hidden outputs are left out
     * @param add whether to add to what is there, for values that are sums over several batches
     * @return Σ_i ℓ_k over the batch for every task, without factors; 0 for tasks without labels
     */
    double[] gradient(Batch batch, Dropout dropout, boolean add);

    /** Σ_i ℓ_k over the batch for every task, without factors and without a gradient. */
    double[] losses(Batch batch);

    /** What is summed over a task's rows. */
    enum Summand {
        /** ℓ_k. */
        LOSS {
            @Override
            public double of(Loss loss, double[] predictions, double[] targets, int count) {
                return loss.sum(predictions, targets, count);
            }
        },
        /** What {@link MeanLosses#errorSum} counts. */
        ERROR {
            @Override
            public double of(Loss loss, double[] predictions, double[] targets, int count) {
                return MeanLosses.errorSum(loss, predictions, targets, count);
            }
        };

        /** The sum over the first {@code count} rows. */
        public abstract double of(Loss loss, double[] predictions, double[] targets, int count);
    }

    /**
     * Sums over the batch for every task at other parameters, without dropout and without a gradient.
     *
     * @param vectors parameters, each made by {@link #vector}
     * @return for each vector the sums of all tasks; 0 for tasks without labels
     */
    double[][] sumsAt(Batch batch, List<RealVector> vectors, Summand summand);

    /** Room for parameters, p zeros of the engine's precision. */
    RealVector vector();

    /**
     * The gradient of each task's part of the batch's value, factor_k · Σ_i ℓ_k. The part of the trunk is kept for each task,
     * in {@link TaskGradients}; the part of the heads, of which each task has its own, goes to {@link #gradient()}.
     *
     * @return the gradients, which are overwritten by the next call
     */
    TaskGradients taskGradients(Batch batch, Dropout dropout);

    /**
     * The products of every example's gradient with directions: ∇_w ℓ_k(f_k(x_i); y_ki) · u_t, without factors.
     *
     * @param directions T × p values, row-major
     * @param products receives pairs × T values, row-major, in the order of the batch's labels: task by task, in each by
     *     position
     */
    void exampleProducts(Batch batch, Directions directions, double[] products);

    /** Prepares directions for {@link #exampleProducts}, T × p values, row-major. */
    Directions directions(double[] vectors, int count);

    /** Directions in the form that an engine takes. */
    interface Directions {

        /** T. */
        int count();
    }

    /**
     * Adds ‖∇_w ℓ_k(f_k(x_i); y_ki)‖² of every example, without factors.
     *
     * @param squares pairs values, in the order of {@link #exampleProducts}
     * @throws UnsupportedOperationException for layers that the engine does not hand out whole, and has no other way for
     */
    default void addExampleSquares(Batch batch, double[] squares) {
        LayerSums.addSquares(this, batch, squares);
    }

    /**
     * Adds the derivatives of every row's losses by the row itself, Σ_k ∇_x ℓ_k(f_k(x_i); y_ki), without factors.
     *
     * @param gradients count × d values, row-major
     * @throws UnsupportedOperationException for rows that are no numbers, or are aligned
     */
    default void addInputGradients(Batch batch, double[] gradients) {
        LayerSums.addInputGradients(this, batch, gradients);
    }

    /**
     * Begins to work on rows of which several gradients are wanted, at the parameters as they are.
     *
     * @param batch rows with labels, without dropout
     */
    default ExamplePass examplePass(Batch batch) {
        return new RepeatedPass(this, batch);
    }

    /**
     * Hands out activations and deltas of one task's labelled rows, layer by layer: those of the trunk and of its head.
     *
     * @param labels which entry of the batch's labels
     */
    void layers(Batch batch, int labels, LayerVisitor visitor);

    /** Receives the two factors of the gradients of examples. */
    interface LayerVisitor {

        /**
         * One layer, for consecutive labelled rows; called for all layers of some rows, then for the next rows. The gradient
         * of example i by the block is a_i δ_i'.
         *
         * @param block the layer's weights
         * @param first the position in the labels of the first of these rows
         * @param count the number of rows
         * @param activations count × rows of the block, row-major, a 1 appended where there is a bias; may be longer
         * @param deltas count × columns of the block, row-major, without factor; may be longer
         */
        void accept(Architecture.Block block, int first, int count, double[] activations, double[] deltas);
    }

    /** Whether {@link #hessianProduct} and {@link #gaussNewtonProduct} are there; engines refuse them (UNAVAILABLE) otherwise. */
    default boolean hasSecondDerivatives() {
        return true;
    }

    /**
     * Stores or adds Hv, the exact product of the batch's value's Hessian with a direction (Pearlmutter's R-operator); the
     * second derivative of relu is taken as 0.
     *
     * @param direction v, p values
     * @param product receives p values
     * @param add whether to add to what is there
     */
    void hessianProduct(Batch batch, double[] direction, double[] product, boolean add);

    /** Like {@link #hessianProduct} with the Gauss–Newton matrix Σ factor_k J'(∂²ℓ_k/∂z²)J, which is positive semidefinite. */
    void gaussNewtonProduct(Batch batch, double[] direction, double[] product, boolean add);

    /** Frees what lies outside the heap. */
    @Override
    void close();
}
