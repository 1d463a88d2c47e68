package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.model.network.Batch;

/**
 * {@code --level self}: (π_l/n_l) ∇ℓ_li · u(∇ℓ_li), one score for each label. From the factors of gradients where the inverse
 * takes each layer for itself; otherwise gradients are written out, some at a time, and each is a target of its own.
 */
public final class SelfPairs implements PairScorer {

    /** Values of gradients that are written out at once. */
    private static final int GRADIENT_VALUES = 1 << 22;

    private final TrainedObjective objective;
    private final CurvatureInverse inverse;

    /** Scores with an inverse of the objective's curvature. */
    public SelfPairs(TrainedObjective objective, CurvatureInverse inverse) {
        this.objective = objective;
        this.inverse = inverse;
    }

    /** The factors of a batch of training rows. */
    static List<LayerFactors> factors(TrainedObjective objective, Batch batch, int[] before) {
        return factors(objective, objective.training(), batch, before);
    }

    /** The factors of a batch of rows. */
    static List<LayerFactors> factors(TrainedObjective objective, LabelledRows rows, Batch batch, int[] before) {
        int[] firstPairs = new int[before.length];
        int pairs = 0;
        for (Batch.Labels labels : batch.labels()) {
            firstPairs[labels.task()] = pairs;
            pairs += labels.size();
        }
        List<LayerFactors> factors = new ArrayList<>();
        objective.factors(rows, batch, before, (block, task, first, count, activations, deltas) ->
                factors.add(new LayerFactors(block, task, firstPairs[task] + first - before[task], count, activations, deltas)));
        return factors;
    }

    @Override
    public void score(Batch batch, int[] before, double[] scores) {
        List<LayerFactors> factors = factors(objective, batch, before);
        double[] forms = new double[batch.pairs()];
        if (inverse instanceof LayerwiseInverse layerwise) {
            layerwise.addForms(factors, forms);
        } else {
            addForms(factors, forms);
        }
        weigh(objective, batch, forms, scores);
    }

    /** Stores (π_l/n_l) times the forms of a batch's labels. */
    static void weigh(TrainedObjective objective, Batch batch, double[] forms, double[] scores) {
        int at = 0;
        for (Batch.Labels labels : batch.labels()) {
            for (int i = 0; i < labels.size(); i++, at++) {
                scores[at] = objective.rowWeight(labels.task()) * forms[at];
            }
        }
    }

    private void addForms(List<LayerFactors> factors, double[] forms) {
        int size = objective.size();
        int step = group(size);
        for (int from = 0; from < forms.length; from += step) {
            int count = Math.min(step, forms.length - from);
            double[] gradients = writtenOut(factors, from, count, size);
            addDots(gradients, inverse.apply(gradients, count), size, forms, from);
        }
    }

    /** How many gradients are written out at once. */
    static int group(int size) {
        return Math.max(1, GRADIENT_VALUES / size);
    }

    /** The gradients of some labels of a batch, count × p. */
    static double[] writtenOut(List<LayerFactors> factors, int from, int count, int size) {
        double[] gradients = new double[count * size];
        for (LayerFactors layer : factors) {
            for (int i = Math.max(0, from - layer.pair()); i < Math.min(layer.count(), from + count - layer.pair()); i++) {
                layer.writeOut(i, gradients, (layer.pair() + i - from) * size);
            }
        }
        return gradients;
    }

    /** Adds the products of gradients with directions, both count × p, to the forms from a place on. */
    static void addDots(double[] gradients, double[] directions, int size, double[] forms, int from) {
        for (int j = 0; j < gradients.length; j++) {
            forms[from + j / size] += gradients[j] * directions[j];
        }
    }
}
