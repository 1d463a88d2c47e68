package org.mtl.influence.network;

import java.util.List;
import java.util.Map;
import org.mtl.parallel.Workers;

/**
 * u = ηv: with η = 1 {@code grad-dot}, the products of gradients themselves, and the directions of {@code grad-cos}; with a
 * learning rate the part of a checkpoint in {@code tracin} (Pruthi 2020), which is their sum.
 */
public final class IdentityInverse implements PairwiseInverse {

    private final Workers workers;
    private final double factor;

    /** The identity, for products on these threads. */
    public IdentityInverse(Workers workers) {
        this(workers, 1);
    }

    /** A multiple of the identity. */
    public IdentityInverse(Workers workers, double factor) {
        this.workers = workers;
        this.factor = factor;
    }

    @Override
    public boolean suits(int targets) {
        return true;
    }

    @Override
    public PairKernel kernel(TargetFactors targets) {
        return new GramKernel(targets, factor, workers);
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        double[] result = vectors.clone();
        for (int i = 0; factor != 1 && i < result.length; i++) {
            result[i] *= factor;
        }
        return result;
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of();
    }

    @Override
    public void addForms(List<LayerFactors> factors, double[] forms) {
        for (LayerFactors layer : factors) {
            for (int i = 0; i < layer.count(); i++) {
                forms[layer.pair() + i] += factor * layer.square(i);
            }
        }
    }
}
