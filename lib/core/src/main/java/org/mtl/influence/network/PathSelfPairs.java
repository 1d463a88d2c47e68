package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.model.network.Batch;

/**
 * {@code --level self} along a path: (π_l/n_l) Σ_t ∇ℓ_li(w_t) · u_li(t), where u_li(t) comes from the row's own gradient at the
 * path's end. Gradients are written out, some at a time, and each is a target of its own.
 */
final class PathSelfPairs implements PairScorer {

    private final TrainedObjective objective;
    private final NetworkPath path;

    PathSelfPairs(TrainedObjective objective, NetworkPath path) {
        this.objective = objective;
        this.path = path;
    }

    @Override
    public void score(Batch batch, int[] before, double[] scores) {
        List<LayerFactors> last = factors(path.end(), batch, before);
        List<List<LayerFactors>> points = new ArrayList<>();
        path.points().forEach(point -> points.add(factors(point, batch, before)));
        int size = objective.size();
        int pairs = batch.pairs();
        double[] forms = new double[pairs];
        int step = SelfPairs.group(size);
        for (int from = 0; from < pairs; from += step) {
            int count = Math.min(step, pairs - from);
            List<double[]> directions = path.directions(SelfPairs.writtenOut(last, from, count, size), count);
            for (int p = 0; p < points.size(); p++) {
                SelfPairs.addDots(SelfPairs.writtenOut(points.get(p), from, count, size), directions.get(p), size, forms, from);
            }
        }
        SelfPairs.weigh(objective, batch, forms, scores);
    }

    private List<LayerFactors> factors(double[] parameters, Batch batch, int[] before) {
        return NetworkPath.at(parameters, objective, () -> SelfPairs.factors(objective, batch, before));
    }
}
