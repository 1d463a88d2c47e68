package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mtl.MtlException;

/**
 * A problem of up to 20 tasks as a choice of columns, the groups there can be: for each slot one that its kind admits, or
 * none, such that what is said of all groups together holds.
 *
 * <p>A choice is an array with one bit set per slot, 0 where the slot is empty.
 */
final class GroupColumns {

    private final GroupingProblem problem;
    private final ColumnValues values;
    private final int slots;
    private final int minimum;
    private final int[] most;
    private final List<GroupingConstraint.Excluded> excluded;
    private final List<WholeBudget> budgets;
    private final List<SlotKind> kinds;
    private final int[] kindOf;

    /** Lists the columns: O(2^K) time and space for each kind of slot. */
    GroupColumns(GroupingProblem problem) {
        this.problem = problem;
        GroupingConstraints constraints = problem.constraints();
        int tasks = problem.affinity().size();
        if (tasks > Subsets.MAXIMUM) {
            throw MtlException.usage("more than " + Subsets.MAXIMUM + " tasks are not supported by this solver, found " + tasks);
        }
        int maximum = constraints.count().maximum();
        boolean partition = IntStream.range(0, tasks).allMatch(k -> constraints.maximumMemberships(k) == 1);
        values = problem.objective().isServing() && !partition
                ? new ServingValues(problem.affinity(), problem.objective())
                : new Subsets(problem.affinity(), problem.objective());
        minimum = constraints.count().minimum();
        // Of interchangeable different groups there are no more than there are subsets.
        boolean few = !constraints.isSlotted() && constraints.isDistinct();
        slots = few ? Math.max(minimum, Math.min(maximum, values.admissible().length)) : maximum;
        most = IntStream.range(0, tasks).map(k -> Math.min(slots, constraints.maximumMemberships(k))).toArray();
        excluded = constraints.items().stream().filter(GroupingConstraint.Excluded.class::isInstance)
                .map(GroupingConstraint.Excluded.class::cast).toList();
        budgets = constraints.items().stream().filter(GroupingConstraint.TotalBudget.class::isInstance)
                .map(GroupingConstraint.TotalBudget.class::cast)
                .map(total -> WholeBudget.of(total.costs(), total.limit(), tasks * slots)).toList();
        kinds = listKinds();
        kindOf = new int[slots];
        for (int kind = 0; kind < kinds.size(); kind++) {
            for (int slot : kinds.get(kind).slots()) {
                kindOf[slot] = kind;
            }
        }
    }

    private List<SlotKind> listKinds() {
        if (!problem.constraints().isSlotted()) {
            return List.of(kind(IntStream.range(0, slots).toArray()));
        }
        Map<List<Object>, List<Integer>> alike = new LinkedHashMap<>();
        for (int slot = 0; slot < slots; slot++) {
            alike.computeIfAbsent(rules(slot), rules -> new ArrayList<>()).add(slot);
        }
        return alike.values().stream().map(same -> kind(same.stream().mapToInt(slot -> slot).toArray())).toList();
    }

    /** What is said about a slot. An excluded grouping tells all slots apart. */
    private List<Object> rules(int slot) {
        List<Object> rules = new ArrayList<>();
        for (GroupingConstraint item : problem.constraints().items()) {
            if (item.group().equals(OptionalInt.of(slot))) {
                rules.add(rule(item));
            }
        }
        budgets.forEach(budget -> rules.add(list(Arrays.stream(budget.of(slot)).asDoubleStream().toArray())));
        if (!excluded.isEmpty()) {
            rules.add(slot);
        }
        return rules;
    }

    /** The same for all slots of which it says the same. */
    private static List<?> rule(GroupingConstraint item) {
        if (item instanceof GroupingConstraint.MinimumSize minimum) {
            return List.of("least", minimum.tasks());
        }
        if (item instanceof GroupingConstraint.MaximumSize maximum) {
            return List.of("most", maximum.tasks());
        }
        if (item instanceof GroupingConstraint.GroupBudget budget) {
            return List.of("budget", budget.limit(), list(budget.costs()));
        }
        return List.of(item);
    }

