package org.mtl.evaluation;

import java.util.Random;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.mtl.data.Seeds;

/** How often chance alone gives a rank correlation as large as the one that was found. */
final class Permutation {

    /** The number of random orders. */
    static final int ORDERS = 999;

    private Permutation() {}

    /**
     * The p-value of a mean of Spearman correlations against no relation: (1 + b)/(1 + {@link #ORDERS}) with b the number of
     * random orders of the units, the same for all targets, whose mean correlation is at least as large. One-sided, as
     * predictions that go the wrong way are no success; between 1/1000 and 1.
     *
     * @param predicted targets × units, finite
     * @param actual as many
     * @return NaN where a target has one side that does not vary
     */
    static double ofMeanSpearman(double[][] predicted, double[][] actual, long seed) {
        int targets = predicted.length;
        double[][] p = new double[targets][];
        double[][] a = new double[targets][];
        double found = 0;
        for (int k = 0; k < targets; k++) {
            p[k] = normalizedRanks(predicted[k]);
            a[k] = normalizedRanks(actual[k]);
            found += product(p[k], a[k], null);
        }
        if (Double.isNaN(found)) {
            return Double.NaN;
        }
        int[] order = new int[predicted[0].length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Random random = Seeds.random(seed, "permutation");
        int asLarge = 1;
        for (int b = 0; b < ORDERS; b++) {
            shuffle(order, random);
            double sum = 0;
            for (int k = 0; k < targets; k++) {
                sum += product(p[k], a[k], order);
            }
            // Rounding must not tell an order that is the same but for ties from the one that was found.
            asLarge += sum >= found - 1e-12 ? 1 : 0;
        }
        return (double) asLarge / (ORDERS + 1);
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }

    private static double product(double[] p, double[] a, int[] order) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += p[i] * a[order == null ? i : order[i]];
        }
        return sum;
    }

    /** Ranks, ties having their mean rank, less their mean and of length 1; NaN where all are equal. */
    private static double[] normalizedRanks(double[] values) {
        double[] ranks = new NaturalRanking().rank(values);
        double mean = (values.length + 1) / 2.0;
        double squares = 0;
        for (double rank : ranks) {
            squares += (rank - mean) * (rank - mean);
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = length > 0 ? (ranks[i] - mean) / length : Double.NaN;
        }
        return ranks;
    }
}
