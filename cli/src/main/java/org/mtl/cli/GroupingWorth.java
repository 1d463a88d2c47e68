package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.mtl.MtlException;
import org.mtl.grouping.Grouping;
import org.mtl.grouping.GroupingObjective;
import org.mtl.grouping.TaskAffinity;
import org.mtl.io.CsvWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What groups of tasks, made by whomever, are worth. */
final class GroupingWorth {

    @Mixin
    private GroupingOption grouping;

    @Option(
            names = "--affinity",
            paramLabel = "FILE",
            order = 15,
            description = "The matrix that --grouping is measured by, as mtl group takes it; - is standard input.")
    private String affinity;

    @Mixin
    private ObjectiveOptions objectiveOptions;

    /**
     * Whether groups are to be measured.
     *
     * @throws MtlException (USAGE) if options for that stand alone
     */
    boolean isAsked() {
        Optional<String> groups = grouping.file();
        if (groups.isEmpty() && (affinity != null || objectiveOptions.isAny())) {
            throw MtlException.usage("--affinity, --objective, --serving-self and --diagonal need --grouping");
        }
        if (groups.isPresent() && affinity == null) {
            throw MtlException.usage("--grouping needs --affinity");
        }
        return groups.isPresent();
    }

    /**
     * Measures and writes {@code group,task,metric,value}: the value of each group (task *), what each task gains in it,
     * what it gains in its best group (group *), and the value of all (both *).
     */
    void run(ResultOptions results, List<String> command, Context context) throws Exception {
        String file = grouping.file().orElseThrow();
        context.requireOneStandardInput(Map.of("--grouping", file, "--affinity", affinity));
        GroupingObjective objective = objectiveOptions.objective();
        TaskAffinity matrix = objectiveOptions.apply(AffinityFile.read(affinity, context));
        SortedMap<Integer, Set<String>> groups = GroupingFile.read(file, matrix.names(), "the matrix", context);
        List<int[]> lists = new ArrayList<>();
        groups.values().forEach(names -> lists.add(names.stream().mapToInt(matrix.names()::indexOf).toArray()));
        Map<String, Object> facts = new LinkedHashMap<>(objectiveOptions.facts());
        facts.put("models", Meta.models(affinity, context));
        results.write(context, "grouping-evaluation", facts, command, out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(List.of("group", "task", "metric", "value"));
            write(csv, List.copyOf(groups.keySet()), new Grouping(lists), matrix, objective);
            csv.flush();
        });
    }

    private static void write(
            CsvWriter csv, List<Integer> numbers, Grouping grouping, TaskAffinity matrix, GroupingObjective objective)
            throws IOException {
        for (int g = 0; g < numbers.size(); g++) {
            int[] group = grouping.groups().get(g);
            String number = numbers.get(g).toString();
            requireAllowed(matrix, group, number);
            for (int task : group) {
                write(csv, number, matrix.names().get(task), "gain", objective.gain(matrix, group, task));
            }
            write(csv, number, "*", "value", objective.of(matrix, group));
        }
        for (int task = 0; task < matrix.size(); task++) {
            int[] best = grouping.groups().get(objective.bestGroup(matrix, grouping, task));
            write(csv, "*", matrix.names().get(task), "gain", objective.gain(matrix, best, task));
        }
        write(csv, "*", "*", "value", objective.of(matrix, grouping));
    }

    private static void requireAllowed(TaskAffinity matrix, int[] group, String number) {
        for (int task : group) {
            for (int other : group) {
                if (matrix.isForbidden(task, other)) {
                    throw MtlException.data("--grouping: group " + number + " holds '" + matrix.names().get(task) + "' and '"
                            + matrix.names().get(other) + "', which the affinities keep apart (an empty cell)");
                }
            }
        }
    }

    private static void write(CsvWriter csv, String group, String task, String metric, double value) throws IOException {
        csv.field(group).field(task).field(metric).field(value).end();
    }
}
