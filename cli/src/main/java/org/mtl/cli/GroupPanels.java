package org.mtl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.HeatMap;
import org.mtl.plot.Membership;
import org.mtl.plot.Panel;

/** Groups of tasks as blocks, and what tasks gain in them. */
final class GroupPanels {

    /** The name of all groups, or of all tasks. */
    private static final String ALL = "*";
    private static final String ERRORS = "_se";

    private final PlotSettings settings;

    GroupPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** Draws {@code group,task}. */
    Panel read(String input, CsvReader in) {
        SortedMap<Integer, Set<String>> groups = new TreeMap<>();
        List<String> only = settings.onlyTasks();
        while (in.next()) {
            if (only.isEmpty() || only.contains(in.get(1))) {
                GroupingFile.add(in, groups);
            }
        }
        if (groups.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one group, found none");
        }
        List<String> names = groups.keySet().stream().map(String::valueOf).toList();
        List<List<String>> members = new ArrayList<>();
        groups.values().forEach(group -> members.add(List.copyOf(group)));
        String what = groups.size() == 1 ? ": a group of tasks" : ": " + groups.size() + " groups of tasks";
        return new Membership(settings.title().orElse(settings.shownName(input) + what), names, members);
    }

    /**
     * Draws {@code group,task,metric,value}: for each metric what each task gains in each group, without the sums (group or
     * task *) and the standard errors.
     */
    List<Panel> readGains(String input, CsvReader in) {
        Map<String, Map<String, Map<String, Double>>> metrics = new LinkedHashMap<>();
        Set<String> tasks = new LinkedHashSet<>();
        while (in.next()) {
            if (in.get(0).equals(ALL) || in.get(1).equals(ALL) || in.get(2).endsWith(ERRORS)) {
                continue;
            }
            tasks.add(in.get(1));
            double value = in.isEmpty(3) ? Double.NaN : CurvePanels.finite(in, 3);
            metrics.computeIfAbsent(in.get(2), key -> new LinkedHashMap<>())
                    .computeIfAbsent("group " + in.get(0), key -> new LinkedHashMap<>()).put(in.get(1), value);
        }
        List<String> chosen = settings.chosen(List.copyOf(tasks), in.name());
        if (chosen.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one gain, found none");
        }
        List<Panel> panels = new ArrayList<>();
        metrics.forEach((metric, groups) -> {
            double[][] values = groups.values().stream().map(group -> chosen.stream()
                    .mapToDouble(task -> group.getOrDefault(task, Double.NaN)).toArray()).toArray(double[][]::new);
            String title = settings.title().orElse(settings.shownName(input) + ": what tasks gain in groups") + ", " + metric;
            panels.add(new HeatMap(new HeatMap.Labels(title, "group", "task", "harms", "helps"),
                    List.copyOf(groups.keySet()), chosen, values, List.of(), true));
        });
        return panels;
    }
}
