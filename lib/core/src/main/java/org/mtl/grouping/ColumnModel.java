package org.mtl.grouping;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The choice among columns as a model for CP-SAT: how often each column of each kind is taken, 0 or 1 where groups must
 * differ, with all that is asked of groups together. Where tasks are served by their best group, 0/1 variables say by which.
 */
final class ColumnModel {

    private final GroupColumns columns;
    private final int[][] masks;
    private final IntVar[][] taken;
    private final CpModel model = CpSatFactory.newModel();
    private final LinearExprBuilder weight = LinearExpr.newBuilder();

    /**
     * A model without an objective.
     *
     * @param masks the columns to choose from, for each kind of slot
     */
    ColumnModel(GroupColumns columns, int[][] masks) {
        this.columns = columns;
        this.masks = masks;
        taken = new IntVar[masks.length][];
        for (int kind = 0; kind < masks.length; kind++) {
            taken[kind] = new IntVar[masks[kind].length];
            int slots = columns.kinds().get(kind).slots().length;
            for (int c = 0; c < taken[kind].length; c++) {
                taken[kind][c] = columns.isDistinct() ? model.newBoolVar("") : model.newIntVar(0, slots, "");
            }
            boolean optional = columns.kinds().get(kind).optional();
            model.addLinearConstraint(LinearExpr.sum(taken[kind]), optional ? 0 : slots, slots);
        }
        countGroups();
        differ();
        cover();
        columns.budgets().forEach(this::spend);
        columns.excluded().forEach(this::exclude);
        weigh();
    }

    private LinearExpr groups() {
        return LinearExpr.sum(Arrays.stream(taken).flatMap(Arrays::stream).toArray(IntVar[]::new));
    }

    private void countGroups() {
        if (masks.length > 1) {
            model.addLinearConstraint(groups(), columns.minimum(), columns.slots());
        } else {
            model.addGreaterOrEqual(groups(), columns.minimum());
        }
    }

    private Map<Integer, List<IntVar>> byMask() {
        Map<Integer, List<IntVar>> same = new HashMap<>();
        for (int kind = 0; kind < masks.length; kind++) {
            for (int c = 0; c < taken[kind].length; c++) {
                same.computeIfAbsent(masks[kind][c], mask -> new ArrayList<>()).add(taken[kind][c]);
            }
        }
        return same;
    }

    private void differ() {
        if (!columns.isDistinct() || masks.length == 1) {
            return;
        }
        Map<Integer, List<IntVar>> same = byMask();
        // In the order of the columns, so that the model is the same in every run.
        same.keySet().stream().sorted().map(same::get).filter(vars -> vars.size() > 1)
                .forEach(vars -> model.addLessOrEqual(LinearExpr.sum(vars.toArray(new IntVar[0])), 1));
    }

    private void cover() {
        for (int task = 0; task < columns.tasks(); task++) {
            List<IntVar> holders = new ArrayList<>();
            for (int kind = 0; kind < masks.length; kind++) {
                for (int c = 0; c < taken[kind].length; c++) {
                    if ((masks[kind][c] >>> task & 1) == 1) {
                        holders.add(taken[kind][c]);
                    }
                }
            }
            IntVar[] vars = holders.toArray(new IntVar[0]);
            if (columns.most(task) < columns.slots()) {
                model.addLinearConstraint(LinearExpr.sum(vars), 1, columns.most(task));
            } else if (columns.isDistinct()) {
                model.addBoolOr(holders.stream().map(Literal.class::cast).toArray(Literal[]::new));
            } else {
                model.addGreaterOrEqual(LinearExpr.sum(vars), 1);
            }
        }
    }

    private void spend(WholeBudget budget) {
        LinearExprBuilder spent = LinearExpr.newBuilder();
        for (int kind = 0; kind < masks.length; kind++) {
            TaskSums costs = new TaskSums(budget.of(columns.kinds().get(kind).slots()[0]));
            for (int c = 0; c < taken[kind].length; c++) {
                spent.addTerm(taken[kind][c], costs.of(masks[kind][c]));
            }
        }
        model.addLessOrEqual(spent, budget.limit());
    }

    private void weigh() {
        if (columns.values() instanceof Subsets subsets) {
            for (int kind = 0; kind < masks.length; kind++) {
                for (int c = 0; c < taken[kind].length; c++) {
                    weight.addTerm(taken[kind][c], subsets.weight(masks[kind][c]));
                }
            }
        } else if (columns.values() instanceof ServingValues serving) {
            serve(serving);
        }
    }

    /** Each task is served by one group that is taken and holds it. */
    private void serve(ServingValues serving) {
        Map<Integer, List<IntVar>> takers = byMask();
        int[] groups = takers.keySet().stream().mapToInt(mask -> mask).sorted().toArray();
        for (int task = 0; task < columns.tasks(); task++) {
            List<Literal> servers = new ArrayList<>();
            for (int mask : groups) {
                if ((mask >>> task & 1) == 1) {
                    BoolVar serves = model.newBoolVar("");
                    model.addLessOrEqual(serves, LinearExpr.sum(takers.get(mask).toArray(new IntVar[0])));
                    weight.addTerm(serves, serving.gain(mask, task));
                    servers.add(serves);
                }
            }
            model.addExactlyOne(servers);
        }
    }

