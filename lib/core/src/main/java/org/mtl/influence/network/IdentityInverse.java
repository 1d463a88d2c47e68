package org.mtl.influence.network;

import java.util.List;
import java.util.Map;
import org.mtl.parallel.Workers;

/** u = v: {@code grad-dot}, the products of gradients themselves, and the directions of {@code grad-cos}. */
public final class IdentityInverse implements PairwiseInverse {

    private final Workers workers;

    /** The identity, for products on these threads. */
    public IdentityInverse(Workers workers) {
        this.workers = workers;
    }

    @Override
    public boolean suits(int targets) {
        return true;
    }

    @Override
    public PairKernel kernel(TargetFactors targets) {
        return new GramKernel(targets, workers);
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        return vectors.clone();
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of();
    }

    @Override
    public void addForms(List<LayerFactors> factors, double[] forms) {
        for (LayerFactors layer : factors) {
            for (int i = 0; i < layer.count(); i++) {
                forms[layer.pair() + i] += layer.square(i);
            }
        }
    }
}
