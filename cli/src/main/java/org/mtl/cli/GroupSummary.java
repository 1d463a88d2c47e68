package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.grouping.BindingConstraints;
import org.mtl.grouping.Grouping;
import org.mtl.grouping.GroupingProblem;
import org.mtl.grouping.GroupingResult;
import org.mtl.grouping.RandomGrouping;

/**
 * What is known about groups, for {@code --summary}.
 *
 * @param problem what was asked for
 * @param stated its constraints as the user stated them
 * @param objective the objective's facts by name
 * @param solver who found the groups
 * @param result the groups
 * @param alternatives the next best ones
 * @param draws what else was drawn, of random ones
 */
record GroupSummary(
        GroupingProblem problem, StatedConstraints stated, Map<String, Object> objective, SolverWord solver,
        GroupingResult result, List<GroupingResult> alternatives, Optional<RandomGrouping.Draws> draws) {

    /** The summary as a JSON object. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.putAll(objective);
        json.put("objective", result.objective());
        json.put("bound", finite(result.bound()));
        // Of an objective of 0 there is no relative gap.
        json.put("gap", finite(result.gap()));
        json.put("status", status());
        json.put("solver", solver.toString());
        draws.ifPresent(drawn -> json.put("draws", draws(drawn)));
        json.put("constraints", stated.items().stream().map(item -> item.statement().json()).toList());
        json.put("binding", stated.items().stream().filter(this::isBinding).map(item -> item.statement().json()).toList());
        json.put("groups", groups());
        json.put("tasks", tasks());
        json.put("alternatives", alternatives.stream().map(this::alternative).toList());
        return json;
    }

    /** The word for how much is proven. */
    String status() {
        return result.status().name().toLowerCase(Locale.ROOT);
    }

    private static Object finite(double value) {
        return Double.isInfinite(value) ? null : value;
    }

    private static Map<String, Object> draws(RandomGrouping.Draws draws) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", draws.count());
        json.put("best", draws.best().objective());
        json.put("mean", draws.mean());
        json.put("worst", draws.worst());
        return json;
    }

    private boolean isBinding(StatedConstraints.Stated item) {
        return item.meaning().stream()
                .anyMatch(meaning -> BindingConstraints.isBinding(problem, result.grouping(), meaning));
    }

    private List<Map<String, Object>> groups() {
        List<Map<String, Object>> groups = new ArrayList<>();
        List<int[]> lists = result.grouping().groups();
        for (int slot = 0; slot < lists.size(); slot++) {
            int[] group = lists.get(slot);
            if (group.length > 0) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("group", slot + 1);
                json.put("value", problem.objective().of(problem.affinity(), group));
                json.put("tasks", names(group));
                json.put("gains", Arrays.stream(group)
                        .mapToObj(task -> problem.objective().gain(problem.affinity(), group, task)).toList());
                groups.add(json);
            }
        }
        return groups;
    }

    /** Of each task the group where it gains most, and what it gains there. */
    private List<Map<String, Object>> tasks() {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (int task = 0; task < problem.affinity().size(); task++) {
            int best = problem.objective().bestGroup(problem.affinity(), result.grouping(), task);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("task", problem.affinity().names().get(task));
            json.put("group", best + 1);
            json.put("gain", problem.objective().gain(problem.affinity(), result.grouping().groups().get(best), task));
            tasks.add(json);
        }
        return tasks;
    }

    private Map<String, Object> alternative(GroupingResult other) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("objective", other.objective());
        json.put("difference", other.objective() - result.objective());
        json.put("status", other.status().name().toLowerCase(Locale.ROOT));
        json.put("groups", numbered(other.grouping()));
        return json;
    }

    private List<Map<String, Object>> numbered(Grouping grouping) {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (int slot = 0; slot < grouping.groups().size(); slot++) {
            if (grouping.groups().get(slot).length > 0) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("group", slot + 1);
                json.put("tasks", names(grouping.groups().get(slot)));
                groups.add(json);
            }
        }
        return groups;
    }

    private List<String> names(int[] group) {
        return Arrays.stream(group).mapToObj(problem.affinity().names()::get).toList();
    }
}
