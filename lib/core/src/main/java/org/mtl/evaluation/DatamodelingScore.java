package org.mtl.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.mtl.data.Seeds;

/**
 * The linear datamodeling score of METHODS §8 (Park et al. 2023, TRAK, equation 6): the rank correlation over random training
 * subsets of the summed scores of their rows with the losses of models that are trained on them.
 *
 * @param targets for each target, how well both agree
 * @param ceilings for each target, the largest correlation that perfect scores could have, NaN with one retraining
 * @param mean the mean over targets of Spearman's correlation; NaN where one has none
 * @param interval the 2.5% and 97.5% quantiles of that mean over bootstrap samples of the subsets
 * @param pValue of that mean, over random orders of the subsets
 * @param ceiling the mean of {@code ceilings}
 */
public record DatamodelingScore(List<Agreement> targets, double[] ceilings, double mean, Agreement.Interval interval,
        double pValue, double ceiling) {

    /**
     * Compares scores with losses.
     *
     * @param predicted targets × subsets: the sum of the scores of the rows that a subset keeps
     * @param losses targets × retrainings × subsets: the losses of models that differ in their seed only
     * @param seed of bootstrap and permutations
     */
    public static DatamodelingScore of(double[][] predicted, double[][][] losses, long seed) {
        int count = predicted.length;
        double[][] actual = new double[count][];
        double[] ceilings = new double[count];
        List<Agreement> targets = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            actual[k] = means(losses[k]);
            ceilings[k] = ceiling(losses[k]);
            targets.add(Agreement.of(predicted[k], actual[k], seed));
        }
        double mean = targets.stream().mapToDouble(Agreement::spearman).average().orElse(Double.NaN);
        return new DatamodelingScore(List.copyOf(targets), ceilings, mean, interval(predicted, actual, seed),
                Permutation.ofMeanSpearman(predicted, actual, seed), Arrays.stream(ceilings).average().orElse(Double.NaN));
    }

    /**
     * The root of the reliability of the mean over R retrainings: with r̄ the mean Spearman correlation between pairs of
     * retrainings, R r̄/(1 + (R − 1) r̄) by Spearman and Brown. Chance in training sets it, and no score can be expected to
     * agree better with what is measured.
     *
     * @param losses retrainings × subsets
     * @return between 0 and 1; NaN for a single retraining
     */
    static double ceiling(double[][] losses) {
        double sum = 0;
        int pairs = 0;
        for (int r = 0; r < losses.length; r++) {
            for (int s = 0; s < r; s++) {
                sum += new SpearmansCorrelation().correlation(losses[r], losses[s]);
                pairs++;
            }
        }
        double mean = Math.max(0, sum / pairs);
        return pairs == 0 ? Double.NaN : Math.sqrt(losses.length * mean / (1 + (losses.length - 1) * mean));
    }

    /** The mean loss of each subset over its retrainings. */
    public static double[] means(double[][] losses) {
        double[] means = new double[losses[0].length];
        for (double[] retraining : losses) {
            for (int s = 0; s < means.length; s++) {
                means[s] += retraining[s] / losses.length;
            }
        }
        return means;
    }

    /** Subsets are drawn for all targets together, as a subset's losses on them depend on each other. */
    private static Agreement.Interval interval(double[][] predicted, double[][] actual, long seed) {
        int n = predicted[0].length;
        Random random = Seeds.random(seed, "bootstrap");
        double[] means = new double[Agreement.SAMPLES];
        for (int sample = 0; sample < means.length; sample++) {
            int[] drawn = random.ints(n, 0, n).toArray();
            for (int k = 0; k < predicted.length; k++) {
                double[] some = predicted[k];
                double[] others = actual[k];
                means[sample] += new SpearmansCorrelation().correlation(Arrays.stream(drawn).mapToDouble(i -> some[i]).toArray(),
                        Arrays.stream(drawn).mapToDouble(i -> others[i]).toArray()) / predicted.length;
            }
        }
        return Agreement.interval(means);
    }
}
