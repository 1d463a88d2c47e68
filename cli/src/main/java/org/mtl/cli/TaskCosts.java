package org.mtl.cli;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * What it costs to have a task in a group: 1 where nothing was said.
 *
 * @param tasks the names of the tasks
 * @param everywhere a task's cost in groups for which it has none of its own; NaN where none was given
 * @param inGroup a task's cost in a group, by group and task; NaN where none was given
 * @param given whether any was given
 * @param dependOnGroup whether any was given for one group
 */
record TaskCosts(List<String> tasks, double[] everywhere, double[][] inGroup, boolean given, boolean dependOnGroup) {

    /** Collects costs. */
    static TaskCosts of(List<ConstraintStatement> statements, List<String> tasks, int groups) {
        List<ConstraintStatement> costs = statements.stream().filter(item -> item.kind() == ConstraintKind.COST).toList();
        double[] everywhere = new double[tasks.size()];
        Arrays.fill(everywhere, costs.isEmpty() ? 1 : Double.NaN);
        boolean dependOnGroup = costs.stream().anyMatch(item -> !item.group().isEmpty());
        double[][] inGroup = new double[dependOnGroup ? groups : 0][tasks.size()];
        for (double[] row : inGroup) {
            Arrays.fill(row, Double.NaN);
        }
        for (ConstraintStatement item : costs) {
            OptionalInt slot = item.slot(groups);
            double[] row = slot.isPresent() ? inGroup[slot.getAsInt()] : everywhere;
            row[item.position(tasks).orElseThrow()] = item.amount();
        }
        return new TaskCosts(tasks, everywhere, inGroup, !costs.isEmpty(), dependOnGroup);
    }

    /**
     * Makes sure that costs are given for something.
     *
     * @throws MtlException (DATA) at the first one, if there is no budget
     */
    void requireUse(List<ConstraintStatement> statements) {
        boolean budget = statements.stream().anyMatch(
                item -> item.kind() == ConstraintKind.BUDGET || item.kind() == ConstraintKind.TOTAL_BUDGET);
        if (given && !budget) {
            throw statements.stream().filter(item -> item.kind() == ConstraintKind.COST).findFirst().orElseThrow().place()
                    .clash("expected a budget beside the costs, of a group or in total, found none");
        }
    }

    /**
     * The tasks' costs in a group.
     *
     * @param budget where the budget was stated that they are for
     * @throws MtlException (DATA) if a task has none
     */
    double[] of(int slot, ConstraintStatement.Place budget) {
        double[] costs = IntStream.range(0, everywhere.length).mapToDouble(task ->
                !dependOnGroup || Double.isNaN(inGroup[slot][task]) ? everywhere[task] : inGroup[slot][task]).toArray();
        for (int task = 0; task < costs.length; task++) {
            if (Double.isNaN(costs[task])) {
                throw budget.unfit("expected a cost of every task, found none of '" + tasks.get(task) + "'"
                        + (dependOnGroup ? " in group " + (slot + 1) : ""));
            }
        }
        return costs;
    }

    /** The costs by group and task, one row if they are equal in all groups. */
    double[][] all(ConstraintStatement.Place budget) {
        return IntStream.range(0, Math.max(1, inGroup.length)).mapToObj(slot -> of(slot, budget)).toArray(double[][]::new);
    }
}
