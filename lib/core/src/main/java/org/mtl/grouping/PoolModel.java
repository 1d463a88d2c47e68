package org.mtl.grouping;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The choice among given groups as a model for CP-SAT, for interchangeable groups and objectives that are sums over them:
 * as many as there may be, every task covered and in no more groups than it may be.
 */
final class PoolModel {

    private static final int BITS = 40;

    private final List<int[]> groups;
    private final BoolVar[] chosen;
    private final CpModel model = CpSatFactory.newModel();
    private final int shift;
    /** Half a unit for each group that may be chosen. */
    private final double rounding;

    /**
     * A model that asks for the largest value.
     *
     * @param groups groups that meet the conditions on one group alone, all different
     */
    PoolModel(GroupingProblem problem, List<int[]> groups) {
        this.groups = groups;
        rounding = problem.groups() / 2.0;
        double[] values = groups.stream()
                .mapToDouble(group -> problem.objective().of(problem.affinity(), group)).toArray();
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        shift = largest == 0 ? 0 : BITS - Math.getExponent(largest);
        chosen = groups.stream().map(group -> model.newBoolVar("")).toArray(BoolVar[]::new);
        GroupingConstraints constraints = problem.constraints();
        model.addLinearConstraint(LinearExpr.sum(chosen), constraints.count().minimum(), constraints.count().maximum());
        for (int task = 0; task < problem.affinity().size(); task++) {
            cover(task, constraints.maximumMemberships(task));
        }
        for (GroupingConstraint item : constraints.items()) {
            if (item instanceof GroupingConstraint.TotalBudget total) {
                limit(total, problem.affinity().size() * problem.groups());
            } else if (item instanceof GroupingConstraint.Excluded excluded) {
                exclude(excluded.grouping());
            }
        }
        model.maximize(LinearExpr.weightedSum(chosen,
                Arrays.stream(values).mapToLong(value -> Math.round(Math.scalb(value, shift))).toArray()));
    }

    private void cover(int task, int most) {
        List<Literal> holders = new ArrayList<>();
        for (int c = 0; c < chosen.length; c++) {
            if (Arrays.binarySearch(groups.get(c), task) >= 0) {
                holders.add(chosen[c]);
            }
        }
        model.addBoolOr(holders);
        if (most < holders.size()) {
            model.addLessOrEqual(LinearExpr.sum(holders.toArray(new Literal[0])), most);
        }
    }

    private void limit(GroupingConstraint.TotalBudget total, int memberships) {
        WholeBudget whole = WholeBudget.of(total.costs(), total.limit(), memberships);
        LinearExprBuilder spent = LinearExpr.newBuilder();
        for (int c = 0; c < chosen.length; c++) {
            spent.addTerm(chosen[c], Arrays.stream(groups.get(c)).mapToLong(task -> whole.of(0)[task]).sum());
        }
        model.addLessOrEqual(spent, whole.limit());
    }

    private void exclude(Grouping grouping) {
        List<Literal> others = new ArrayList<>();
        int found = 0;
        for (int c = 0; c < chosen.length; c++) {
            int[] group = groups.get(c);
            boolean in = grouping.groups().stream().anyMatch(other -> Arrays.equals(other, group));
            found += in ? 1 : 0;
            others.add(in ? chosen[c].not() : chosen[c]);
        }
        if (found == grouping.size()) {
            model.addBoolOr(others);
        }
    }

    /** Tells the solver of a good choice. */
    void hint(Grouping grouping) {
        for (int c = 0; c < chosen.length; c++) {
            int[] group = groups.get(c);
            boolean in = grouping.groups().stream().anyMatch(other -> Arrays.equals(other, group));
            model.addHint(chosen[c], in ? 1 : 0);
        }
    }

    CpModel model() {
        return model;
    }

    /** What no choice is worth more than. */
    double bound(CpSatFactory.Solved solved) {
        return Math.scalb(solved.solver().bestObjectiveBound() + rounding, -shift);
    }

    /** The groups that a solution chooses, in canonical order. */
    Grouping grouping(CpSatFactory.Solved solved) {
        List<int[]> found = new ArrayList<>();
        for (int c = 0; c < chosen.length; c++) {
            if (solved.solver().booleanValue(chosen[c])) {
                found.add(groups.get(c));
            }
        }
        return Grouping.canonical(found);
    }
}
