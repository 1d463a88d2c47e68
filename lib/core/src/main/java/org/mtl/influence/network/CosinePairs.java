package org.mtl.influence.network;

import java.util.List;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/** {@code --method grad-cos}: −cos(∇ℓ_li, v_k), in the units of nothing; 0 where a gradient is 0. */
public final class CosinePairs implements PairScorer {

    private final TrainedObjective objective;
    private final NetworkEngine.Directions directions;

    /**
     * Scores along gradients.
     *
     * @param gradients v_k, count × p, row-major
     */
    public CosinePairs(TrainedObjective objective, double[] gradients, int count) {
        this.objective = objective;
        int size = objective.size();
        double[] unit = gradients.clone();
        for (int t = 0; t < count; t++) {
            double squares = 0;
            for (int j = t * size; j < (t + 1) * size; j++) {
                squares += unit[j] * unit[j];
            }
            for (int j = t * size; squares > 0 && j < (t + 1) * size; j++) {
                unit[j] /= Math.sqrt(squares);
            }
        }
        this.directions = objective.engine().directions(unit, count);
    }

    @Override
    public void score(Batch batch, int[] before, double[] scores) {
        int count = directions.count();
        double[] squares = new double[batch.pairs()];
        List<LayerFactors> factors = SelfPairs.factors(objective, batch, before);
        new IdentityInverse(objective.workers()).addForms(factors, squares);
        objective.engine().exampleProducts(batch, directions, scores);
        for (int i = 0; i < squares.length; i++) {
            double norm = Math.sqrt(squares[i]);
            for (int t = i * count; t < (i + 1) * count; t++) {
                scores[t] = norm > 0 ? 0.0 - scores[t] / norm : 0;
            }
        }
    }
}
