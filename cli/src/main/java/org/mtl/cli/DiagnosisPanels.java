package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.HeatMap;
import org.mtl.plot.Panel;

/** Heat maps of what {@code diagnose} writes: gain, cosine and alignment of each pair of tasks. */
final class DiagnosisPanels {

    private final PlotSettings settings;

    DiagnosisPanels(PlotSettings settings) {
        this.settings = settings;
    }

    /** Draws {@link Diagnose#HEADER}, a panel for each of three columns. */
    List<Panel> read(String input, CsvReader in) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("gain", "gain by the source");
        columns.put("cosine", "cosine of own models");
        columns.put("alignment", "alignment of covariances");
        List<String> tasks = new ArrayList<>();
        Map<String, Map<List<String>, Double>> cells = new LinkedHashMap<>();
        while (in.next()) {
            for (String task : List.of(in.get(0), in.get(1))) {
                if (!tasks.contains(task)) {
                    tasks.add(task);
                }
            }
            for (String column : columns.keySet()) {
                int at = in.indexOf(column);
                cells.computeIfAbsent(column, key -> new LinkedHashMap<>())
                        .put(List.of(in.get(0), in.get(1)), in.isEmpty(at) ? Double.NaN : CurvePanels.finite(in, at));
            }
        }
        if (tasks.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one line, found only the header");
        }
        List<String> shown = settings.chosen(tasks, in.name());
        List<Panel> panels = new ArrayList<>();
        columns.forEach((column, what) -> panels.add(panel(input, what, shown, cells.get(column))));
        return panels;
    }

    private Panel panel(String input, String what, List<String> tasks, Map<List<String>, Double> cells) {
        double[][] values = new double[tasks.size()][tasks.size()];
        for (int i = 0; i < values.length; i++) {
            String source = tasks.get(i);
            Arrays.setAll(values[i], j -> cells.getOrDefault(List.of(source, tasks.get(j)), Double.NaN));
        }
        boolean gain = what.startsWith("gain");
        HeatMap.Labels labels = new HeatMap.Labels(settings.title().orElse(settings.shownName(input) + ": " + what),
                "source task", "target task", gain ? "harms" : "opposite", gain ? "helps" : "alike");
        return new HeatMap(labels, tasks, tasks, values, List.of(), true);
    }
}
