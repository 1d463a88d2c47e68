package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Chart;
import org.mtl.plot.Panel;
import org.mtl.plot.Scale;
import org.mtl.plot.Series;

/** Loss and metric by how many rows are dropped, in each order, as {@code evaluate --check removal} writes them. */
final class RemovalPanels {

    private static final int STEPS = 6;
    private static final String NONE = "none";

    private final PlotSettings settings;

    RemovalPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** What is drawn of one task: by order and number of dropped rows the values of a column. */
    private static final class Curves {

        private final Map<String, TreeMap<Double, Double>> orders = new LinkedHashMap<>();
        private double start = Double.NaN;

        private void add(String order, double dropped, double value) {
            if (order.equals(NONE)) {
                start = value;
            } else {
                orders.computeIfAbsent(order, key -> new TreeMap<>()).put(dropped, value);
            }
        }
    }

    /** Draws a panel for the loss and one for the metric: of the mean over tasks, or of each task that is asked for. */
    List<Panel> read(String input, CsvReader in) {
        Map<String, Curves> losses = new LinkedHashMap<>();
        Map<String, Curves> metrics = new LinkedHashMap<>();
        List<String> only = settings.onlyTasks();
        while (in.next()) {
            String task = in.get(3);
            if (only.isEmpty() ? task.equals(AgreementTable.MEAN) : only.contains(task)) {
                double dropped = CurvePanels.finite(in, 2);
                losses.computeIfAbsent(task, key -> new Curves()).add(in.get(0), dropped, CurvePanels.finite(in, 4));
                metrics.computeIfAbsent(task, key -> new Curves()).add(in.get(0), dropped, CurvePanels.finite(in, 5));
            }
        }
        if (losses.values().stream().allMatch(curves -> curves.orders.isEmpty())) {
            throw MtlException.data(in.name() + ": expected at least one share that is dropped, found none");
        }
        List<Panel> panels = new ArrayList<>();
        losses.forEach((task, curves) -> panels.add(panel(input, task, "loss", curves)));
        metrics.forEach((task, curves) -> panels.add(panel(input, task, "error", curves)));
        return panels;
    }

    private Panel panel(String input, String task, String what, Curves curves) {
        List<Series> series = new ArrayList<>();
        DoubleStream.Builder across = DoubleStream.builder();
        DoubleStream.Builder up = DoubleStream.builder();
        boolean begun = !Double.isNaN(curves.start);
        if (begun) {
            curves.orders.values().forEach(points -> points.put(0.0, curves.start));
        }
        curves.orders.forEach((order, points) -> {
            points.forEach((dropped, value) -> {
                across.add(dropped);
                up.add(value);
            });
            series.add(Series.of("most " + order + " first", doubles(points.keySet()), doubles(points.values()),
                    Series.Style.LINE_AND_DOTS, series.size()));
        });
        series.replaceAll(one -> one.name().equals("most random first")
                ? new Series("at random", one.x(), one.y(), one.style(), one.colour()) : one);
        double[] x = across.build().toArray();
        Scale horizontal = Scale.around(Arrays.stream(x).min().orElseThrow(), Arrays.stream(x).max().orElseThrow(), STEPS);
        List<Chart.Guide> guides = begun
                ? List.of(new Chart.Guide("nothing dropped", horizontal.from(), curves.start, horizontal.to(), curves.start)) : List.of();
        String title = settings.title().orElse(settings.shownName(input)) + ": " + what + " without rows"
                + (task.equals(AgreementTable.MEAN) ? "" : ", task " + task);
        return new Chart(new Chart.Labels(title, task.equals(AgreementTable.MEAN) ? "mean over tasks" : "", "training rows dropped",
                        what.equals("error") ? "share of errors, or root mean squared error" : what),
                horizontal, Scale.around(up.build().toArray(), STEPS), series, guides, List.of(), false);
    }

    private static double[] doubles(Iterable<Double> values) {
        DoubleStream.Builder all = DoubleStream.builder();
        values.forEach(all::add);
        return all.build().toArray();
    }
}
