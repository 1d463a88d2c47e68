package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mtl.grouping.CpSatFactory;
import org.mtl.grouping.GroupingConstraint;
import org.mtl.grouping.GroupingObjective;
import org.mtl.grouping.GroupingProblem;
import org.mtl.grouping.GroupingResult;
import org.mtl.grouping.GroupingSolver;
import org.mtl.grouping.NextBest;
import org.mtl.grouping.RandomGrouping;
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
            "--summary names the binding constraints: limits that leave no room for one more task or group, least sizes that"
                + " a group just reaches, and all that decides about tasks outright (partition, together, apart, pin).",
            "Ctrl-C ends the search; the best groups found so far are written, and the exit code is 130."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl influence model --level task --as gain | mtl group --groups 4 --time-limit 5 > groups.csv",
            "  mtl group affinity.csv --groups 5 --time-limit 10 --summary groups.json -o groups.csv",
            "  mtl group affinity.csv --max-groups 8 --max-size 20 --together 1,2 --apart 1,3 --time-limit 5 -o groups.csv",
            "  mtl group affinity.csv --groups 3 --partition --solver random --repeats 10 > random.csv"
        })
final class Group extends Subcommand {

    @Parameters(
            paramLabel = "AFFINITY",
            arity = "0..1",
            description = "A matrix: source and a column per task, larger is better. An empty cell is 0 on the diagonal;"
                    + " elsewhere it keeps the two tasks apart. A name ending in .npy is an array, with its names"
                    + " beside it. Default: standard input.")
    private String affinity = Context.STANDARD_INPUT;

    @Mixin
    private GroupConstraintOptions constraintOptions;

    @Mixin
    private ObjectiveOptions objectiveOptions;

    @Mixin
    private GroupSearchOptions searchOptions;

    @Option(
            names = "--summary",
            paramLabel = "FILE.json",
            order = 81,
            description = "Write objective, bound, gap, status, constraints, what groups and tasks gain, and alternatives to"
                    + " a file.")
    private String summary;

    @Mixin
    private ResultOptions results;

    Group(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        constraintOptions.require();
        searchOptions.require(summary != null);
        Map<String, String> inputs = constraintOptions.inputs();
        inputs.put("AFFINITY", affinity);
        searchOptions.hint().ifPresent(file -> inputs.put("--hint", file));
        context().requireOneStandardInput(inputs);
        GroupingObjective objective = objectiveOptions.objective();
        TaskAffinity read = objectiveOptions.apply(AffinityFile.read(affinity, context()));
        StatedConstraints stated = constraintOptions.read(read.names(), context());
        searchOptions.requireKept(stated);
        GroupSummary found = search(new GroupingProblem(read, objective, stated.constraints()), stated);
        boolean interrupted = context().endStoppable();
        report(found, interrupted);
        write(found);
        boolean holds = found.result().status() == GroupingResult.Status.OPTIMAL || !searchOptions.requiresOptimal();
        int code = holds ? ExitCode.DONE : ExitCode.GATE;
        if (interrupted && searchOptions.acceptsBest()) {
            context().accept(code);
        }
        return code;
    }

    /** Searches for groups; from here on, a signal ends the search and not the command. */
    private GroupSummary search(GroupingProblem problem, StatedConstraints stated) {
        AtomicBoolean stopped = new AtomicBoolean();
        CpSatFactory factory = new CpSatFactory(context().workers().threads());
        GroupProgress progress = new GroupProgress(context());
        SearchSettings settings = searchOptions.settings(problem, progress, context());
        GroupingSolver solver = searchOptions.solver(problem.affinity().size(), factory, stopped::get);
        context().beginStoppable(() -> {
            stopped.set(true);
            factory.stop();
        });
        try {
            Optional<RandomGrouping.Draws> draws = solver instanceof RandomGrouping random
                    ? Optional.of(random.draw(problem, settings)) : Optional.empty();
            GroupingResult result =
                    draws.map(RandomGrouping.Draws::best).orElseGet(() -> solver.solve(problem, settings));
            List<GroupingResult> alternatives =
                    new NextBest(solver).after(problem, result, searchOptions.nextBest(), settings);
            return new GroupSummary(
                    problem, stated, objectiveOptions.facts(), searchOptions.word(), result, alternatives, draws);
        } finally {
            progress.end();
        }
    }

    private void report(GroupSummary found, boolean interrupted) {
        GroupingResult result = found.result();
        String worth = "objective " + Numbers.format(result.objective());
        found.draws().ifPresent(draws -> context().detail("the best of " + draws.count() + ", whose mean is "
                + Numbers.format(draws.mean()) + " and the worst " + Numbers.format(draws.worst())));
        if (result.status() == GroupingResult.Status.OPTIMAL) {
            context().detail(worth + ", proven optimal");
        } else if (!searchOptions.word().proves()) {
            context().detail(worth);
        } else {
            String why = interrupted ? "the search was interrupted; not proven optimal: "
                    : "not proven optimal in the time given: ";
            context().warn(why + worth + (Double.isInfinite(result.bound()) ? "" : ", and none is above "
                    + Numbers.format(result.bound())));
        }
        GroupingConstraint.GroupCount count = found.problem().constraints().count();
        int groups = result.grouping().size();
        if (groups < count.minimum() || groups > count.maximum()) {
            context().warn(searchOptions.word() + " finds " + groups + " groups, the nearest to the "
                    + found.problem().groups() + " asked for");
        }
    }

    private void write(GroupSummary found) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>(objectiveOptions.facts());
        facts.put("groups", found.result().grouping().size());
        facts.put("status", found.status());
        facts.put("models", Meta.models(affinity, context()));
        if (summary == null) {
            results.write(context(), "grouping", facts, recordedCommand(), out -> writeGroups(out, found));
            return;
        }
        try (OutputFile file = context().outputs().file(context().path(summary))) {
            file.stream().write(Json.write(found.json()));
            results.write(context(), "grouping", facts, recordedCommand(), out -> {
                writeGroups(out, found);
                file.commit();
            });
        }
    }

    private static void writeGroups(OutputStream out, GroupSummary found) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        csv.record(List.of("group", "task"));
        int number = 0;
        for (int[] group : found.result().grouping().groups()) {
            number++;
            for (int task : group) {
                csv.field(number).field(found.problem().affinity().names().get(task)).end();
            }
        }
        csv.flush();
    }
}