    /** Asks for the largest weight. */
    ColumnModel maximize() {
        model.maximize(weight);
        return this;
    }

    /** Requires a total weight. */
    ColumnModel require(long least) {
        model.addGreaterOrEqual(weight, least);
        return this;
    }

    /** Tells the solver of a good choice. */
    ColumnModel hint(int[] choice) {
        for (int kind = 0; kind < masks.length; kind++) {
            for (int c = 0; c < taken[kind].length; c++) {
                model.addHint(taken[kind][c], count(choice, choice.length, kind, masks[kind][c]));
            }
        }
        return this;
    }

    /** How often a choice's first slots of a kind hold a group. */
    private long count(int[] choice, int slots, int kind, int mask) {
        long count = 0;
        for (int slot = 0; slot < slots; slot++) {
            count += choice[slot] == mask && columns.kindOf(slot) == kind ? 1 : 0;
        }
        return count;
    }

    /**
     * Requires a choice other than this one: one of its groups is taken another number of times, or there are more groups.
     *
     * @param choice bit sets; there may be fewer than slots
     */
    ColumnModel exclude(int[] choice) {
        List<Literal> others = new ArrayList<>();
        long used = Arrays.stream(choice).filter(mask -> mask != 0).count();
        for (int slot = 0; slot < choice.length; slot++) {
            int kind = columns.kindOf(slot);
            if (choice[slot] == 0 || count(choice, slot, kind, choice[slot]) > 0) {
                continue;
            }
            int c = Arrays.binarySearch(masks[kind], choice[slot]);
            if (c < 0) {
                return this;
            }
            BoolVar other = model.newBoolVar("");
            model.addDifferent(taken[kind][c], count(choice, choice.length, kind, choice[slot])).onlyEnforceIf(other);
            others.add(other);
        }
        BoolVar more = model.newBoolVar("");
        model.addGreaterOrEqual(groups(), used + 1).onlyEnforceIf(more);
        others.add(more);
        model.addBoolOr(others.toArray(new Literal[0]));
        return this;
    }

    /** Requires the groups that a choice has in its first slots, and nothing beside them if there is nothing more. */
    ColumnModel fix(int[] choice, int slots) {
        for (int kind = 0; kind < masks.length; kind++) {
            int empty = 0;
            for (int slot = 0; slot < slots; slot++) {
                empty += choice[slot] == 0 && columns.kindOf(slot) == kind ? 1 : 0;
            }
            for (int c = 0; c < taken[kind].length; c++) {
                long count = count(choice, slots, kind, masks[kind][c]);
                if (count > 0) {
                    model.addGreaterOrEqual(taken[kind][c], count);
                }
            }
            if (empty > 0) {
                model.addLessOrEqual(LinearExpr.sum(taken[kind]), columns.kinds().get(kind).slots().length - empty);
            }
        }
        return this;
    }

    /** Requires that there are exactly so many groups. */
    ColumnModel limit(int groups) {
        model.addEquality(groups(), groups);
        return this;
    }

    /**
     * Asks for a choice whose next group is the first that it can be in an order, or for none only where there must be none.
     *
     * @param choice what is fixed in its first slots
     * @param slot the next slot
     * @param ranks the place of each column of its kind in the order
     */
    ColumnModel minimizeNext(int[] choice, int slot, int[] ranks) {
        int kind = columns.kindOf(slot);
        int count = taken[kind].length;
        List<Literal> next = new ArrayList<>();
        LinearExprBuilder rank = LinearExpr.newBuilder();
        for (int c = 0; c < count; c++) {
            long already = count(choice, slot, kind, masks[kind][c]);
            if (columns.isDistinct() && already > 0) {
                continue;
            }
            BoolVar is = model.newBoolVar("");
            if (columns.isDistinct()) {
                model.addImplication(is, (BoolVar) taken[kind][c]);
            } else {
                model.addGreaterOrEqual(taken[kind][c], already + 1).onlyEnforceIf(is);
            }
            next.add(is);
            rank.addTerm(is, ranks[c]);
        }
        if (columns.kinds().get(kind).optional()) {
            BoolVar none = model.newBoolVar("");
            next.add(none);
            rank.addTerm(none, count);
        }
        model.addExactlyOne(next);
        model.minimize(rank);
        return this;
    }

    /** The group that a solution of {@link #minimizeNext} has next; 0 for none. */
    int next(CpSatFactory.Solved solved, int[] ranks, int kind) {
        long rank = Math.round(solved.solver().objectiveValue());
        for (int c = 0; c < ranks.length; c++) {
            if (ranks[c] == rank) {
                return masks[kind][c];
            }
        }
        return 0;
    }

    CpModel model() {
        return model;
    }

    /** The choice that a solution makes, the groups of each kind in an order of their own; empty slots come last. */
    int[] choice(CpSatFactory.Solved solved) {
        int[] choice = new int[columns.slots()];
        for (int kind = 0; kind < masks.length; kind++) {
            int[] slots = columns.kinds().get(kind).slots();
            int next = 0;
            int[] order = Subsets.ordered(masks[kind]);
            for (int c : order) {
                for (long i = solved.solver().value(taken[kind][c]); i > 0; i--) {
                    choice[slots[next++]] = masks[kind][c];
                }
            }
        }
        return choice;
    }
}
