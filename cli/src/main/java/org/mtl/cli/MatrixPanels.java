package org.mtl.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.HeatMap;
import org.mtl.plot.Panel;
import org.mtl.plot.TaskMatrix;

/** Heat maps of files that hold a matrix of tasks. */
final class MatrixPanels {

    /** More cells a side cannot be told apart, even in a large picture. */
    private static final int MOST_TASKS = 500;

    private final PlotSettings settings;
    private final Context context;

    MatrixPanels(PlotSettings settings, Context context) {
        this.settings = settings;
        this.context = context;
    }

    /** Draws what a CSV file holds. */
    Panel read(String input, CsvReader in, boolean helpfulAbove) {
        List<String> targets = in.header().subList(1, in.header().size());
        Map<String, double[]> lines = new LinkedHashMap<>();
        while (in.next()) {
            if (lines.put(in.get(0), AffinityFile.values(in)) != null) {
                throw MtlException.data(in.place(0) + ": task '" + in.get(0) + "' appears twice");
            }
        }
        double[][] values = lines.values().toArray(double[][]::new);
        return panel(input, new TaskMatrix(new ArrayList<>(lines.keySet()), targets, values), helpfulAbove);
    }

    /** Draws what an NPY file holds, whose sign stands beside it. */
    Panel readArray(String input) {
        AffinityArray array = AffinityArray.read(context.path(input));
        boolean harm = Meta.fact(input, "sign", context).filter("positive is harmful"::equals).isPresent();
        return panel(input, new TaskMatrix(array.sources(), array.targets(), array.values()), !harm);
    }

    private Panel panel(String input, TaskMatrix matrix, boolean helpfulAbove) {
        String name = context.displayName(input);
        if (matrix.sources().isEmpty()) {
            throw MtlException.data(name + ": expected at least one line, found only the header");
        }
        int size = Math.max(matrix.sources().size(), matrix.targets().size());
        if (size > MOST_TASKS && settings.onlyTasks().isEmpty()) {
            throw MtlException.data(name + ": expected at most " + MOST_TASKS + " tasks to draw, found " + size
                    + "; choose some with --only-tasks");
        }
        List<String> tasks = settings.chosen(matrix.tasks(), name);
        TaskMatrix part = part(matrix, tasks);
        List<String> order = settings.isClustered() ? part.clustered(helpfulAbove) : part.tasks();
        List<String> groupNames = new ArrayList<>();
        List<List<String>> groups = new ArrayList<>();
        if (settings.grouping().isPresent()) {
            groups(matrix, order).forEach((number, members) -> {
                groupNames.add(number);
                groups.add(members);
            });
            order = groups.stream().flatMap(List::stream).toList();
        }
        TaskMatrix.Arranged shown = part.arranged(order);
        return new HeatMap(labels(input, helpfulAbove, !groups.isEmpty()), shown.rows(), shown.columns(), shown.values(),
                part.blocks(groupNames, groups), helpfulAbove);
    }

    private static TaskMatrix part(TaskMatrix matrix, List<String> tasks) {
        TaskMatrix.Arranged part = matrix.arranged(tasks);
        return new TaskMatrix(part.rows(), part.columns(), part.values());
    }

    /** The tasks of each group, in an order. */
    private Map<String, List<String>> groups(TaskMatrix matrix, List<String> order) {
        SortedMap<Integer, Set<String>> groups =
                GroupingFile.read(settings.grouping().orElseThrow(), matrix.tasks(), "the matrix", context);
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        groups.forEach((number, members) -> ordered.put(number.toString(), inOrder(members, order)));
        return ordered;
    }

    private static List<String> inOrder(Collection<String> members, List<String> order) {
        return order.stream().filter(members::contains).toList();
    }

    private HeatMap.Labels labels(String input, boolean helpfulAbove, boolean grouped) {
        String method = Meta.fact(input, "method", context).map(word -> " (" + word + ")").orElse("");
        String what = helpfulAbove ? "affinity of tasks" + method : "influence of tasks" + method;
        String title = settings.shownName(input) + ": " + what + (grouped ? ", groups outlined" : "");
        return new HeatMap.Labels(settings.title().orElse(title), "source task (is trained on)",
                "target task (whose loss changes)", helpfulAbove ? "harms" : "helps",
                helpfulAbove ? "helps" : "harms");
    }
}
