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

/** Points by task, and a line of dashes for their mean: metrics, and correlations of what was predicted. */
final class TaskPanels {

    private static final int STEPS = 6;
    /** The name that {@code evaluate} gives to the mean over tasks. */
    private static final String MEAN = "*";
    /** The name that {@code evaluate} gives to all pairs together, which are no task. */
    private static final String POOLED = "pooled";

    private final PlotSettings settings;

    TaskPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** For each panel and each series the values by task. */
    private static final class Values {

        private final Map<String, Map<String, Map<String, Double>>> panels = new LinkedHashMap<>();
        private final Set<String> tasks = new LinkedHashSet<>();

        private void add(String panel, String series, String task, double value) {
            if (!task.equals(MEAN)) {
                tasks.add(task);
            }
            panels.computeIfAbsent(panel, key -> new LinkedHashMap<>())
                    .computeIfAbsent(series, key -> new LinkedHashMap<>()).put(task, value);
        }
    }

    /** Draws {@code model,task,split,metric,value}: a panel for each metric. */
    List<Panel> readMetrics(String input, CsvReader in) {
        Values values = new Values();
        while (in.next()) {
            if (!in.isEmpty(4)) {
                values.add(in.get(3), in.get(0) + ", " + in.get(2), in.get(1), CurvePanels.finite(in, 4));
            }
        }
        return panels(input, in.name(), values, "task", "mean");
    }

    /** Draws {@code check,target,n,pearson,spearman,…}: a panel for each check. */
    List<Panel> readCorrelations(String input, CsvReader in) {
        Values values = new Values();
        int ceiling = in.indexOf("ceiling");
        while (in.next()) {
            for (int column : ceiling < 0 ? new int[] {3, 4} : new int[] {3, 4, ceiling}) {
                if (!in.isEmpty(column) && !in.get(1).equals(POOLED)) {
                    values.add("correlation, " + in.get(0), in.header().get(column), in.get(1), CurvePanels.finite(in, column));
                }
            }
        }
        return panels(input, in.name(), values, "target task", "mean");
    }

    /** Draws {@code scores,task,n,corrupted,auc,…}: the areas, a line of dashes for that of all rows together. */
    List<Panel> readDetections(String input, CsvReader in) {
        Values values = new Values();
        while (in.next()) {
            if (!in.isEmpty(4)) {
                values.add("area under the curve of corrupted rows", in.get(0), in.get(1).equals(POOLED) ? MEAN : in.get(1),
                        CurvePanels.finite(in, 4));
            }
        }
        return panels(input, in.name(), values, "task", "all rows");
    }

    private List<Panel> panels(String input, String name, Values values, String across, String mean) {
        if (values.tasks.isEmpty()) {
            throw MtlException.data(name + ": expected at least one value of a task, found none");
        }
        List<String> chosen = settings.chosen(List.copyOf(values.tasks), name);
        List<Panel> panels = new ArrayList<>();
        values.panels.forEach((what, series) -> panels.add(panel(input, what, series, chosen, across, mean)));
        return panels;
    }

    private Panel panel(String input, String what, Map<String, Map<String, Double>> named, List<String> tasks, String across,
            String meanOf) {
        Scale x = Scale.of(tasks);
        List<Series> series = new ArrayList<>();
        List<Chart.Guide> guides = new ArrayList<>();
        DoubleStream.Builder all = DoubleStream.builder();
        named.forEach((name, values) -> {
            double[] at = IntStream.range(0, tasks.size()).filter(i -> values.containsKey(tasks.get(i)))
                    .mapToDouble(i -> i).toArray();
            double[] y = Arrays.stream(at).map(i -> values.get(tasks.get((int) i))).toArray();
            Arrays.stream(y).forEach(all);
            Series.Style style = series.size() % 2 == 0 ? Series.Style.DOTS : Series.Style.DIAMONDS;
            series.add(Series.of(name, at, y, style, series.size()));
            if (values.containsKey(MEAN)) {
                double mean = values.get(MEAN);
                all.add(mean);
                String label = named.size() == 1 ? meanOf : meanOf + " of " + name;
                guides.add(new Chart.Guide(label, x.from(), mean, x.to(), mean));
            }
        });
        double[] values = all.build().toArray();
        // Of some tasks a metric may have no value at all.
        Scale y = values.length == 0 ? Scale.between(0, 1, STEPS) : Scale.around(values, STEPS);
        String title = settings.title().orElse(settings.shownName(input)) + ": " + what;
        return new Chart(new Chart.Labels(title, "", across, what), x, y, series, guides, List.of(), false);
    }
}
