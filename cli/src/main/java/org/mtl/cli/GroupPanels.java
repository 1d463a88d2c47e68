package org.mtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.plot.Membership;
import org.mtl.plot.Panel;

/** Groups of tasks as blocks. */
final class GroupPanels {

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
}
