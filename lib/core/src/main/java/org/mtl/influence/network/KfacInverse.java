package org.mtl.influence.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.model.network.Architecture;

/**
 * {@code --method kfac} (Martens and Grosse 2015): a layer's curvature Σ c aa' ⊗ δδ' is taken as A ⊗ S / Σc, as if activations
 * and deltas were independent; its eigenvalues are λ_A λ_S / Σc.
 */
public final class KfacInverse {

    private KfacInverse() {}

    /**
     * The inverse of the curvature's factors.
     *
     * @param labels those that the deltas are taken with
     */
    public static CurvatureInverse of(TrainedObjective objective, Fisher labels, Damping damping) {
        KroneckerFactors factors = KroneckerFactors.of(objective, labels.of(objective));
        Map<Architecture.Block, double[]> eigenvalues = new LinkedHashMap<>();
        for (KroneckerFactors.Basis basis : factors.bases()) {
            double[] inputs = basis.inputValues();
            double[] outputs = basis.outputValues();
            double[] values = new double[inputs.length * outputs.length];
            for (int j = 0; j < inputs.length; j++) {
                for (int k = 0; k < outputs.length; k++) {
                    values[j * outputs.length + k] =
                            Math.max(0, inputs[j]) * Math.max(0, outputs[k]) / basis.totalWeight();
                }
            }
            eigenvalues.put(basis.block(), values);
        }
        return KroneckerInverse.of(factors, eigenvalues, damping);
    }
}