    private static List<Double> list(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private SlotKind kind(int[] same) {
        int slot = same[0];
        boolean pinned = problem.constraints().items().stream()
                .anyMatch(item -> item instanceof GroupingConstraint.Pin pin && pin.slot() == slot);
        List<long[]> costs = budgets.stream().map(budget -> budget.of(slot)).toList();
        ColumnFilter filter = new ColumnFilter(problem.constraints(), tasks(), slot);
        for (int b = 0; b < budgets.size(); b++) {
            filter.require(new TaskSums(costs.get(b)), budgets.get(b).limit());
        }
        return new SlotKind(same, minimum < slots && !pinned, filter.of(values.admissible()), costs);
    }

    GroupingProblem problem() {
        return problem;
    }

    ColumnValues values() {
        return values;
    }

    int tasks() {
        return most.length;
    }

    /** The largest number of groups. */
    int slots() {
        return slots;
    }

    /** The smallest number of groups. */
    int minimum() {
        return minimum;
    }

    /** Whether no choice can be a solution, since a slot that must hold a task does not exist. */
    boolean isHopeless() {
        return problem.constraints().items().stream()
                .anyMatch(item -> item instanceof GroupingConstraint.Pin pin && pin.slot() >= slots);
    }

    /** Whether groups of one kind, so many and all different, need only cover the tasks. */
    boolean isCover() {
        return kinds.size() == 1 && isDistinct() && minimum == slots && budgets.isEmpty() && excluded.isEmpty()
                && Arrays.stream(most).allMatch(count -> count >= slots);
    }

    boolean isDistinct() {
        return problem.constraints().isDistinct();
    }

    /** In how many groups a task may be, at most all. */
    int most(int task) {
        return most[task];
    }

    List<WholeBudget> budgets() {
        return budgets;
    }

    List<SlotKind> kinds() {
        return kinds;
    }

    /** The kind of a slot by its position in {@link #kinds}. */
    int kindOf(int slot) {
        return kindOf[slot];
    }

    /** The choices that are not allowed. */
    List<int[]> excluded() {
        return excluded.stream().map(item -> choice(item.grouping())).filter(choice -> choice.length <= slots).toList();
    }

    /** A grouping as bit sets; empty groups behind the last one are left out. */
    static int[] choice(Grouping grouping) {
        int[] choice = grouping.groups().stream()
                .mapToInt(group -> Arrays.stream(group).map(task -> 1 << task).reduce(0, (a, b) -> a | b)).toArray();
        int length = choice.length;
        while (length > 0 && choice[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(choice, length);
    }

    /** The same groups with those of each kind in their order over its slots, the empty ones behind: the first as good. */
    int[] arranged(int[] choice) {
        int[] arranged = choice.clone();
        for (SlotKind kind : kinds) {
            int[] masks = Arrays.stream(kind.slots()).map(slot -> choice[slot]).filter(mask -> mask != 0).toArray();
            int[] order = Subsets.ordered(masks);
            for (int i = 0; i < kind.slots().length; i++) {
                arranged[kind.slots()[i]] = i < order.length ? masks[order[i]] : 0;
            }
        }
        return arranged;
    }

    /** A choice as a grouping: slots in their order, interchangeable groups in the canonical one. */
    Grouping grouping(int[] choice) {
        if (problem.constraints().isSlotted()) {
            return new Grouping(Arrays.stream(choice).mapToObj(Subsets::tasks).toList());
        }
        return Grouping.canonical(Arrays.stream(choice).filter(mask -> mask != 0).mapToObj(Subsets::tasks).toList());
    }

    /** Whether a choice is a solution. */
    boolean admits(int[] choice) {
        return problem.admits(grouping(choice));
    }
}
