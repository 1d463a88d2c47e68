package org.mtl.continual;

import java.util.Arrays;
import java.util.List;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;
import org.mtl.training.network.StepSettings;

/**
 * Influences of the rows of a step where several pseudo-steps w_0 → w_1 → … → w_S are taken on them: ∂V(w_S)/∂ε_i with row i
 * counting (1 + ε_i)/N in all of them ([3] appendix B), by going back from the last. With v_{s+1} = μv_s + ∇L(w_s) + λw_s and
 * w_{s+1} = w_s − ηv_{s+1}, and p and q the derivatives by w_{s+1} and, through later steps, by v_{s+1}, it is a = q − ηp that
 * row i has its part ⟨∇ℓ_i(w_s), a⟩/N of; then p ← p + (H_s + λ)a and q ← μa.
 *
 * @param learner the learner, which is as it was afterwards but for its gradient
 * @param rows the rows of the steps
 * @param path w_0, …, w_S
 */
record UnrolledSteps(Learner learner, Rows rows, List<double[]> path) {

    /** Takes the steps. */
    static UnrolledSteps of(Learner learner, Rows rows, int count) {
        return new UnrolledSteps(learner, rows, learner.path(rows, count));
    }

    /** Influences on the losses of old and of new rows. */
    StepInfluence influence(Rows old, Rows fresh) {
        double[] ofOld = new double[rows.size()];
        double oldLoss = old.size() > 0 ? add(old, ofOld) : 0;
        double[] ofFresh = new double[rows.size()];
        double newLoss = add(fresh, ofFresh);
        learner.setParameters(path.get(0));
        return new StepInfluence(ofOld, ofFresh, oldLoss, newLoss);
    }

    /** Adds ∂V/∂ε of each row, and says what V is. */
    private double add(Rows on, double[] influence) {
        StepSettings settings = learner.settings();
        NetworkEngine engine = learner.engine();
        int last = path.size() - 1;
        learner.setParameters(path.get(last));
        double loss = learner.descend(on);
        double[] byParameters = learner.gradient();
        double[] byMomentum = new double[byParameters.length];
        Batch batch = rows.batch();
        double[] products = new double[rows.size()];
        for (int s = last - 1; s >= 0; s--) {
            learner.setParameters(path.get(s));
            Vectors.add(byMomentum, -learner.rate(), byParameters);
            engine.exampleProducts(batch, engine.directions(byMomentum, 1), products);
            Vectors.add(influence, 1.0 / rows.size(), rows.inOrder(batch, products, 1, 0));
            if (s > 0) {
                Vectors.add(byParameters, 1, learner.hessianProduct(rows, byMomentum));
                Vectors.add(byParameters, settings.weightDecay(), byMomentum);
                byMomentum = Arrays.stream(byMomentum).map(value -> settings.momentum() * value).toArray();
            }
        }
        return loss;
    }
}
