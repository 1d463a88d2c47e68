package org.mtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.mtl.MtlException;
import org.mtl.grouping.BranchAndBoundGrouping;
import org.mtl.grouping.ClusteredGrouping;
import org.mtl.grouping.ColumnGrouping;
import org.mtl.grouping.AllColumnsGrouping;
import org.mtl.grouping.CompactGrouping;
import org.mtl.grouping.LargeGrouping;
import org.mtl.grouping.CpSatFactory;
import org.mtl.grouping.Deadline;
import org.mtl.grouping.ExhaustiveGrouping;
import org.mtl.grouping.GreedyGrouping;
import org.mtl.grouping.Grouping;
import org.mtl.grouping.GroupingProblem;
import org.mtl.grouping.GroupingSolver;
import org.mtl.grouping.RandomGrouping;
import org.mtl.grouping.SearchSettings;
import org.mtl.io.Numbers;
import picocli.CommandLine.Option;

/** How groups are searched for. */
final class GroupSearchOptions {

    /** The seconds after which a search ends that a proof would rarely end. */
    private static final double LIMIT_WITHOUT_PROOF = 60;

    @Option(
            names = "--solver",
            paramLabel = "default|cp-sat|branch-and-bound|exhaustive|greedy|random|affinity-propagation|spectral",
            order = 40,
            description = "How to search. cp-sat lists or models all groups, as a check of the default. The others are for"
                    + " comparison: branch-and-bound for up to 16 tasks; exhaustive for up to 100000000 combinations of"
                    + " groups; greedy and random may miss groups that meet tight constraints; affinity-propagation and"
                    + " spectral cluster the tasks, whatever the objective, and keep no constraint but the number of"
                    + " groups.")
    private SolverWord solver = SolverWord.DEFAULT;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            order = 41,
            description = "With --solver random: draw N groupings and take the best; their mean and worst stand in --summary"
                    + " and are printed with -v. Default: 10.")
    private Integer repeats;

    @Option(names = "--seed", paramLabel = "N", order = 42, description = "The seed of everything random. Default: 0.")
    private long seed;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            order = 43,
            description = "End with the best groups found so far after this time. Default: none where the best there are is"
                    + " proven in a moment, up to 20 tasks, nor for branch-and-bound and exhaustive; else 60.")
    private Double timeLimit;

    @Option(
            names = "--deterministic-limit",
            paramLabel = "WORK",
            order = 44,
            description = "End after so much work, in units of about a second, with the same groups in every run.")
    private Double deterministicLimit;

    @Option(
            names = "--gap",
            paramLabel = "SHARE",
            order = 45,
            description = "End as soon as no groups can be better than those found by more than this share of their"
                    + " objective: 0.01 for one percent. Default: 0, search for a proof.")
    private Double gap;

    @Option(
            names = "--hint",
            paramLabel = "FILE",
            order = 46,
            description = "Begin the search with these groups, a CSV file with the columns group,task; - is standard input.")
    private String hint;

    @Option(
            names = "--next-best",
            paramLabel = "N",
            order = 47,
            description = "Also find the next best N groupings, for --summary.")
    private Integer nextBest;

    @Option(
            names = "--require-optimal",
            order = 48,
            description = "Exit with 3 if the groups are not proven to be the best; they are written all the same.")
    private boolean requireOptimal;

    @Option(
            names = "--accept-best",
            order = 49,
            description = "Exit with 0 and not 130 after Ctrl-C, which ends the search with the best groups found so far.")
    private boolean acceptBest;

    /**
     * Makes sure that the options make sense.
     *
     * @param summary whether a summary is written
     * @throws MtlException (USAGE) for the first that does not
     */
    void require(boolean summary) {
        requireAbove(repeats, "--repeats");
        requireAbove(nextBest, "--next-best");
        if (timeLimit != null && !(timeLimit > 0)) {
            throw expected("--time-limit", "a number of seconds above 0", timeLimit);
        }
        if (deterministicLimit != null && !(deterministicLimit > 0)) {
            throw expected("--deterministic-limit", "an amount of work above 0", deterministicLimit);
        }
        if (gap != null && !(gap >= 0)) {
            throw expected("--gap", "a share of at least 0", gap);
        }
        if (repeats != null && solver != SolverWord.RANDOM) {
            throw MtlException.usage("--repeats needs --solver random");
        }
        if (nextBest != null && !summary) {
            throw MtlException.usage("--next-best needs --summary, where the alternatives are written");
        }
        if (requireOptimal && !solver.proves()) {
            throw MtlException.usage("--require-optimal: --solver " + solver + " proves nothing");
        }
    }

    private static void requireAbove(Integer value, String option) {
        if (value != null && value < 1) {
            throw MtlException.usage(option + ": expected a whole number of at least 1, found '" + value + "'");
        }
    }

    private static MtlException expected(String option, String what, double found) {
        return MtlException.usage(option + ": expected " + what + ", found '" + Numbers.format(found) + "'");
    }

    /**
     * Makes sure that the solver can keep all constraints.
     *
     * @throws MtlException (USAGE) naming one that it cannot
     */
    void requireKept(StatedConstraints constraints) {
        for (StatedConstraints.Stated item : constraints.items()) {
            if (!solver.keeps(item.statement().kind())) {
                throw MtlException.usage(item.statement().place().name() + ": --solver " + solver + " cannot keep "
                        + item.statement().kind().word());
            }
        }
    }

    SolverWord word() {
        return solver;
    }

    int nextBest() {
        return nextBest == null ? 0 : nextBest;
    }

    boolean requiresOptimal() {
        return requireOptimal;
    }

    boolean acceptsBest() {
        return acceptBest;
    }

    /** The file of the hint. */
    Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /** The solver; where it draws at random it is a {@link RandomGrouping}. */
    GroupingSolver solver(int tasks, CpSatFactory factory, BooleanSupplier stopped) {
        return switch (solver) {
            case DEFAULT ->
                    tasks <= ColumnGrouping.MAXIMUM_TASKS ? new ColumnGrouping(factory) : new LargeGrouping(factory);
            case CP_SAT ->
                    tasks <= ColumnGrouping.MAXIMUM_TASKS ? new AllColumnsGrouping(factory) : new CompactGrouping(factory);
            case BRANCH_AND_BOUND -> new BranchAndBoundGrouping(stopped);
            case EXHAUSTIVE -> new ExhaustiveGrouping(stopped);
            case GREEDY -> new GreedyGrouping(stopped);
            case RANDOM -> new RandomGrouping(repeats == null ? 10 : repeats, seed, stopped);
            case AFFINITY_PROPAGATION ->
                    new ClusteredGrouping(ClusteredGrouping.Method.AFFINITY_PROPAGATION, seed, stopped);
            case SPECTRAL -> new ClusteredGrouping(ClusteredGrouping.Method.SPECTRAL, seed, stopped);
        };
    }

    /** How long and from where to search. */
    SearchSettings settings(GroupingProblem problem, SearchSettings.Progress progress, Context context) {
        return new SearchSettings(deadline(problem.affinity().size()),
                deterministicLimit == null ? Double.POSITIVE_INFINITY : deterministicLimit, gap == null ? 0 : gap,
                hint().map(file -> readHint(file, problem, context)), progress);
    }

    private Deadline deadline(int tasks) {
        boolean ends = solver == SolverWord.BRANCH_AND_BOUND || solver == SolverWord.EXHAUSTIVE
                || tasks <= ColumnGrouping.MAXIMUM_TASKS || deterministicLimit != null;
        if (timeLimit == null && ends) {
            return Deadline.NONE;
        }
        return Deadline.after(timeLimit == null ? LIMIT_WITHOUT_PROOF : timeLimit);
    }

    private static Grouping readHint(String file, GroupingProblem problem, Context context) {
        List<String> names = problem.affinity().names();
        SortedMap<Integer, Set<String>> read = GroupingFile.readSome(file, names, "the matrix", context);
        boolean numbered = problem.constraints().isSlotted() && read.lastKey() <= problem.groups();
        List<int[]> groups = new ArrayList<>();
        for (Map.Entry<Integer, Set<String>> group : read.entrySet()) {
            while (numbered && groups.size() < group.getKey() - 1) {
                groups.add(new int[0]);
            }
            groups.add(group.getValue().stream().mapToInt(names::indexOf).toArray());
        }
        return new Grouping(groups);
    }
}
