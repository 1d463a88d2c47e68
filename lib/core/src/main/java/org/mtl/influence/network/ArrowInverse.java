package org.mtl.influence.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;

/**
 * {@code --coupling arrow}: the block-arrow elimination of [1] Eqs. 6 to 8. Heads of different tasks have no second derivatives
 * with each other, so that M = (M_ss, M_sh; M_hs, M_hh) with M_hh a block for each head, and
 * u_s = N⁻¹(v_s − M_sh M_hh⁻¹v_h), u_h = M_hh⁻¹(v_h − M_hs u_s) with N = M_ss − M_sh M_hh⁻¹M_hs. M_sh is that of the Gauss–Newton
 * matrix.
 */
public final class ArrowInverse implements CurvatureInverse {

    private static final String EXPECTED = "--coupling arrow: a network of heads only, or of a single part, has no coupling";

    private final TrainedObjective shared;
    private final TrainedObjective heads;
    private final CurvatureInverse ofHeads;
    private final CurvatureInverse schur;

    private ArrowInverse(TrainedObjective objective, CurvatureInverse ofHeads, CurvatureInverse schur) {
        this.shared = objective.by(BlockChoice.SHARED);
        this.heads = objective.by(BlockChoice.HEADS);
        this.ofHeads = ofHeads;
        this.schur = schur;
    }

    /**
     * The Gauss–Newton matrix in every block, inverted by conjugate gradients: the same inverse as that of the whole matrix. Two
     * passes over the training rows for each step with N, and those that inverses of heads take.
     */
    public static CurvatureInverse ofGaussNewton(TrainedObjective objective, Fisher labels, Damping damping,
            ConjugateGradientInverse.Stop stop) {
        require(objective);
        double value = MeanEigenvalue.damping(objective, labels, damping);
        TrainedObjective shared = objective.by(BlockChoice.SHARED);
        TrainedObjective heads = objective.by(BlockChoice.HEADS);
        // Errors of the inner solutions come back as errors of the outer products.
        ConjugateGradientInverse.Stop inner = new ConjugateGradientInverse.Stop(stop.tolerance() * 1e-2, stop.iterations());
        CurvatureInverse ofHeads = ConjugateGradientInverse.ofGaussNewton(heads, labels, Damping.of(value), inner);
        return new ArrowInverse(objective, ofHeads, new ConjugateGradientInverse("gauss-newton", objective.size(), value,
                (directions, count, products) -> {
                    shared.products(TrainedObjective.Kind.GAUSS_NEWTON, directions, count, products);
                    double[] back = coupling(shared, ofHeads.apply(coupling(heads, directions, count), count), count);
                    for (int j = 0; j < products.length; j++) {
                        products[j] += value * directions[j] - back[j];
                    }
                }, EkfacInverse.of(shared, labels, Damping.of(value)), stop));
    }

    /**
     * The Gauss–Newton matrix in the heads, inverted by conjugate gradients, since confident heads make of a draw of labels, from
     * which factors are taken, something with too little curvature to eliminate with. As N the Kronecker factors of the shared
     * layers, because less is not positive: factors do not bound the coupling. So what is inverted is the positive matrix with
     * M_ss + M_sh M_hh⁻¹M_hs in the place of M_ss.
     *
     * @param method ekfac or kfac
     */
    public static CurvatureInverse ofFactors(TrainedObjective objective, String method, Fisher labels, Damping damping,
            ConjugateGradientInverse.Stop stop) {
        require(objective);
        TrainedObjective shared = objective.by(BlockChoice.SHARED);
        CurvatureInverse ofHeads =
                ConjugateGradientInverse.ofGaussNewton(objective.by(BlockChoice.HEADS), labels, damping, stop);
        return new ArrowInverse(objective, ofHeads, method.equals("ekfac")
                ? EkfacInverse.of(shared, labels, damping) : KfacInverse.of(shared, labels, damping));
    }

    private static void require(TrainedObjective objective) {
        if (objective.architecture().sharedParameters() == 0 || objective.chosenSize() < objective.size()) {
            throw MtlException.usage(EXPECTED);
        }
    }

    /** The rows of one part of M times directions of the other part. */
    private static double[] coupling(TrainedObjective rows, double[] directions, int count) {
        double[] products = new double[directions.length];
        rows.products(TrainedObjective.Kind.GAUSS_NEWTON, directions, count, products);
        return products;
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        double[] ofShared = vectors.clone();
        double[] ofHead = vectors.clone();
        shared.mask(ofShared);
        heads.mask(ofHead);
        double[] back = coupling(shared, ofHeads.apply(ofHead, count), count);
        for (int j = 0; j < ofShared.length; j++) {
            ofShared[j] -= back[j];
        }
        double[] u = schur.apply(ofShared, count);
        double[] forth = coupling(heads, u, count);
        for (int j = 0; j < ofHead.length; j++) {
            ofHead[j] -= forth[j];
        }
        double[] own = ofHeads.apply(ofHead, count);
        for (int j = 0; j < u.length; j++) {
            u[j] += own[j];
        }
        return u;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("coupling", "arrow");
        facts.put("heads", ofHeads.facts());
        facts.put("shared", schur.facts());
        return facts;
    }
}
