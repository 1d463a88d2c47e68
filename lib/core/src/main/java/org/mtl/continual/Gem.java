package org.mtl.continual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code gem}: the nearest gradient that conflicts with none of the mean gradients of each past task's rows in the memory
 * (Lopez-Paz and Ranzato 2017, Eqs. 8 to 11), without their margin.
 */
record Gem() implements Rehearsal {

    private static final int MOST_SWEEPS = 10_000;
    private static final double TOLERANCE = 1e-12;

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        Learner learner = episode.learner();
        List<double[]> references = new ArrayList<>();
        if (episode.rehearses(position.epoch())) {
            Map<String, List<Example>> byTask = new LinkedHashMap<>();
            episode.memory().examples().forEach(each -> byTask.computeIfAbsent(each.task(), key -> new ArrayList<>()).add(each));
            for (List<Example> ofTask : byTask.values()) {
                learner.descend(Rows.of(ofTask));
                references.add(learner.gradient());
            }
        }
        learner.descend(fresh);
        if (!references.isEmpty()) {
            double[] gradient = learner.gradient();
            if (project(gradient, references)) {
                learner.setGradient(gradient);
            }
        }
        learner.take();
    }

    /**
     * The point nearest to g of those with z·r_k ≥ 0 for all k: z = g + Σ v_k r_k with v ≥ 0 minimising ½v'RR'v + v'Rg, by
     * cyclic coordinate descent.
     *
     * @param gradient g, replaced by z
     * @param references r_1, …
     * @return whether it was changed
     */
    static boolean project(double[] gradient, List<double[]> references) {
        int count = references.size();
        double[][] gram = new double[count][count];
        double[] slack = new double[count];
        boolean conflict = false;
        for (int k = 0; k < count; k++) {
            slack[k] = Vectors.dot(references.get(k), gradient);
            conflict |= slack[k] < 0;
            for (int j = 0; j <= k; j++) {
                gram[k][j] = Vectors.dot(references.get(k), references.get(j));
                gram[j][k] = gram[k][j];
            }
        }
        if (!conflict) {
            return false;
        }
        double[] dual = duals(gram, slack);
        for (int k = 0; k < count; k++) {
            Vectors.add(gradient, dual[k], references.get(k));
        }
        return true;
    }

    /** v; {@code slack}, Rg at first, is RR'v + Rg at the end. */
    private static double[] duals(double[][] gram, double[] slack) {
        double[] dual = new double[slack.length];
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double moved = 0;
            for (int k = 0; k < dual.length; k++) {
                if (gram[k][k] > 0) {
                    double next = Math.max(0, dual[k] - slack[k] / gram[k][k]);
                    double change = next - dual[k];
                    dual[k] = next;
                    for (int j = 0; j < dual.length; j++) {
                        slack[j] += change * gram[j][k];
                    }
                    moved = Math.max(moved, Math.abs(change) / Math.max(1, next));
                }
            }
            if (moved < TOLERANCE) {
                break;
            }
        }
        return dual;
    }
}
