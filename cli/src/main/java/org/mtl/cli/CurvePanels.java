package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Chart;
import org.mtl.plot.Panel;
import org.mtl.plot.Scale;
import org.mtl.plot.Series;

/** Losses by how much was dropped, and metrics by task. */
final class CurvePanels {

    private static final int STEPS = 6;
    /** The name that {@code evaluate} gives to the mean over tasks. */
    private static final String MEAN = "*";

    private final PlotSettings settings;

    CurvePanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** Draws what {@code select --tune --ratio-curve} wrote. */
    Panel readRatios(String input, CsvReader in) {
        DoubleStream.Builder dropped = DoubleStream.builder();
        DoubleStream.Builder losses = DoubleStream.builder();
        List<String> ratios = new ArrayList<>();
        List<double[]> chosen = new ArrayList<>();
        while (in.next()) {
            double x = finite(in, 1);
            double y = finite(in, 2);
            dropped.add(x);
            losses.add(y);
            ratios.add(in.get(0));
            if (in.get(3).equals("1")) {
                chosen.add(new double[] {x, y});
            }
        }
        double[] x = dropped.build().toArray();
        double[] y = losses.build().toArray();
        if (x.length == 0) {
            throw MtlException.data(in.name() + ": expected at least one ratio, found only the header");
        }
        return ratios(input, x, y, ratios, chosen);
    }

    private Panel ratios(String input, double[] dropped, double[] losses, List<String> ratios, List<double[]> chosen) {
        Integer[] order = new Integer[dropped.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(dropped[a], dropped[b]));
        double[] x = Arrays.stream(order).mapToDouble(i -> dropped[i]).toArray();
        double[] y = Arrays.stream(order).mapToDouble(i -> losses[i]).toArray();
        List<Chart.Note> notes = new ArrayList<>();
        for (int i = 0; i < dropped.length; i++) {
            notes.add(new Chart.Note(dropped[i], losses[i], ratios.get(i)));
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
        String title = settings.title().orElse(settings.shownName(input) + ": validation loss by how much is dropped");
        return new Chart(new Chart.Labels(title, "beside each point: what --tune asked to drop", "training rows dropped",
                "mean validation loss"), across, up, series, guides, notes, false);
    }

    /** Draws what {@code evaluate} wrote: a panel for each metric, a point for each task, a line of dashes for the mean. */
    List<Panel> readMetrics(String input, CsvReader in) {
        Map<String, Map<String, Map<String, Double>>> metrics = new LinkedHashMap<>();
        Set<String> tasks = new LinkedHashSet<>();
        while (in.next()) {
            if (in.isEmpty(4)) {
                continue;
            }
            double value = finite(in, 4);
            if (!in.get(1).equals(MEAN)) {
                tasks.add(in.get(1));
            }
            metrics.computeIfAbsent(in.get(3), key -> new LinkedHashMap<>())
                    .computeIfAbsent(in.get(0) + ", " + in.get(2), key -> new LinkedHashMap<>()).put(in.get(1), value);
        }
        if (tasks.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one value of a task, found none");
        }
        List<String> chosen = settings.chosen(List.copyOf(tasks), in.name());
        List<Panel> panels = new ArrayList<>();
        metrics.forEach((metric, models) -> metric(input, metric, models, chosen, panels));
        return panels;
    }

    private void metric(String input, String metric, Map<String, Map<String, Double>> models, List<String> tasks,
            List<Panel> panels) {
        Scale across = Scale.of(tasks);
        List<Series> series = new ArrayList<>();
        List<Chart.Guide> guides = new ArrayList<>();
        DoubleStream.Builder all = DoubleStream.builder();
        models.forEach((model, values) -> {
            double[] x = IntStream.range(0, tasks.size()).filter(i -> values.containsKey(tasks.get(i)))
                    .mapToDouble(i -> i).toArray();
            double[] y = Arrays.stream(x).map(i -> values.get(tasks.get((int) i))).toArray();
            Arrays.stream(y).forEach(all);
            Series.Style style = series.size() % 2 == 0 ? Series.Style.DOTS : Series.Style.DIAMONDS;
            series.add(Series.of(model, x, y, style, series.size()));
            if (values.containsKey(MEAN)) {
                double mean = values.get(MEAN);
                all.add(mean);
                String name = models.size() == 1 ? "mean" : "mean of " + model;
                guides.add(new Chart.Guide(name, across.from(), mean, across.to(), mean));
            }
        });
        double[] values = all.build().toArray();
        if (values.length > 0) {
            String title = settings.title().orElse(settings.shownName(input)) + ": " + metric;
            panels.add(new Chart(new Chart.Labels(title, "", "task", metric), across, Scale.around(values, STEPS), series,
                    guides, List.of(), false));
        }
    }

    private static double finite(CsvReader in, int column) {
        double value = in.number(column);
        if (!Double.isFinite(value)) {
            throw MtlException.data(in.place(column) + ": expected a finite number, found '" + in.get(column) + "'");
        }
        return value;
    }
}
