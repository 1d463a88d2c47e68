package org.mtl.influence.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;

/**
 * {@code --method neumann} (Lorraine 2020): u = α Σ_{j<n} (I − αH)^j v, the first n terms of the series of H⁻¹v, H the Hessian
 * with the penalty. It ends where it has to: directions of negative curvature, which have no inverse here, grow with n.
 */
public final class NeumannInverse implements CurvatureInverse {

    private final TrainedObjective objective;
    private final double rate;
    private final int terms;

    /**
     * The series; a pass over the training rows for each term but the first.
     *
     * @param terms n
     */
    public NeumannInverse(TrainedObjective objective, InnerRate rate, int terms) {
        this.objective = objective;
        this.rate = rate.value(objective);
        this.terms = terms;
    }

    @Override
    public double[] apply(double[] vectors, int count) {
        double[] term = vectors.clone();
        double[] sum = vectors.clone();
        double[] product = new double[term.length];
        for (int j = 1; j < terms; j++) {
            objective.products(TrainedObjective.Kind.HESSIAN, term, count, product);
            for (int i = 0; i < term.length; i++) {
                term[i] -= rate * product[i];
                sum[i] += term[i];
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] *= rate;
        }
        if (!FiniteCheck.isFinite(sum, sum.length)) {
            throw MtlException.data("--method neumann diverged at the rate " + rate + "; try a smaller --inner-rate or fewer"
                    + " --neumann-terms");
        }
        return sum;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("rate", rate);
        facts.put("terms", terms);
        return facts;
    }
}
