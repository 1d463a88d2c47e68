package org.mtl.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionMetrics;
import org.tribuo.regression.evaluation.RegressionSufficientStatistics;

/** Metrics of real-valued predictions, computed by Tribuo. */
public final class RegressionScores {

    private static final String DIMENSION = "y";
    private static final Regressor TARGET = new Regressor(DIMENSION, 0);

    private RegressionScores() {}

    /**
     * The metrics of predictions against the truth, by name and in this order: {@code rmse} (root of the mean squared
     * error), {@code mae} (mean absolute error) and {@code r2} (1 − squared error over the truth's variance; absent where
     * the truth does not vary). Those of vectors are over all their values, as if each were a row.
     *
     * @param truth at least one value, all finite
     * @param predictions as many, all finite
     */
    public static Map<String, Double> of(double[] truth, double[] predictions) {
        if (truth.length == 0 || truth.length != predictions.length) {
            throw new IllegalArgumentException(truth.length + " true values, " + predictions.length + " predictions");
        }
        List<Prediction<Regressor>> pairs = new MadeOnDemand<>(truth.length, i -> new Prediction<>(
                new Regressor(DIMENSION, predictions[i]), 0, new ArrayExample<>(new Regressor(DIMENSION, truth[i]))));
        ImmutableOutputInfo<Regressor> domain =
                new RegressionFactory().constructInfoForExternalModel(Map.of(TARGET, 0));
        RegressionSufficientStatistics statistics = new RegressionSufficientStatistics(domain, pairs, false);
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("rmse", RegressionMetrics.rmse(TARGET, statistics));
        scores.put("mae", RegressionMetrics.mae(TARGET, statistics));
        double r2 = RegressionMetrics.r2(TARGET, statistics);
        if (Double.isFinite(r2)) {
            scores.put("r2", r2);
        }
        return scores;
    }
}
