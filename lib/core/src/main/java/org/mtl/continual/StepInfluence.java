package org.mtl.continual;

import java.util.List;

/**
 * MetaSP's influences of the rows of a step ([3] §4; METHODS §11): I_i(V) = −(η/N)⟨∇ℓ_i(w), ∇V(w')⟩ with w' = w after one step
 * of the optimiser, for the validation losses V of old and of new rows. For SGD, with or without momentum, this is the
 * derivative of V(w') by ε_i where row i counts (1 + ε_i)/N in the step; Nesterov's momentum and Adam change its scale.
 *
 * @param stability I_old, one value for each row; 0 without old rows
 * @param plasticity I_new
 * @param oldLoss V_old(w'), the mean; 0 without old rows
 * @param newLoss V_new(w')
 */
record StepInfluence(double[] stability, double[] plasticity, double oldLoss, double newLoss) {

    /** Computes them; the learner's parameters stay as they are, its gradient does not. */
    static StepInfluence of(Learner learner, Learner.Pass pass, Rows old, Rows fresh) {
        pass.descend(new double[0]);
        List<Learner.Ahead> ahead = pass.ahead(old.size() > 0 ? List.of(old, fresh) : List.of(fresh));
        Learner.Ahead ofFresh = ahead.get(ahead.size() - 1);
        Learner.Ahead ofOld = old.size() > 0 ? ahead.get(0) : new Learner.Ahead(new double[pass.rows().size()], 0);
        double scale = -learner.rate() / pass.rows().size();
        return new StepInfluence(scaled(ofOld.products(), scale), scaled(ofFresh.products(), scale), ofOld.loss(), ofFresh.loss());
    }

    private static double[] scaled(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    /** The same with each vector's norm made equal to its validation loss, so that the two can be compared. */
    StepInfluence normalized() {
        return new StepInfluence(withNorm(stability, oldLoss), withNorm(plasticity, newLoss), oldLoss, newLoss);
    }

    private static double[] withNorm(double[] values, double wanted) {
        double norm = Math.sqrt(Vectors.dot(values, values));
        return norm == 0 ? values : scaled(values.clone(), wanted / norm);
    }

    /** I* = γ* I_old + (1 − γ*) I_new. */
    double[] fused() {
        double weight = weight(stability, plasticity);
        double[] fused = new double[stability.length];
        for (int i = 0; i < fused.length; i++) {
            fused[i] = weight * stability[i] + (1 - weight) * plasticity[i];
        }
        return fused;
    }

    /**
     * γ* = clip((I_new − I_old)·I_new/‖I_new − I_old‖², 0, 1), which minimises ‖γI_old + (1 − γ)I_new‖ ([3] Eqs. 10 and 11,
     * appendix I); ½ where they are equal.
     */
    static double weight(double[] old, double[] fresh) {
        double[] difference = fresh.clone();
        Vectors.add(difference, -1, old);
        double norm = Vectors.dot(difference, difference);
        return norm == 0 ? 0.5 : Math.max(0, Math.min(1, Vectors.dot(difference, fresh) / norm));
    }
}
