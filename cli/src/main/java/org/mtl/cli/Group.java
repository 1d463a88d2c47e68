package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.grouping.ColumnGrouping;
import org.mtl.grouping.CompactGrouping;
import org.mtl.grouping.CpSatFactory;
import org.mtl.grouping.Deadline;
import org.mtl.grouping.GroupingObjective;
import org.mtl.grouping.GroupingProblem;
import org.mtl.grouping.GroupingResult;
import org.mtl.grouping.GroupingSolver;
import org.mtl.grouping.SearchSettings;
import org.mtl.grouping.TaskAffinity;
import org.mtl.io.CsvWriter;
import org.mtl.io.Json;
import org.mtl.io.Numbers;
import org.mtl.io.OutputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl group [AFFINITY] --groups M}. */
@Command(
        name = "group",
        description = {
            "Finds the groups of tasks that help each other most; groups may overlap, every task is in one at least.",
            "The value of a group is the sum of all affinities inside it, its diagonal too, divided by its size."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl influence model --level task --as gain | mtl group --groups 4 > groups.csv",
            "  mtl group affinity.csv --groups 5 --time-limit 10 --summary groups.json -o groups.csv"
        })
final class Group extends Subcommand {

    /** The seconds after which a search ends that a proof would rarely end. */
    private static final double LIMIT_WITHOUT_PROOF = 60;

    @Parameters(
            paramLabel = "AFFINITY",
            arity = "0..1",
            description = "A matrix: source and a column per task, larger is better. An empty cell is 0 on the diagonal;"
                    + " elsewhere it keeps the two tasks apart. Default: standard input.")
    private String affinity = Context.STANDARD_INPUT;

    @Option(names = "--groups", paramLabel = "M", required = true, order = 10, description = "The number of groups, all different.")
    private int groups;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            order = 30,
            description = "End with the best groups found so far after this time. Default: none up to 20 tasks, where the"
                    + " best there are is proven in a moment; beyond, 60.")
    private Double timeLimit;

    @Option(
            names = "--summary",
            paramLabel = "FILE.json",
            order = 81,
            description = "Write objective, bound, gap, status and the groups' values to a file.")
    private String summary;

    @Mixin
    private ResultOptions results;

    Group(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        if (groups < 1) {
            throw MtlException.usage("--groups: expected a whole number of at least 1, found '" + groups + "'");
        }
        if (timeLimit != null && !(timeLimit > 0)) {
            throw MtlException.usage("--time-limit: expected a number of seconds above 0, found '" + Numbers.format(timeLimit) + "'");
        }
        GroupingProblem problem = GroupingProblem.exactly(AffinityFile.read(affinity, context()), GroupingObjective.MEAN, groups);
        CpSatFactory solvers = new CpSatFactory(context().workers().threads());
        context().onInterrupt(solvers::stop);
        boolean columns = problem.affinity().size() <= ColumnGrouping.MAXIMUM_TASKS;
        GroupingSolver solver = columns ? new ColumnGrouping(solvers) : new CompactGrouping(solvers);
        GroupingResult result = solver.solve(problem, SearchSettings.UNLIMITED.until(deadline(columns)));
        report(result);
        write(problem, result);
        return ExitCode.DONE;
    }

    private Deadline deadline(boolean ends) {
        if (timeLimit == null && ends) {
            return Deadline.NONE;
        }
        return Deadline.after(timeLimit == null ? LIMIT_WITHOUT_PROOF : timeLimit);
    }

    private void report(GroupingResult result) {
        String worth = "objective " + Numbers.format(result.objective());
        if (result.status() == GroupingResult.Status.OPTIMAL) {
            context().detail(worth + ", proven optimal");
        } else {
            context().warn("not proven optimal in the time given: " + worth + ", and none is above "
                    + Numbers.format(result.bound()));
        }
    }

    private void write(GroupingProblem problem, GroupingResult result) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("measure", name(problem.objective()));
        facts.put("groups", groups);
        facts.put("status", name(result.status()));
        facts.put("models", Meta.models(affinity, context()));
        if (summary == null) {
            results.write(context(), "grouping", facts, recordedCommand(), out -> writeGroups(out, problem, result));
            return;
        }
        try (OutputFile file = context().outputs().file(context().path(summary))) {
            file.stream().write(Json.write(summary(problem, result)));
            results.write(context(), "grouping", facts, recordedCommand(), out -> {
                writeGroups(out, problem, result);
                file.commit();
            });
        }
    }

    private static void writeGroups(OutputStream out, GroupingProblem problem, GroupingResult result) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        csv.record(List.of("group", "task"));
        int number = 0;
        for (int[] group : result.grouping().groups()) {
            number++;
            for (int task : group) {
                csv.field(number).field(problem.affinity().names().get(task)).end();
            }
        }
        csv.flush();
    }

    private static Map<String, Object> summary(GroupingProblem problem, GroupingResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("measure", name(problem.objective()));
        json.put("objective", result.objective());
        json.put("bound", result.bound());
        // Of an objective of 0 there is no relative gap.
        json.put("gap", Double.isInfinite(result.gap()) ? null : result.gap());
        json.put("status", name(result.status()));
        json.put("constraints", Map.of("groups", problem.groups()));
        json.put("groups", groups(problem, result));
        return json;
    }

    private static List<Map<String, Object>> groups(GroupingProblem problem, GroupingResult result) {
        TaskAffinity affinity = problem.affinity();
        List<Map<String, Object>> groups = new ArrayList<>();
        for (int[] group : result.grouping().groups()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("group", groups.size() + 1);
            json.put("value", problem.objective().of(affinity, group));
            json.put("tasks", Arrays.stream(group).mapToObj(affinity.names()::get).toList());
            groups.add(json);
        }
        return groups;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
