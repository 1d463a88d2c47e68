package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.io.CsvReader;
import org.mtl.io.NpyReader;
import org.mtl.plot.Histograms;
import org.mtl.plot.Panel;
import org.mtl.plot.Scale;
import org.mtl.plot.ScoreCounts;

/** Histograms of the scores of training rows: for each source task and target, or of a selection. */
final class ScorePanels {

    private static final int MOST_HISTOGRAMS = 10_000;
    /** From so many histograms beside each other on, they have fewer bins. */
    private static final int FEW = 6;
    private static final int MANY = 20;

    private final PlotSettings settings;
    private final Context context;

    ScorePanels(PlotSettings settings, Context context) {
        this.settings = settings;
        this.context = context;
    }

    /** The counts of each task's rows, by target, as the tasks appear. */
    private final class Counts {

        private final String name;
        private final List<String> only = settings.onlyTasks();
        private final int[] columns;
        private final List<String> targets;
        private final Map<String, ScoreCounts> tasks = new LinkedHashMap<>();

        private Counts(String name, List<String> all) {
            this.name = name;
            boolean noTasks = all.equals(List.of("self")) || all.equals(ResultKind.OF_STREAM);
            this.columns = IntStream.range(0, all.size()).filter(i -> noTasks || takes(all.get(i))).toArray();
            this.targets = Arrays.stream(columns).mapToObj(all::get).toList();
        }

        private boolean takes(String task) {
            return only.isEmpty() || only.contains(task);
        }

        private ScoreCounts of(String task) {
            ScoreCounts counts = tasks.computeIfAbsent(task, key -> new ScoreCounts(targets.size()));
            if ((long) tasks.size() * targets.size() > MOST_HISTOGRAMS) {
                throw MtlException.data(name + ": expected at most " + MOST_HISTOGRAMS
                        + " pairs of tasks to draw, found more; choose some with --only-tasks");
            }
            return counts;
        }
    }

    /** Draws {@code row,task} and a score per target. */
    Panel read(String input, CsvReader in) {
        return panel(input, counts(in, 1));
    }

    /** Draws what each use of a row did to stability and plasticity, {@code after,epoch,step,row,task} and a score for each. */
    Panel readUses(String input, CsvReader in) {
        return panel(input, counts(in, 4));
    }

    /** Counts the scores of lines that follow the column of the row's task. */
    private Counts counts(CsvReader in, int task) {
        Counts counts = new Counts(in.name(), in.header().subList(task + 1, in.header().size()));
        while (in.next()) {
            if (counts.takes(in.get(task))) {
                ScoreCounts of = counts.of(in.get(task));
                for (int t = 0; t < counts.columns.length; t++) {
                    int column = counts.columns[t] + task + 1;
                    of.add(t, finite(in.number(column), () -> in.place(column)));
                }
            }
        }
        return counts;
    }

