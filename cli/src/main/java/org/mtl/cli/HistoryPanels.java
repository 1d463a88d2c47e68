package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Chart;
import org.mtl.plot.Panel;
import org.mtl.plot.Palette;
import org.mtl.plot.Scale;
import org.mtl.plot.Series;

/** Curves of the losses and metrics of each task while a model was trained. */
final class HistoryPanels {

    private static final int STEPS = 6;
    private static final String AFFINITY = "to:";
    /** The columns after it tell of the balance of tasks. */
    private static final int LOSS_AND_METRIC_END = 5;
    /** So many tasks at most all have colours; of more, the outermost at each end have. */
    private static final int MOST_COLOURED = 6;
    private static final int INK = 6;

    private final PlotSettings settings;

    HistoryPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** What was measured of a split, by task and epoch. */
    private static final class Curves {
        private final Map<String, TreeMap<Long, Double>> tasks = new LinkedHashMap<>();
        /** Whether tasks come one after another, each with a curve from then on. */
        private boolean arriving;

        private void add(String task, long epoch, double value) {
            tasks.computeIfAbsent(task, key -> new TreeMap<>()).put(epoch, value);
        }

        private SortedSet<Long> epochs() {
            return tasks.values().stream().flatMap(curve -> curve.keySet().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A panel for each split and quantity; what was measured once only stands in one panel for all such splits. */
    List<Panel> read(String shown, CsvReader in) {
        Map<String, Curves> losses = new LinkedHashMap<>();
        Map<String, Curves> metrics = new LinkedHashMap<>();
        Map<String, Map<String, Curves>> facts = new LinkedHashMap<>();
        // Affinities have a column for each task, and would be too many panels.
        in.header().stream().skip(LOSS_AND_METRIC_END).takeWhile(name -> !name.startsWith(AFFINITY))
                .forEach(name -> facts.put(name, new LinkedHashMap<>()));
        Set<String> tasks = new LinkedHashSet<>();
        while (in.next()) {
            long epoch = epoch(in);
            tasks.add(in.get(2));
            // Both quantities have their splits in the same order, even if one of them is measured later.
            losses.computeIfAbsent(in.get(1), key -> new Curves());
            metrics.computeIfAbsent(in.get(1), key -> new Curves());
            add(losses.get(in.get(1)), in, epoch, 3);
            add(metrics.get(in.get(1)), in, epoch, 4);
            int column = LOSS_AND_METRIC_END;
            for (Map<String, Curves> splits : facts.values()) {
                add(splits.computeIfAbsent(in.get(1), key -> new Curves()), in, epoch, column++);
            }
        }
        List<String> chosen = settings.chosen(List.copyOf(tasks), in.name());
        List<Panel> panels = new ArrayList<>();
        panels(shown, "loss", losses, chosen, panels);
        panels(shown, "metric", metrics, chosen, panels);
        facts.forEach((name, splits) -> panels(shown, name, splits, chosen, panels));
        if (panels.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one loss to draw, found none");
        }
        return panels;
    }

    /** How well each task was known after each of a stream. */
    List<Panel> readAccuracy(String shown, CsvReader in) {
        Curves curves = new Curves();
        curves.arriving = true;
        List<String> after = new ArrayList<>();
        while (in.next()) {
            if (!after.contains(in.get(0))) {
                after.add(in.get(0));
            }
            if (!in.isEmpty(2)) {
                curves.add(in.get(1), after.size(), in.number(2));
            }
        }
        List<Panel> panels = new ArrayList<>();
        Map<String, Curves> one = new LinkedHashMap<>(Map.of("", curves));
        panels(shown, "accuracy", "tasks learned", one, settings.chosen(List.copyOf(curves.tasks.keySet()), in.name()), panels);
        if (panels.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one accuracy to draw, found none");
        }
        return panels;
    }

    private static void add(Curves curves, CsvReader in, long epoch, int column) {
        if (!in.isEmpty(column)) {
            double value = in.number(column);
            if (Double.isFinite(value)) {
                curves.add(in.get(2), epoch, value);
            }
        }
    }

    private static long epoch(CsvReader in) {
        String text = in.get(0);
        if (!text.matches("\\d{1,15}")) {
            throw MtlException.data(in.place(0) + ": expected the number of an epoch, found '" + text + "'");
        }
        return Long.parseLong(text);
    }

    /** The panels of a quantity have one scale, so that splits can be compared. */
    private void panels(String shown, String quantity, Map<String, Curves> splits, List<String> tasks, List<Panel> panels) {
        panels(shown, quantity, "epoch", splits, tasks, panels);
    }

    private void panels(String shown, String quantity, String along, Map<String, Curves> splits, List<String> tasks, List<Panel> panels) {
        splits.values().forEach(curves -> curves.tasks.keySet().retainAll(tasks));
        Map<String, Curves> curved = part(splits, curves -> curves.epochs().size() > 1);
        Map<String, Curves> single = part(splits, curves -> curves.epochs().size() == 1);
        double[] values = splits.values().stream().flatMap(curves -> curves.tasks.values().stream())
                .flatMap(curve -> curve.values().stream()).mapToDouble(Double::doubleValue).toArray();
        if (values.length == 0) {
            return;
        }
        Scale y = Scale.around(values, STEPS);
        curved.forEach((split, curves) -> {
            Scale x = Scale.whole(curves.epochs().first(), curves.epochs().last(), STEPS);
            String title = settings.title().orElse(shown) + ": " + (split + " " + quantity).strip();
            String facts = curves.tasks.size() > MOST_COLOURED
                    ? "coloured: the " + MOST_COLOURED / 2 + " tasks with the largest and the least at the end" : "";
            panels.add(new Chart(new Chart.Labels(title, facts, along, quantity), x, y, series(curves), List.of(),
                    List.of(), false));
        });
        if (!single.isEmpty()) {
            panels.add(byTask(shown, quantity, single, tasks, y));
        }
    }

    private static Map<String, Curves> part(Map<String, Curves> splits, Predicate<Curves> which) {
        Map<String, Curves> part = new LinkedHashMap<>();
        splits.forEach((split, curves) -> {
            if (which.test(curves)) {
                part.put(split, curves);
            }
        });
        return part;
    }

    /** A single epoch makes no curves: what it gave stands beside each other, task by task. */
    private Panel byTask(String shown, String quantity, Map<String, Curves> splits, List<String> tasks, Scale y) {
        List<Series> series = new ArrayList<>();
        SortedSet<Long> epochs = new TreeSet<>();
        splits.forEach((split, curves) -> {
            double[] x = IntStream.range(0, tasks.size()).filter(i -> curves.tasks.containsKey(tasks.get(i)))
                    .mapToDouble(i -> i).toArray();
            double[] values = Arrays.stream(x).map(i -> curves.tasks.get(tasks.get((int) i)).lastEntry().getValue()).toArray();
            Series.Style style = series.size() == 1 ? Series.Style.DIAMONDS : Series.Style.DOTS;
            series.add(Series.of(split, x, values, style, series.size()));
            epochs.addAll(curves.epochs());
        });
        String title = settings.title().orElse(shown) + ": " + quantity
                + (epochs.size() == 1 ? " at epoch " + epochs.first() : " at a single epoch each");
        return new Chart(new Chart.Labels(title, "", "task", quantity), Scale.of(tasks), y, series, List.of(), List.of(),
                false);
    }

    private static List<Series> series(Curves curves) {
        List<String> tasks = new ArrayList<>(curves.tasks.keySet());
        List<String> coloured = tasks;
        if (tasks.size() > MOST_COLOURED) {
            List<String> sorted = new ArrayList<>(tasks);
            ToDoubleFunction<String> last = task -> curves.tasks.get(task).lastEntry().getValue();
            sorted.sort(Comparator.comparingDouble(last).reversed());
            coloured = new ArrayList<>(sorted.subList(0, MOST_COLOURED / 2));
            coloured.addAll(sorted.subList(sorted.size() - MOST_COLOURED / 2, sorted.size()));
        }
        List<Series> series = new ArrayList<>();
        String others = tasks.size() - coloured.size() + " other tasks";
        for (String task : tasks) {
            if (!coloured.contains(task)) {
                series.add(Series.faint(others, epochs(curves, task), values(curves, task)));
            }
        }
        for (int i = 0; i < coloured.size(); i++) {
            String task = coloured.get(i);
            series.add(Series.of("task " + task, epochs(curves, task), values(curves, task), Series.Style.LINE, i));
        }
        if (tasks.size() > 1) {
            series.add(mean(curves));
        }
        return series;
    }

    private static double[] epochs(Curves curves, String task) {
        return curves.tasks.get(task).keySet().stream().mapToDouble(Long::doubleValue).toArray();
    }

    private static double[] values(Curves curves, String task) {
        return curves.tasks.get(task).values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The mean over tasks at the epochs that all of them have, or over those that have come. */
    private static Series mean(Curves curves) {
        Set<Long> epochs = new TreeSet<>(curves.epochs());
        if (!curves.arriving) {
            curves.tasks.values().forEach(curve -> epochs.retainAll(curve.keySet()));
        }
        double[] x = epochs.stream().mapToDouble(Long::doubleValue).toArray();
        double[] y = epochs.stream().mapToDouble(epoch -> curves.tasks.values().stream().filter(curve -> curve.containsKey(epoch))
                .mapToDouble(curve -> curve.get(epoch)).average().orElseThrow()).toArray();
        String name = curves.arriving ? "mean so far" : "mean of " + curves.tasks.size() + " tasks";
        return new Series(name, x, y, Series.Style.THICK_LINE, Palette.series(INK));
    }
}
