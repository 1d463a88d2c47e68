package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Chart;
import org.mtl.plot.Panel;
import org.mtl.plot.Scale;
import org.mtl.plot.Series;

/** The loss, or error, by how much was dropped. */
final class CurvePanels {

    private static final int STEPS = 6;

    private final PlotSettings settings;

    CurvePanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** Draws what {@code select --tune --ratio-curve} wrote. */
    Panel readRatios(String input, CsvReader in) {
        String figure = in.header().get(2).replace('_', ' ');
        DoubleStream.Builder dropped = DoubleStream.builder();
        DoubleStream.Builder figures = DoubleStream.builder();
        List<String> ratios = new ArrayList<>();
        List<double[]> chosen = new ArrayList<>();
        while (in.next()) {
            double x = finite(in, 1);
            double y = finite(in, 2);
            dropped.add(x);
            figures.add(y);
            ratios.add(in.get(0));
            if (in.get(3).equals("1")) {
                chosen.add(new double[] {x, y});
            }
        }
        double[] x = dropped.build().toArray();
        double[] y = figures.build().toArray();
        if (x.length == 0) {
            throw MtlException.data(in.name() + ": expected at least one ratio, found only the header");
        }
        String title = settings.title().orElse(settings.shownName(input) + ": " + figure + " by how much is dropped");
        Chart.Labels labels =
                new Chart.Labels(title, "beside each point: what --tune asked to drop", "training rows dropped", "mean " + figure);
        return ratios(labels, x, y, ratios, chosen);
    }

    private static Panel ratios(Chart.Labels labels, double[] dropped, double[] figures, List<String> ratios, List<double[]> chosen) {
        Integer[] order = new Integer[dropped.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(dropped[a], dropped[b]));
        double[] x = Arrays.stream(order).mapToDouble(i -> dropped[i]).toArray();
        double[] y = Arrays.stream(order).mapToDouble(i -> figures[i]).toArray();
        List<Chart.Note> notes = new ArrayList<>();
        for (int i = 0; i < dropped.length; i++) {
            notes.add(new Chart.Note(dropped[i], figures[i], ratios.get(i)));
        }
        Scale across = Scale.around(x[0], x[x.length - 1], STEPS);
        Scale up = Scale.around(y, STEPS);
        List<Chart.Guide> guides = x[0] == 0
                ? List.of(new Chart.Guide("nothing dropped", across.from(), y[0], across.to(), y[0])) : List.of();
        List<Series> series = new ArrayList<>(List.of(Series.of("tried", x, y, Series.Style.LINE_AND_DOTS, 0)));
        if (!chosen.isEmpty()) {
            series.add(Series.of("chosen", chosen.stream().mapToDouble(point -> point[0]).toArray(),
                    chosen.stream().mapToDouble(point -> point[1]).toArray(), Series.Style.RINGS, 1));
        }
        return new Chart(labels, across, up, series, guides, notes, false);
    }

    /** A cell's number. */
    static double finite(CsvReader in, int column) {
        double value = in.number(column);
        if (!Double.isFinite(value)) {
            throw MtlException.data(in.place(column) + ": expected a finite number, found '" + in.get(column) + "'");
        }
        return value;
    }
}
