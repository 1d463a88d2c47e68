package org.mtl.influence.network;

import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;

/**
 * Products of Σ c_l ∇ℓ_li ∇ℓ_li', the outer products of rows' gradients, with directions: Σ c_l (∇ℓ_li·d) a_i δ_i' of each layer.
 */
final class OuterProducts {

    private OuterProducts() {}

    /**
     * Adds the products of a batch.
     *
     * @param before how many labels of each task come before it
     * @param directions count × p
     * @param products receives count × p
     */
    static void add(TrainedObjective objective, Batch batch, int[] before, double[] directions, int count, double[] products) {
        double[] inner = new double[batch.pairs() * count];
        objective.engine().exampleProducts(batch, objective.engine().directions(directions, count), inner);
        LayerProducts layers = new LayerProducts(objective.workers());
        for (LayerFactors factors : SelfPairs.factors(objective, batch, before)) {
            Architecture.Block block = factors.block();
            double weight = objective.rowWeight(factors.task());
            Matrix activations = layers.of(factors.activations(), factors.count(), block.rows());
            Matrix deltas = layers.zeros(factors.count(), block.columns());
            // Deltas are mostly narrower than activations.
            double[] scaled = new double[factors.count() * block.columns()];
            for (int t = 0; t < count; t++) {
                for (int i = 0; i < factors.count(); i++) {
                    double factor = weight * inner[(factors.pair() + i) * count + t];
                    for (int j = i * block.columns(); j < (i + 1) * block.columns(); j++) {
                        scaled[j] = factor * factors.deltas()[j];
                    }
                }
                layers.put(scaled, factors.count(), deltas);
                Matrix sum = layers.zeros(block.rows(), block.columns());
                layers.addTransposed(factors.count(), 1, activations, deltas, sum);
                double[] values = layers.values(sum, block.rows());
                for (int j = 0; j < values.length; j++) {
                    products[t * objective.size() + block.offset() + j] += values[j];
                }
            }
        }
    }
}
