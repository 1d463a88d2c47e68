package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.influence.Normalization;
import org.mtl.model.network.Batch;

/** Scores on single target rows along directions that are written out and held in the engine's precision. */
final class WrittenRowPairs implements PairScorer {

    /** Values of the gradients of a group of targets, whose directions are computed at once. */
    private static final int GROUP_VALUES = 1 << 23;

    /** From gradients of targets to their directions at each of some points. */
    interface Response {

        /** For each point count × p values, of gradients that are count × p. */
        List<double[]> directions(double[] vectors, int count);
    }

    private final int targets;
    private final int step;
    private final List<FirstOrderPairs> groups = new ArrayList<>();

    private WrittenRowPairs(int targets, int step) {
        this.targets = targets;
        this.step = step;
    }

    /**
     * A scorer for each point.
     *
     * @param points the objective at each point
     * @throws org.mtl.MtlException (MEMORY) if the directions of all targets do not fit
     */
    static List<PairScorer> of(List<TrainedObjective> points, TargetFactors factors, Response response, Normalization normalization) {
        if (points.isEmpty()) {
            return List.of();
        }
        int size = points.get(0).size();
        points.get(0).workers().memory().require("--per-row", (double) Float.BYTES * size * factors.count() * points.size());
        int step = Math.max(1, GROUP_VALUES / size);
        List<WrittenRowPairs> scorers = points.stream().map(point -> new WrittenRowPairs(factors.count(), step)).toList();
        for (int from = 0; from < factors.count(); from += step) {
            int count = Math.min(step, factors.count() - from);
            double[] vectors = new double[count * size];
            for (int v = 0; v < count; v++) {
                System.arraycopy(factors.gradient(from + v, size), 0, vectors, v * size, size);
            }
            List<double[]> directions = response.directions(vectors, count);
            for (int p = 0; p < points.size(); p++) {
                scorers.get(p).groups.add(new FirstOrderPairs(points.get(p), directions.get(p), count, normalization));
            }
        }
        return List.copyOf(scorers);
    }

    @Override
    public void score(Batch batch, int[] before, double[] scores) {
        double[] some = new double[batch.pairs() * step];
        for (int g = 0; g < groups.size(); g++) {
            int count = Math.min(step, targets - g * step);
            groups.get(g).score(batch, before, some);
            for (int pair = 0; pair < batch.pairs(); pair++) {
                System.arraycopy(some, pair * count, scores, pair * targets + g * step, count);
            }
        }
    }
}
