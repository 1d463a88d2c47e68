package org.mtl.evaluation;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.mtl.data.Seeds;

/**
 * How well predicted changes agree with actual ones.
 *
 * @param count the number of pairs
 * @param pearson Pearson's correlation, NaN where one side does not vary
 * @param spearman Spearman's rank correlation, ties having their mean rank; NaN where one side does not vary
 * @param slope the slope of actual on predicted by least squares, 1 where predictions have the right size
 * @param medianRelativeError the median of |predicted − actual|/|actual| over the half of the pairs with the larger
 *     |actual|: the smaller ones are mostly rounding and noise
 * @param pearsonInterval the 2.5% and 97.5% quantiles of Pearson's correlation over bootstrap samples
 * @param spearmanInterval those of Spearman's
 * @param pValue of Spearman's: the share of 999 random orders and the given one in which it is at least as large
 */
public record Agreement(
        int count,
        double pearson,
        double spearman,
        double slope,
        double medianRelativeError,
        Interval pearsonInterval,
        Interval spearmanInterval,
        double pValue) {

    /** The number of bootstrap samples. */
    static final int SAMPLES = 200;

    /** A range that holds 95% of the bootstrap samples; NaN where they do not vary. */
    public record Interval(double low, double high) {}

    /**
     * Compares predictions with what happened.
     *
     * @param predicted at least two values, all finite
     * @param actual as many
     * @param seed of the bootstrap
     */
    public static Agreement of(double[] predicted, double[] actual, long seed) {
        int n = predicted.length;
        if (n < 2 || actual.length != n) {
            throw new IllegalArgumentException(n + " predicted, " + actual.length + " actual values");
        }
        SimpleRegression regression = new SimpleRegression();
        for (int i = 0; i < n; i++) {
            regression.addData(predicted[i], actual[i]);
        }
        double[] pearsons = new double[SAMPLES];
        double[] spearmans = new double[SAMPLES];
        Random random = Seeds.random(seed, "bootstrap");
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] p = new double[n];
            double[] a = new double[n];
            for (int i = 0; i < n; i++) {
                int drawn = random.nextInt(n);
                p[i] = predicted[drawn];
                a[i] = actual[drawn];
            }
            pearsons[sample] = new PearsonsCorrelation().correlation(p, a);
            spearmans[sample] = new SpearmansCorrelation().correlation(p, a);
        }
        return new Agreement(n, new PearsonsCorrelation().correlation(predicted, actual),
                new SpearmansCorrelation().correlation(predicted, actual), regression.getSlope(),
                medianRelativeError(predicted, actual), interval(pearsons), interval(spearmans),
                Permutation.ofMeanSpearman(new double[][] {predicted}, new double[][] {actual}, seed));
    }

    /** The 2.5% and 97.5% quantiles of the finite ones of some values. */
    static Interval interval(double[] values) {
        double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        int tail = (int) Math.floor(0.025 * sorted.length);
        return new Interval(sorted[tail], sorted[sorted.length - 1 - tail]);
    }

    private static double medianRelativeError(double[] predicted, double[] actual) {
        double typical = median(Arrays.stream(actual).map(Math::abs).toArray());
        double[] errors = new double[actual.length];
        int count = 0;
        for (int i = 0; i < actual.length; i++) {
            double size = Math.abs(actual[i]);
            if (size >= typical && size > 0) {
                errors[count++] = Math.abs(predicted[i] - actual[i]) / size;
            }
        }
        return count == 0 ? Double.NaN : median(Arrays.copyOf(errors, count));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