    /** Draws scores of rows from an NPY file, whose names stand beside it. */
    Panel readArray(String input) {
        List<String> tasks = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        String name = context.displayName(input);
        try (NpyReader in = NpyReader.open(context.path(input))) {
            NpyAxes.read(NpyAxes.of(context.path(input)), row -> tasks.add(row.get(NpyAxes.TASK)),
                    column -> targets.add(column.get(NpyAxes.TASK)));
            long[] shape = in.shape();
            if (shape.length != 2 || shape[0] != tasks.size() || shape[1] != targets.size()) {
                throw MtlException.data(name + ": expected " + tasks.size() + " rows and " + targets.size()
                        + " targets as in " + NpyAxes.of(context.path(input)) + ", found the shape "
                        + Arrays.toString(shape));
            }
            Counts counts = new Counts(name, targets);
            double[] line = new double[targets.size()];
            for (int i = 0; i < tasks.size(); i++) {
                in.read((long) i * line.length, line.length, line, 0);
                for (int t = 0; t < counts.columns.length && counts.takes(tasks.get(i)); t++) {
                    int row = i;
                    counts.of(tasks.get(i)).add(t, finite(line[counts.columns[t]], () -> name + ": row " + row));
                }
            }
            return panel(input, counts);
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }

    private static double finite(double value, Supplier<String> place) {
        if (!Double.isFinite(value)) {
            throw MtlException.data(place.get() + ": expected a finite number, found '" + value + "'");
        }
        return value;
    }

    private Panel panel(String input, Counts counts) {
        if (counts.tasks.isEmpty() || counts.targets.isEmpty()) {
            throw MtlException.data(counts.name + ": expected scores of at least one task on one target, found none");
        }
        List<String> sources = List.copyOf(counts.tasks.keySet());
        int side = counts.targets.size() <= FEW ? 12 : counts.targets.size() <= MANY ? 8 : 5;
        ScoreCounts.Coarse coarse = ScoreCounts.together(List.copyOf(counts.tasks.values())).coarse(side);
        int[][] lower = new int[coarse.counts().length][2 * side];
        int[][] upper = new int[coarse.counts().length][2 * side];
        for (int c = 0; c < lower.length; c++) {
            System.arraycopy(coarse.counts()[c], 0, lower[c], 0, side);
            System.arraycopy(coarse.counts()[c], side, upper[c], side, side);
        }
        boolean ofStream = counts.targets.equals(ResultKind.OF_STREAM);
        Histograms.Labels labels = new Histograms.Labels(
                settings.title().orElse(settings.shownName(input) + ": influence of training rows"),
                scale(coarse.limit()), "task of the training row",
                ofStream ? "influence on" : "target task (whose loss changes)", "0 or less: helps",
                "above 0: harms");
        return new Histograms(labels, sources, counts.targets, lower, upper, -coarse.limit(), coarse.limit());
    }

    private static String scale(double limit) {
        return "boxes: -" + Scale.rounded(limit) + " to " + Scale.rounded(limit)
                + ", the rest in the outer bars; heights: square roots of counts";
    }

    /** Draws {@code row,task,score,keep}. */
    Panel readSelection(String input, CsvReader in) {
        Map<String, List<double[]>> tasks = new LinkedHashMap<>();
        List<String> only = settings.onlyTasks();
        while (in.next()) {
            String keep = in.get(3);
            if (!keep.matches("[01]")) {
                throw MtlException.data(in.place(3) + ": expected 1 or 0, found '" + keep + "'");
            }
            if (only.isEmpty() || only.contains(in.get(1))) {
                double score = finite(in.number(2), () -> in.place(2));
                tasks.computeIfAbsent(in.get(1), key -> new ArrayList<>()).add(new double[] {score, keep.charAt(0) - '0'});
            }
        }
        if (tasks.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one line, found only the header");
        }
        return selection(input, tasks);
    }

    private Panel selection(String input, Map<String, List<double[]>> tasks) {
        int side = 12;
        List<ScoreCounts> counts = new ArrayList<>();
        tasks.values().forEach(lines -> {
            // Kept and dropped rows are two cells of one scale.
            ScoreCounts of = new ScoreCounts(2);
            lines.forEach(line -> of.add((int) line[1], line[0]));
            counts.add(of);
        });
        ScoreCounts.Coarse coarse = ScoreCounts.together(counts).coarse(side);
        int[][] kept = new int[tasks.size()][];
        int[][] dropped = new int[tasks.size()][];
        for (int task = 0; task < kept.length; task++) {
            dropped[task] = coarse.counts()[2 * task];
            kept[task] = coarse.counts()[2 * task + 1];
        }
        Histograms.Labels labels = new Histograms.Labels(
                settings.title().orElse(settings.shownName(input) + ": which training rows are dropped"),
                scale(coarse.limit()), "task of the training row", "score (positive: harms)", "kept", "dropped");
        return new Histograms(labels, List.copyOf(tasks.keySet()), List.of(""), kept, dropped, -coarse.limit(),
                coarse.limit());
    }
}
