package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Chart;
import org.mtl.plot.Panel;
import org.mtl.plot.Scale;
import org.mtl.plot.Series;

/** Points of predicted against actual changes, as {@code evaluate --check} writes them. */
final class PairPanels {

    private static final int STEPS = 9;

    private final PlotSettings settings;

    PairPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** Pairs that belong together. */
    private static final class Pairs {

        private final DoubleStream.Builder predicted = DoubleStream.builder();
        private final DoubleStream.Builder actual = DoubleStream.builder();

        private void add(double predictedValue, double actualValue) {
            predicted.add(predictedValue);
            actual.add(actualValue);
        }
    }

    /** Draws what a file holds; {@code kind} says which columns it has. */
    Panel read(String input, CsvReader in, ResultKind kind) {
        return kind == ResultKind.SUBSET_CHECK ? new SubsetPanels(settings).read(input, in) : readPairs(input, in, kind);
    }

    private Panel readPairs(String input, CsvReader in, ResultKind kind) {
        int target = in.indexOf("target");
        int predicted = in.indexOf("predicted");
        List<String> only = settings.onlyTasks();
        Pairs within = new Pairs();
        Pairs between = new Pairs();
        while (in.next()) {
            if (!only.isEmpty() && !only.contains(in.get(target))) {
                continue;
            }
            boolean own = kind == ResultKind.ROW_CHECK && in.get(1).equals(in.get(target));
            (own ? within : between).add(number(in, predicted), number(in, predicted + 1));
        }
        return panel(input, in.name(), kind, points(within), points(between));
    }

    private static double[][] points(Pairs pairs) {
        return new double[][] {pairs.predicted.build().toArray(), pairs.actual.build().toArray()};
    }

    private Panel panel(String input, String name, ResultKind kind, double[][] within, double[][] between) {
        double[] predicted = DoubleStream.concat(Arrays.stream(between[0]), Arrays.stream(within[0])).toArray();
        double[] actual = DoubleStream.concat(Arrays.stream(between[1]), Arrays.stream(within[1])).toArray();
        if (predicted.length == 0) {
            throw MtlException.data(name + ": expected at least one pair to draw, found none");
        }
        double least = DoubleStream.concat(Arrays.stream(predicted), Arrays.stream(actual)).min().orElseThrow();
        double largest = DoubleStream.concat(Arrays.stream(predicted), Arrays.stream(actual)).max().orElseThrow();
        Scale scale = Scale.around(least, largest, STEPS);
        List<Series> series = new ArrayList<>();
        if (between[0].length > 0) {
            String others = kind == ResultKind.ROW_CHECK ? "row of another task" : "";
            series.add(Series.of(others, between[0], between[1], Series.Style.DOTS, 0));
        }
        if (within[0].length > 0) {
            series.add(Series.of("row of the task itself", within[0], within[1], Series.Style.DIAMONDS, 1));
        }
        Chart.Guide identity = new Chart.Guide("predicted = actual", scale.from(), scale.from(), scale.to(), scale.to());
        return new Chart(new Chart.Labels(settings.title().orElse(settings.shownName(input) + ": " + what(kind)),
                facts(predicted, actual), "predicted change of loss", "actual change of loss"), scale, scale, series,
                List.of(identity), List.of(), true);
    }

    private static String what(ResultKind kind) {
        return kind == ResultKind.ROW_CHECK ? "leave one row out" : "leave one task out";
    }

    private static String facts(double[] predicted, double[] actual) {
        String facts = "n = " + predicted.length;
        if (predicted.length < 3) {
            return facts;
        }
        return facts + ", Pearson " + correlation(new PearsonsCorrelation().correlation(predicted, actual)) + ", Spearman "
                + correlation(new SpearmansCorrelation().correlation(predicted, actual));
    }

    /** Four decimals; close to 1 the shortest that are not 1. */
    private static String correlation(double value) {
        return Double.isNaN(value) ? "not defined" : value < 1 && value > 0.9999
                ? "above 0.9999" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static double number(CsvReader in, int column) {
        double value = in.number(column);
        if (!Double.isFinite(value)) {
            throw MtlException.data(in.place(column) + ": expected a finite number, found '" + in.get(column) + "'");
        }
        return value;
    }
}
