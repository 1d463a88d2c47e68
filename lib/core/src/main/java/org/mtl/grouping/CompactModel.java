package org.mtl.grouping;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A grouping problem as a model for CP-SAT whose size grows with m·K² (m·K³ where tasks are served) and not with the number
 * of groups there are: which task is in which group ({@link MemberModel}), and whole numbers below what they are worth.
 *
 * <p>Mean: pairs that share a group, how large each group is, and a number below the value of each. Sum: pairs alone.
 * Serving: each task chooses one of its groups, and a number below its gain there. Values are scaled so that the largest
 * S[i→k] + S[k→i] lies between 2²⁴ and 2²⁵.
 */
final class CompactModel {

    private static final int BITS = 24;

    private final GroupingProblem problem;
    private final TaskAffinity affinity;
    private final int tasks;
    private final int groups;
    private final int shift;
    private final MemberModel members;
    private final BoolVar[][] member;
    private final CpModel model;
    /** No group, and where tasks are served no task, is worth more. */
    private final long highest;

    CompactModel(GroupingProblem problem) {
        this.problem = problem;
        affinity = problem.affinity();
        tasks = affinity.size();
        groups = problem.groups();
        shift = shift(affinity);
        members = new MemberModel(tasks, problem.constraints(), true, affinity.forbiddenPairs());
        member = members.members();
        model = members.model();
        if (problem.objective().isServing()) {
            highest = 1L << BITS + 1;
            serve();
        } else {
            long[] limits = limits();
            highest = Math.max(0, Arrays.stream(limits).skip(1).max().orElseThrow());
            add(limits);
        }
    }

    /** How many terms a model of a problem has, about: what it takes to build one. */
    static double terms(GroupingProblem problem) {
        double tasks = problem.affinity().size();
        return problem.groups() * tasks * tasks * (problem.objective() == GroupingObjective.SUM ? 1 : tasks);
    }

    private static int shift(TaskAffinity affinity) {
        double largest = 0;
        for (int i = 0; i < affinity.size(); i++) {
            for (int k = 0; k <= i; k++) {
                double pair = Math.max(Math.abs(affinity.between(i, k)),
                        Math.max(Math.abs(affinity.of(i, k)), Math.abs(affinity.of(k, i))));
                largest = Double.isNaN(pair) ? largest : Math.max(largest, pair);
            }
        }
        return largest == 0 ? 0 : BITS - Math.getExponent(largest);
    }

    private long whole(double value) {
        return Math.round(Math.scalb(value, shift));
    }

    private void add(long[] limits) {
        LinearExprBuilder all = LinearExpr.newBuilder();
        for (int g = 0; g < groups; g++) {
            LinearExprBuilder sum = problem.objective() == GroupingObjective.SUM ? all : LinearExpr.newBuilder();
            for (int i = 0; i < tasks; i++) {
                sum.addTerm(member[g][i], whole(affinity.of(i, i)));
                for (int k = 0; k < i; k++) {
                    addPair(sum, member[g][i], member[g][k], affinity.between(i, k));
                }
            }
            if (sum != all) {
                all.add(mean(g, sum, limits));
            }
        }
        model.maximize(all);
    }

    /** A variable below the value of a group, Σ pairs / size, for whatever size it has. */
    private IntVar mean(int group, LinearExprBuilder sum, long[] limits) {
        IntVar value = model.newIntVar(-((long) tasks << BITS + 2), highest, "");
        BoolVar[] sizes = sizes(group);
        model.addEquality(value, 0).onlyEnforceIf(sizes[0]);
        for (int q = 1; q <= tasks; q++) {
            model.addLessOrEqual(LinearExpr.term(value, q), sum).onlyEnforceIf(sizes[q]);
            model.addLessOrEqual(value, limits[q]).onlyEnforceIf(sizes[q]);
        }
        return value;
    }

    /** Which size a group has. */
    private BoolVar[] sizes(int group) {
        BoolVar[] sizes = IntStream.rangeClosed(0, tasks).mapToObj(q -> model.newBoolVar("")).toArray(BoolVar[]::new);
        model.addExactlyOne(sizes);
        model.addEquality(LinearExpr.sum(member[group]),
                LinearExpr.weightedSum(sizes, IntStream.rangeClosed(0, tasks).asLongStream().toArray()));
        return sizes;
    }

    /** Only one side of "both are in" is needed: what is worth having must be paid for, what is not must be paid. */
    private void addPair(LinearExprBuilder sum, BoolVar first, BoolVar second, double value) {
        long weight = Double.isNaN(value) ? 0 : whole(value);
        if (weight == 0) {
            return;
        }
        BoolVar both = model.newBoolVar("");
        sum.addTerm(both, weight);
        if (weight > 0) {
            model.addImplication(both, first);
            model.addImplication(both, second);
        } else {
            model.addBoolOr(new Literal[] {both, first.not(), second.not()});
        }
    }

