package org.mtl.grouping;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The conditions on a grouping of any number of tasks, without an objective, as a model for CP-SAT: which task is in which
 * group. Interchangeable groups are in descending order of their indicator vectors, the unused last.
 */
final class MemberModel {

    private final int tasks;
    private final int slots;
    private final boolean slotted;
    private final boolean distinct;
    private final BoolVar[][] member;
    private final Literal[] used;
    private final CpModel model = CpSatFactory.newModel();

    /**
     * A model of these conditions.
     *
     * @param cover whether every task must be in a group
     * @param forbidden pairs of tasks that must never share a group
     */
    MemberModel(int tasks, GroupingConstraints constraints, boolean cover, List<int[]> forbidden) {
        this.tasks = tasks;
        slots = constraints.count().maximum();
        slotted = constraints.isSlotted();
        distinct = constraints.isDistinct();
        member = new BoolVar[slots][tasks];
        used = new Literal[slots];
        for (int slot = 0; slot < slots; slot++) {
            for (int task = 0; task < tasks; task++) {
                member[slot][task] = model.newBoolVar("");
            }
            use(slot, constraints.count().minimum() == slots);
        }
        model.addLinearConstraint(LinearExpr.sum(used), constraints.count().minimum(), slots);
        for (int task = 0; task < tasks && cover; task++) {
            model.addBoolOr(holders(task));
        }
        forbidden.forEach(pair -> apart(pair[0], pair[1]));
        tellApart();
        constraints.items().forEach(this::add);
    }

    private void use(int slot, boolean always) {
        used[slot] = always ? model.trueLiteral() : model.newBoolVar("");
        model.addBoolOr(member[slot]).onlyEnforceIf(used[slot]);
        for (BoolVar in : member[slot]) {
            model.addImplication(in, used[slot]);
        }
    }

    private BoolVar[] holders(int task) {
        return Arrays.stream(member).map(group -> group[task]).toArray(BoolVar[]::new);
    }

    private void apart(int first, int second) {
        for (BoolVar[] group : member) {
            model.addBoolOr(new Literal[] {group[first].not(), group[second].not()});
        }
    }

    private void tellApart() {
        for (int first = 0; first < slots; first++) {
            if (!slotted && first + 1 < slots) {
                order(member[first], member[first + 1], used[first + 1]);
            }
            for (int second = first + 1; second < slots && slotted && distinct; second++) {
                differ(first, second);
            }
        }
    }

    private void differ(int first, int second) {
        List<Literal> somewhere = new ArrayList<>(List.of(used[first].not(), used[second].not()));
        for (int task = 0; task < tasks; task++) {
            BoolVar here = model.newBoolVar("");
            model.addDifferent(member[first][task], member[second][task]).onlyEnforceIf(here);
            somewhere.add(here);
        }
        model.addBoolOr(somewhere);
    }

    /** Descending: {@code equal} says that all tasks so far agree; the first that does not is in the first. */
    private void order(BoolVar[] first, BoolVar[] second, Literal secondUsed) {
        Literal equal = model.trueLiteral();
        for (int task = 0; task < tasks; task++) {
            Literal still = model.newBoolVar("");
            model.addBoolOr(new Literal[] {equal.not(), still, first[task]});
            model.addBoolOr(new Literal[] {equal.not(), still, second[task].not()});
            model.addBoolOr(new Literal[] {still.not(), first[task], second[task].not()});
            model.addBoolOr(new Literal[] {still.not(), first[task].not(), second[task]});
            model.addImplication(still, equal);
            equal = still;
        }
        if (distinct) {
            model.addImplication(equal, secondUsed.not());
        }
    }

    private void add(GroupingConstraint item) {
        if (item instanceof GroupingConstraint.Pin pin) {
            model.addBoolOr(pin.slot() < slots ? new Literal[] {member[pin.slot()][pin.task()]} : new Literal[0]);
        } else if (item instanceof GroupingConstraint.Apart pair) {
            apart(pair.first(), pair.second());
        } else if (item instanceof GroupingConstraint.Together pair) {
            for (BoolVar[] group : member) {
                model.addEquality(group[pair.first()], group[pair.second()]);
            }
        } else if (item instanceof GroupingConstraint.Partition) {
            limitMemberships(IntStream.range(0, tasks), 1);
        } else if (item instanceof GroupingConstraint.MaximumMemberships most) {
            limitMemberships(most.task().isPresent() ? IntStream.of(most.task().getAsInt()) : IntStream.range(0, tasks),
                    most.groups());
        } else if (item instanceof GroupingConstraint.TotalBudget total) {
            WholeBudget whole = WholeBudget.of(total.costs(), total.limit(), tasks * slots);
            LinearExpr[] spent = IntStream.range(0, slots)
                    .mapToObj(slot -> LinearExpr.weightedSum(member[slot], whole.of(slot))).toArray(LinearExpr[]::new);
            model.addLessOrEqual(LinearExpr.sum(spent), whole.limit());
        } else if (item instanceof GroupingConstraint.Excluded excluded) {
            exclude(excluded.grouping());
        } else {
            IntStream.range(0, slots).filter(slot -> item.group().orElse(slot) == slot).forEach(slot -> limit(item, slot));
        }
    }

    private void limitMemberships(IntStream limited, int most) {
        limited.forEach(task -> model.addLessOrEqual(LinearExpr.sum(holders(task)), most));
    }

    private void limit(GroupingConstraint item, int slot) {
        if (item instanceof GroupingConstraint.MinimumSize least) {
            model.addGreaterOrEqual(LinearExpr.sum(member[slot]), least.tasks()).onlyEnforceIf(used[slot]);
        } else if (item instanceof GroupingConstraint.MaximumSize most) {
            model.addLessOrEqual(LinearExpr.sum(member[slot]), most.tasks()).onlyEnforceIf(used[slot]);
        } else if (item instanceof GroupingConstraint.GroupBudget budget) {
            WholeBudget whole = WholeBudget.of(new double[][] {budget.costs()}, budget.limit(), tasks);
            model.addLessOrEqual(LinearExpr.weightedSum(member[slot], whole.of(0)), whole.limit())
                    .onlyEnforceIf(used[slot]);
        }
    }

    private void exclude(Grouping grouping) {
        List<boolean[]> rows = new ArrayList<>();
        for (int[] group : grouping.groups()) {
            boolean[] row = new boolean[tasks];
            Arrays.stream(group).forEach(task -> row[task] = true);
            rows.add(row);
        }
        while (rows.size() > slots && IntStream.range(0, tasks).noneMatch(task -> rows.get(rows.size() - 1)[task])) {
            rows.remove(rows.size() - 1);
        }
        if (rows.size() > slots) {
            return;
        }
        if (!slotted) {
            rows.sort((a, b) -> Arrays.compare(b, a));
        }
        List<Literal> others = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            for (int task = 0; task < tasks; task++) {
                boolean in = slot < rows.size() && rows.get(slot)[task];
                others.add(in ? member[slot][task].not() : member[slot][task]);
            }
        }
        model.addBoolOr(others);
    }

    CpModel model() {
        return model;
    }

    /** Which task is in which group. */
    BoolVar[][] members() {
        return member;
    }

    /** Which groups hold a task. */
    Literal[] used() {
        return used;
    }

    /** The groups of a solution in the order of the slots, with the empty ones. */
    List<int[]> groups(CpSatFactory.Solved solved) {
        return Arrays.stream(member).map(group -> IntStream.range(0, tasks)
                .filter(task -> solved.solver().booleanValue(group[task])).toArray()).toList();
    }
}
