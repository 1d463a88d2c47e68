package org.mtl.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.mtl.data.Seeds;

/**
 * How well large scores tell corrupted rows from others.
 *
 * @param rows the number of rows
 * @param corrupted how many of them are corrupted
 * @param auc the area under the receiver operating characteristic: the probability that a corrupted row has a larger score
 *     than another one, ties counting half; NaN where all rows are of one kind
 * @param interval the 2.5% and 97.5% quantiles of it over bootstrap samples of both kinds of rows apart
 * @param pValue (1 + b)/1000 with b the number of 999 random choices of as many rows whose area is at least as large
 * @param averagePrecision the mean, over the corrupted rows, of the share of corrupted ones among the rows with scores at
 *     least as large
 */
public record Detection(int rows, int corrupted, double auc, Agreement.Interval interval, double pValue,
        double averagePrecision) {

    /**
     * What is found when the rows with the largest scores are looked at.
     *
     * @param inspected the number of rows looked at
     * @param found how many of them are corrupted
     */
    public record Point(int inspected, int found) {}

    /**
     * Measures.
     *
     * @param scores finite
     * @param isCorrupted for each score, whether the row is corrupted
     * @param seed of bootstrap and permutations
     */
    public static Detection of(double[] scores, boolean[] isCorrupted, long seed) {
        double[] bad = part(scores, isCorrupted, true);
        double[] good = part(scores, isCorrupted, false);
        if (bad.length == 0 || good.length == 0) {
            double nan = Double.NaN;
            return new Detection(scores.length, bad.length, nan, new Agreement.Interval(nan, nan), nan, nan);
        }
        double[] ranks = new NaturalRanking().rank(scores);
        double auc = auc(IntStream.range(0, ranks.length).filter(i -> isCorrupted[i]).mapToDouble(i -> ranks[i]).sum(),
                bad.length, good.length);
        return new Detection(scores.length, bad.length, auc, interval(bad, good, seed),
                pValue(ranks, bad.length, auc, seed), averagePrecision(curve(scores, isCorrupted)));
    }

    /** The points at which rows with equal scores end, the largest scores first. */
    public static List<Point> curve(double[] scores, boolean[] isCorrupted) {
        int[] order = IntStream.range(0, scores.length).boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a])).mapToInt(i -> i).toArray();
        List<Point> points = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < order.length; i++) {
            found += isCorrupted[order[i]] ? 1 : 0;
            if (i + 1 == order.length || scores[order[i + 1]] != scores[order[i]]) {
                points.add(new Point(i + 1, found));
            }
        }
        return points;
    }

    private static double[] part(double[] scores, boolean[] isCorrupted, boolean which) {
        return IntStream.range(0, scores.length).filter(i -> isCorrupted[i] == which).mapToDouble(i -> scores[i]).toArray();
    }

    /** Mann and Whitney: of all pairs of a corrupted row and another, those in which the corrupted one is above. */
    private static double auc(double rankSum, int bad, int good) {
        return (rankSum - bad * (bad + 1.0) / 2) / ((double) bad * good);
    }

    private static Agreement.Interval interval(double[] bad, double[] good, long seed) {
        Random random = Seeds.random(seed, "bootstrap");
        double[] areas = new double[Agreement.SAMPLES];
        double[] all = new double[bad.length + good.length];
        for (int sample = 0; sample < areas.length; sample++) {
            for (int i = 0; i < all.length; i++) {
                all[i] = i < bad.length ? bad[random.nextInt(bad.length)] : good[random.nextInt(good.length)];
            }
            double[] ranks = new NaturalRanking().rank(all);
            areas[sample] = auc(Arrays.stream(ranks, 0, bad.length).sum(), bad.length, good.length);
        }
        return Agreement.interval(areas);
    }

    private static double pValue(double[] ranks, int bad, double found, long seed) {
        Random random = Seeds.random(seed, "permutation");
        double[] mixed = ranks.clone();
        int asLarge = 1;
        for (int b = 0; b < Permutation.ORDERS; b++) {
            double sum = 0;
            for (int i = 0; i < bad; i++) {
                int other = i + random.nextInt(mixed.length - i);
                double kept = mixed[other];
                mixed[other] = mixed[i];
                mixed[i] = kept;
                sum += kept;
            }
            asLarge += auc(sum, bad, ranks.length - bad) >= found - 1e-12 ? 1 : 0;
        }
        return (double) asLarge / (Permutation.ORDERS + 1);
    }

    private static double averagePrecision(List<Point> curve) {
        double sum = 0;
        int before = 0;
        for (Point point : curve) {
            sum += (double) (point.found() - before) * point.found() / point.inspected();
            before = point.found();
        }
        return sum / before;
    }
}