    /** Each task is served by one of its groups; what it gains there does not depend on pairs, since it is in. */
    private void serve() {
        BoolVar[][] sizes = IntStream.range(0, groups).mapToObj(this::sizes).toArray(BoolVar[][]::new);
        IntVar[] gains = new IntVar[tasks];
        for (int k = 0; k < tasks; k++) {
            gains[k] = model.newIntVar(-highest, highest, "");
            BoolVar[] server = new BoolVar[groups];
            for (int g = 0; g < groups; g++) {
                server[g] = model.newBoolVar("");
                model.addImplication(server[g], member[g][k]);
                for (int q = 1; q <= tasks; q++) {
                    model.addLessOrEqual(LinearExpr.term(gains[k], (long) problem.objective().divisor(q)), sources(g, k, q))
                            .onlyEnforceIf(new Literal[] {server[g], sizes[g][q]});
                }
            }
            model.addExactlyOne(server);
        }
        model.maximize(LinearExpr.sum(gains));
    }

    private LinearExpr sources(int group, int task, int size) {
        boolean counted = problem.objective() == GroupingObjective.SERVING_WITH_SELF || size == 1;
        long[] weights = IntStream.range(0, tasks).mapToLong(i -> i == task && !counted || affinity.isForbidden(i, task)
                ? 0 : whole(affinity.of(i, task))).toArray();
        return LinearExpr.weightedSum(member[group], weights);
    }

    /**
     * What no group of a size is worth more than: from each task its weight and half of those to its best partners, and of
     * these the best tasks.
     */
    private long[] limits() {
        double[][] shares = new double[tasks + 1][tasks];
        for (int i = 0; i < tasks; i++) {
            double[] partners = new double[tasks - 1];
            int count = 0;
            for (int k = 0; k < tasks; k++) {
                if (k != i) {
                    // Where forbidden pairs leave too few partners, 0 may be too much but never too little.
                    partners[count++] = affinity.isForbidden(i, k)
                            ? Double.NEGATIVE_INFINITY : whole(affinity.between(i, k));
                }
            }
            Arrays.sort(partners);
            double share = whole(affinity.of(i, i));
            for (int q = 1; q <= tasks; q++) {
                shares[q][i] = share;
                share += q < tasks ? partners[tasks - 1 - q] / 2 : 0;
            }
        }
        long[] limits = new long[tasks + 1];
        for (int q = 1; q <= tasks; q++) {
            Arrays.sort(shares[q]);
            double sum = 0;
            for (int best = 1; best <= q; best++) {
                sum += shares[q][tasks - best];
            }
            double least = -((double) tasks * tasks * (1L << BITS + 1));
            limits[q] = (long) Math.max(least, Math.ceil(problem.objective().ofSum(sum, q)));
        }
        return limits;
    }

    /** Tells the solver of a good grouping. */
    void hint(Grouping grouping) {
        List<boolean[]> rows = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            boolean[] row = new boolean[tasks];
            if (g < grouping.groups().size()) {
                Arrays.stream(grouping.groups().get(g)).forEach(task -> row[task] = true);
            }
            rows.add(row);
        }
        if (!problem.constraints().isSlotted()) {
            rows.sort((a, b) -> Arrays.compare(b, a));
        }
        for (int g = 0; g < groups; g++) {
            for (int i = 0; i < tasks; i++) {
                model.addHint(member[g][i], rows.get(g)[i] ? 1 : 0);
            }
        }
    }

    CpModel model() {
        return model;
    }

    /** What no grouping is worth more than. */
    double bound(CpSatFactory.Solved solved) {
        double limit = (double) (problem.objective().isServing() ? tasks : groups) * highest;
        return value(solved.hasSolution() ? Math.min(limit, solved.solver().bestObjectiveBound()) : limit);
    }

    /** What a bound of the model's objective is worth, with what rounding to whole numbers may have taken away. */
    double value(double objective) {
        // A number below a value is less than 1 below it, and each weight in it is off by half a unit at most.
        double rounding = switch (problem.objective()) {
            case MEAN -> groups * (1 + (tasks + 1) / 4.0);
            case SUM -> groups * tasks * (tasks + 1) / 4.0;
            case SERVING, SERVING_WITH_SELF -> 2.0 * tasks;
        };
        return Math.scalb(objective + rounding, -shift);
    }

    /** The groups of a solution; in canonical order where they are no slots. */
    Grouping grouping(CpSatFactory.Solved solved) {
        List<int[]> found = members.groups(solved);
        return problem.constraints().isSlotted() ? new Grouping(found)
                : Grouping.canonical(found.stream().filter(group -> group.length > 0).toList());
    }
}
