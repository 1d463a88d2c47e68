package org.mtl.grouping;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * Groupings by the best next step, for comparison: each group begins with a task, chosen to help the others least; then,
 * one at a time, the task and the group that gain most are put together until every task is in a group; then groups that
 * are too small or equal grow; then tasks join further groups as long as that gains.
 *
 * <p>It knows no way back: where constraints are tight it may end without a grouping though there is one.
 */
public final class GreedyGrouping implements GroupingSolver {

    private final BooleanSupplier stopped;

    /** A solver that ends early where this says so. */
    public GreedyGrouping(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    @Override
    public GroupingResult solve(GroupingProblem problem, SearchSettings settings) {
        Search search = new Search(problem, settings);
        search.run();
        Grouping grouping = search.builder.grouping();
        if (!problem.admits(grouping)) {
            throw search.isOver() ? Unsolved.because(true, stopped)
                    : MtlException.data("greedy search finds no grouping that meets all constraints; there may be one");
        }
        return new GroupingResult(grouping, problem.valueOf(grouping), Double.POSITIVE_INFINITY,
                GroupingResult.Status.FEASIBLE);
    }

    /** One search, step by step. */
    private final class Search {

        private final GroupingProblem problem;
        private final SearchSettings settings;
        private final GroupBuilder builder;
        /** What it gains to put a unit into a group, by group and unit; −∞ where it cannot be. */
        private final double[][] gains;

        Search(GroupingProblem problem, SearchSettings settings) {
            this.problem = problem;
            this.settings = settings;
            builder = new GroupBuilder(problem);
            gains = new double[builder.groups()][builder.units()];
        }

        boolean isOver() {
            return stopped.getAsBoolean() || settings.deadline().isOver();
        }

        void run() {
            plantSeeds();
            for (int group = 0; group < builder.groups(); group++) {
                weigh(group);
            }
            boolean covering = true;
            while (covering && !isOver()) {
                int homeless = (int) IntStream.range(0, builder.units()).filter(unit -> builder.memberships(unit) == 0).count();
                int missing = IntStream.range(0, builder.groups()).map(builder::missing).sum();
                // The last tasks are kept for the groups that need them.
                covering = homeless > 0 && step(false, homeless <= missing, Double.NEGATIVE_INFINITY);
            }
            boolean growing = true;
            while (growing && !isOver()) {
                growing = IntStream.range(0, builder.groups()).filter(builder::mustGrow).findFirst().stream()
                        .anyMatch(this::grow);
            }
            boolean gaining = true;
            while (gaining && !isOver()) {
                gaining = step(true, false, 1e-12 * Math.max(1, Math.abs(problem.valueOf(builder.grouping()))));
            }
        }

        /** Gives each empty group a task that is in no other, the one that helps those of the other groups least. */
        private void plantSeeds() {
            for (int group = 0; group < builder.groups(); group++) {
                if (builder.group(group).length > 0) {
                    continue;
                }
                int chosen = -1;
                double least = Double.POSITIVE_INFINITY;
                for (int unit = 0; unit < builder.units(); unit++) {
                    double help = help(unit);
                    boolean better = help < least || chosen < 0;
                    if (builder.memberships(unit) == 0 && better && builder.takes(group, unit)) {
                        chosen = unit;
                        least = help;
                    }
                }
                if (chosen >= 0) {
                    builder.add(group, chosen);
                }
            }
        }

        /** How much a unit and the tasks of all groups help each other; before there are any, all tasks. */
        private double help(int unit) {
            int[] others = IntStream.range(0, builder.groups()).flatMap(group -> Arrays.stream(builder.group(group))).toArray();
            if (others.length == 0) {
                others = IntStream.range(0, problem.affinity().size()).toArray();
            }
            double sum = 0;
            for (int task : builder.tasks(unit)) {
                for (int other : others) {
                    double between = problem.affinity().between(task, other);
                    sum += task == other || Double.isNaN(between) ? 0 : between;
                }
            }
            return sum;
        }

        /** Takes the step that gains most, if that is more than a limit. */
        private boolean step(boolean again, boolean neededOnly, double above) {
            int bestGroup = -1;
            int bestUnit = -1;
            double best = above;
            for (int group = 0; group < builder.groups(); group++) {
                if (neededOnly && builder.missing(group) == 0) {
                    continue;
                }
                for (int unit = 0; unit < builder.units(); unit++) {
                    if ((again || builder.memberships(unit) == 0) && builder.takes(group, unit)) {
                        // Where tasks count once, other groups have a say in what it gains.
                        boolean known = !again || !problem.objective().isServing();
                        double gain = known ? gains[group][unit] : gain(group, unit);
                        if (gain > best && (!again || staysApart(group, unit))) {
                            best = gain;
                            bestGroup = group;
                            bestUnit = unit;
                        }
                    }
                }
            }
            return bestGroup >= 0 && add(bestGroup, bestUnit);
        }

        private boolean grow(int group) {
            int best = -1;
            for (int unit = 0; unit < builder.units(); unit++) {
                boolean better = best < 0 || gains[group][unit] > gains[group][best];
                if (better && builder.takes(group, unit) && staysApart(group, unit)) {
                    best = unit;
                }
            }
            return best >= 0 && add(group, best);
        }

        private boolean staysApart(int group, int unit) {
            int[] grown = builder.grown(group, unit);
            return builder.missing(group) > builder.tasks(unit).length || !problem.constraints().isDistinct()
                    || IntStream.range(0, builder.groups()).noneMatch(other -> Arrays.equals(builder.group(other), grown));
        }

        private boolean add(int group, int unit) {
            builder.add(group, unit);
            weigh(group);
            return true;
        }

        private void weigh(int group) {
            for (int unit = 0; unit < builder.units(); unit++) {
                gains[group][unit] = builder.takes(group, unit) ? gain(group, unit) : Double.NEGATIVE_INFINITY;
            }
        }

        private double gain(int group, int unit) {
            GroupingObjective objective = problem.objective();
            int[] before = builder.group(group);
            int[] after = builder.grown(group, unit);
            if (!objective.isServing()) {
                return objective.of(problem.affinity(), after) - objective.of(problem.affinity(), before);
            }
            double gain = 0;
            for (int task : after) {
                double elsewhere = Double.NEGATIVE_INFINITY;
                for (int other = 0; other < builder.groups(); other++) {
                    if (other != group && Arrays.binarySearch(builder.group(other), task) >= 0) {
                        elsewhere = Math.max(elsewhere, objective.gain(problem.affinity(), builder.group(other), task));
                    }
                }
                boolean here = Arrays.binarySearch(before, task) >= 0;
                double now = Math.max(elsewhere, here ? objective.gain(problem.affinity(), before, task) : elsewhere);
                double then = Math.max(elsewhere, objective.gain(problem.affinity(), after, task));
                // A task that was in no group counts for nothing before.
                gain += then - (now == Double.NEGATIVE_INFINITY ? 0 : now);
            }
            return gain;
        }
    }
}
