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

/**
 * The mean objective as a model for CP-SAT whose size grows with m·K² and not with the number of groups there are: which
 * task is in which group, which pairs share one, how large each is, and a whole number t_g below the value of each.
 *
 * <p>Values are scaled so that the largest S[i→k] + S[k→i] lies between 2²⁴ and 2²⁵. Groups are in descending order of
 * their indicator vectors, so that they are different and no permutation of them is searched twice.
 */
final class CompactModel {

    private static final int BITS = 24;

    private final TaskAffinity affinity;
    private final int tasks;
    private final int groups;
    private final int shift;
    private final BoolVar[][] member;
    /** No group is worth more. */
    private final long highest;
    private final CpModel model = CpSatFactory.newModel();

    CompactModel(GroupingProblem problem) {
        affinity = problem.affinity();
        tasks = affinity.size();
        groups = problem.groups();
        shift = shift(affinity);
        member = new BoolVar[groups][tasks];
        IntVar[] values = new IntVar[groups];
        long[] limits = limits();
        highest = Arrays.stream(limits).skip(1).max().orElseThrow();
        for (int g = 0; g < groups; g++) {
            for (int i = 0; i < tasks; i++) {
                member[g][i] = model.newBoolVar("");
            }
            values[g] = value(member[g], limits);
        }
        for (int i = 0; i < tasks; i++) {
            Literal[] holders = new Literal[groups];
            for (int g = 0; g < groups; g++) {
                holders[g] = member[g][i];
            }
            model.addBoolOr(holders);
        }
        for (int g = 0; g + 1 < groups; g++) {
            order(member[g], member[g + 1]);
        }
        model.maximize(LinearExpr.sum(values));
    }

    private static int shift(TaskAffinity affinity) {
        double largest = 0;
        for (int i = 0; i < affinity.size(); i++) {
            for (int k = 0; k <= i; k++) {
                double pair = Math.abs(affinity.between(i, k));
                largest = Double.isNaN(pair) ? largest : Math.max(largest, pair);
            }
        }
        return largest == 0 ? 0 : BITS - Math.getExponent(largest);
    }

    private long weight(int i, int k) {
        return Math.round(Math.scalb(affinity.between(i, k), shift));
    }

    /** A variable below the value of a group, Σ pairs / size, for whatever size it has. */
    private IntVar value(BoolVar[] in, long[] limits) {
        LinearExprBuilder sum = LinearExpr.newBuilder();
        for (int i = 0; i < tasks; i++) {
            sum.addTerm(in[i], weight(i, i));
            for (int k = 0; k < i; k++) {
                addPair(sum, in[i], in[k], i, k);
            }
        }
        IntVar value = model.newIntVar(-((long) tasks << BITS + 2), Math.max(0, highest), "");
        BoolVar[] sizes = new BoolVar[tasks];
        LinearExprBuilder size = LinearExpr.newBuilder();
        for (int q = 1; q <= tasks; q++) {
            BoolVar is = model.newBoolVar("");
            sizes[q - 1] = is;
            size.addTerm(is, q);
            model.addLessOrEqual(LinearExpr.term(value, q), sum).onlyEnforceIf(is);
            model.addLessOrEqual(value, limits[q]).onlyEnforceIf(is);
        }
        model.addExactlyOne(sizes);
        model.addEquality(LinearExpr.sum(in), size);
        return value;
    }

    /** Only one side of "both are in" is needed: what is worth having must be paid for, what is not must be paid. */
    private void addPair(LinearExprBuilder sum, BoolVar first, BoolVar second, int i, int k) {
        if (affinity.isForbidden(i, k)) {
            model.addBoolOr(new Literal[] {first.not(), second.not()});
            return;
        }
        long weight = weight(i, k);
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
                    partners[count++] = affinity.isForbidden(i, k) ? Double.NEGATIVE_INFINITY : weight(i, k);
                }
            }
            Arrays.sort(partners);
            double share = weight(i, i);
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
            limits[q] = (long) Math.max(-((double) tasks * (1L << BITS + 1)), Math.ceil(sum / q));
        }
        return limits;
    }

    /** Strictly descending: {@code equal} says that all tasks so far agree; the first that does not is in the first. */
    private void order(BoolVar[] first, BoolVar[] second) {
        Literal equal = model.trueLiteral();
        for (int i = 0; i < tasks; i++) {
            Literal still = i + 1 < tasks ? model.newBoolVar("") : model.falseLiteral();
            model.addBoolOr(new Literal[] {equal.not(), still, first[i]});
            model.addBoolOr(new Literal[] {equal.not(), still, second[i].not()});
            model.addBoolOr(new Literal[] {still.not(), first[i], second[i].not()});
            model.addBoolOr(new Literal[] {still.not(), first[i].not(), second[i]});
            model.addImplication(still, equal);
            equal = still;
        }
    }

    /** Tells the solver of a good grouping. */
    void hint(List<int[]> grouping) {
        List<boolean[]> rows = new ArrayList<>();
        for (int[] group : grouping) {
            boolean[] row = new boolean[tasks];
            for (int task : group) {
                row[task] = true;
            }
            rows.add(row);
        }
        rows.sort((a, b) -> Arrays.compare(b, a));
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
        double limit = (double) groups * highest;
        double modelBound = solved.hasSolution() ? Math.min(limit, solved.solver().bestObjectiveBound()) : limit;
        // A group's value is rounded down by less than 1, and its at most K(K+1)/2 weights by half a unit each.
        double rounding = groups * (1 + (tasks + 1) / 4.0);
        return Math.scalb(modelBound + rounding, -shift);
    }

    /** The groups of a solution. */
    List<int[]> groups(CpSatFactory.Solved solved) {
        List<int[]> lists = new ArrayList<>();
        for (BoolVar[] row : member) {
            int[] list = new int[tasks];
            int count = 0;
            for (int i = 0; i < tasks; i++) {
                if (solved.solver().booleanValue(row[i])) {
                    list[count++] = i;
                }
            }
            lists.add(Arrays.copyOf(list, count));
        }
        return lists;
    }
}
