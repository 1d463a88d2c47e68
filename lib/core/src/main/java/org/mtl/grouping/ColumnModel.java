package org.mtl.grouping;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The choice of m among given groups as a model for CP-SAT: one 0/1 variable per group, m of them 1, every task covered.
 */
final class ColumnModel {

    private final Subsets subsets;
    private final int[] columns;
    private final BoolVar[] chosen;
    private final CpModel model = CpSatFactory.newModel();

    /**
     * A model without an objective.
     *
     * @param columns the groups to choose from, at least {@code groups} of them
     */
    ColumnModel(Subsets subsets, int[] columns, int groups) {
        this.subsets = subsets;
        this.columns = columns;
        this.chosen = new BoolVar[columns.length];
        List<List<Literal>> holders = new ArrayList<>();
        for (int task = 0; task < subsets.tasks(); task++) {
            holders.add(new ArrayList<>());
        }
        for (int c = 0; c < columns.length; c++) {
            chosen[c] = model.newBoolVar("");
            for (int task : Subsets.tasks(columns[c])) {
                holders.get(task).add(chosen[c]);
            }
        }
        model.addEquality(LinearExpr.sum(chosen), groups);
        holders.forEach(holder -> model.addBoolOr(holder.toArray(new Literal[0])));
    }

    /** Asks for the largest weight. */
    ColumnModel maximize() {
        model.maximize(weight());
        return this;
    }

    /** Requires a total weight. */
    ColumnModel require(long weight) {
        model.addEquality(weight(), weight);
        return this;
    }

    /** Tells the solver of a good choice. */
    ColumnModel hint(int[] groups) {
        for (int c = 0; c < columns.length; c++) {
            model.addHint(chosen[c], contains(groups, columns[c]) ? 1 : 0);
        }
        return this;
    }

    /** Requires these groups to be chosen. */
    ColumnModel fix(int[] groups) {
        for (int c = 0; c < columns.length; c++) {
            if (contains(groups, columns[c])) {
                model.addEquality(chosen[c], 1);
            }
        }
        return this;
    }

    /** Requires a choice other than this one. */
    ColumnModel exclude(int[] groups) {
        List<Literal> others = new ArrayList<>();
        for (int c = 0; c < columns.length; c++) {
            if (!contains(groups, columns[c])) {
                others.add(chosen[c]);
            }
        }
        model.addBoolOr(others.toArray(new Literal[0]));
        return this;
    }

    /** Asks for a choice that holds the first possible column besides some that it must hold. */
    ColumnModel minimizeNext(int[] fixed) {
        BoolVar[] next = new BoolVar[columns.length];
        long[] positions = new long[columns.length];
        for (int c = 0; c < columns.length; c++) {
            next[c] = model.newBoolVar("");
            positions[c] = c;
            model.addImplication(next[c], contains(fixed, columns[c]) ? next[c].not() : chosen[c]);
        }
        model.addExactlyOne(next);
        model.minimize(LinearExpr.weightedSum(next, positions));
        return this;
    }

    private LinearExpr weight() {
        return LinearExpr.weightedSum(chosen, Arrays.stream(columns).mapToLong(subsets::weight).toArray());
    }

    private static boolean contains(int[] groups, int mask) {
        for (int group : groups) {
            if (group == mask) {
                return true;
            }
        }
        return false;
    }

    CpModel model() {
        return model;
    }

    /** The groups that a solution chooses, in the order of the columns. */
    int[] choice(CpSatFactory.Solved solved) {
        int[] groups = new int[columns.length];
        int count = 0;
        for (int c = 0; c < columns.length; c++) {
            if (solved.solver().booleanValue(chosen[c])) {
                groups[count++] = columns[c];
            }
        }
        return Arrays.copyOf(groups, count);
    }
}
