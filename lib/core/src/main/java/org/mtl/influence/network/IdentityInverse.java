package org.mtl.influence.network;

import java.util.List;
import java.util.Map;

/** u = v: {@code grad-dot}, the products of gradients themselves, and the directions of {@code grad-cos}. */
public final class IdentityInverse implements LayerwiseInverse {

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
