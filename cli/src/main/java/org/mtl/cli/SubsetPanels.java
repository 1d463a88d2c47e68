package org.mtl.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Chart;
import org.mtl.plot.Panel;
import org.mtl.plot.Scale;
import org.mtl.plot.Series;

/**
 * Losses of models on random training subsets by the summed scores of their rows. Targets have scales of their own, so that
 * both are shown as deviations from the target's mean in its standard deviations.
 */
final class SubsetPanels {

    private static final int STEPS = 9;

    private final PlotSettings settings;

    SubsetPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** The values of one target. */
    private static final class Pairs {

        private final DoubleStream.Builder predicted = DoubleStream.builder();
        private final DoubleStream.Builder actual = DoubleStream.builder();
    }

    /** Draws {@code subset,target,predicted,actual}. */
    Panel read(String input, CsvReader in) {
        List<String> only = settings.onlyTasks();
        Map<String, Pairs> targets = new LinkedHashMap<>();
        while (in.next()) {
            if (only.isEmpty() || only.contains(in.get(1))) {
                Pairs pairs = targets.computeIfAbsent(in.get(1), key -> new Pairs());
                pairs.predicted.add(CurvePanels.finite(in, 2));
                pairs.actual.add(CurvePanels.finite(in, 3));
            }
        }
        if (targets.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one pair to draw, found none");
        }
        DoubleStream.Builder across = DoubleStream.builder();
        DoubleStream.Builder up = DoubleStream.builder();
        DoubleStream.Builder correlations = DoubleStream.builder();
        targets.values().forEach(pairs -> {
            double[] predicted = pairs.predicted.build().toArray();
            double[] actual = pairs.actual.build().toArray();
            Arrays.stream(standardized(predicted)).forEach(across);
            Arrays.stream(standardized(actual)).forEach(up);
            correlations.add(predicted.length < 3 ? Double.NaN : new SpearmansCorrelation().correlation(predicted, actual));
        });
        double[] x = across.build().toArray();
        double[] y = up.build().toArray();
        double mean = correlations.build().filter(Double::isFinite).average().orElse(Double.NaN);
        Scale scale = Scale.around(DoubleStream.concat(Arrays.stream(x), Arrays.stream(y)).toArray(), STEPS);
        String facts = targets.size() + (targets.size() == 1 ? " target, " : " targets, ") + x.length + " pairs"
                + (Double.isNaN(mean) ? "" : String.format(Locale.ROOT, ", Spearman %.4f%s", mean, targets.size() == 1 ? "" : " in the mean"));
        Chart.Guide equal = new Chart.Guide("equal deviations", scale.from(), scale.from(), scale.to(), scale.to());
        return new Chart(new Chart.Labels(settings.title().orElse(settings.shownName(input) + ": random training subsets"), facts,
                "summed scores, in standard deviations", "loss, in standard deviations"), scale, scale,
                List.of(Series.of("", x, y, Series.Style.DOTS, 0)), List.of(equal), List.of(), true);
    }

    /** Deviations from the mean over the population standard deviation, 0 where all are equal. */
    private static double[] standardized(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow());
        return Arrays.stream(values).map(value -> deviation == 0 ? 0 : (value - mean) / deviation).toArray();
    }
}
