package org.mtl.grouping;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.mtl.data.RandomOrder;
import org.mtl.grouping.SearchState.Change;

/**
 * Good groupings of any number of tasks by iterated local search: units of tasks are put into a group, taken out, moved and
 * exchanged as long as that gains; then a few random changes are made and all is done again, from the best so far.
 *
 * <p>All conditions hold at every step, hence a start that meets them is needed. Random numbers come from a fixed seed.
 */
final class GroupSearch {

    private static final int ATTEMPTS = 20;
    private static final int SEED = 1;
    /** With how many others an exchange of a unit is tried at a time. */
    private static final int EXCHANGED = 64;

    private final SearchRules rules;
    private final SearchClock clock;
    private final SearchState state;
    private final Random random = new Random(SEED);
    private final int units;
    private final int slots;
    private boolean[][] best;
    private double bestValue = Double.NEGATIVE_INFINITY;

    GroupSearch(SearchRules rules, SearchClock clock) {
        this.rules = rules;
        this.clock = clock;
        state = new SearchState(rules);
        units = rules.units().length;
        slots = rules.slots();
    }

    /** The best grouping so far, if there is any. */
    Optional<Grouping> best() {
        if (best == null) {
            return Optional.empty();
        }
        state.set(best);
        return Optional.of(state.grouping());
    }

    /** Begins several times at random and improves each; the first is improved in any case. */
    void begin(int starts) {
        int attempts = starts + ATTEMPTS;
        for (int start = 0; start < starts && attempts > 0 && (best == null || !clock.isOver()); attempts--) {
            if (construct()) {
                start++;
                improve();
                keep();
            }
        }
    }

    /** Takes note of a grouping if it meets the conditions, and improves it. */
    void offer(Grouping grouping) {
        if (grouping.groups().size() > slots || !rules.problem().admits(grouping)) {
            return;
        }
        boolean[][] members = new boolean[slots][units];
        for (int g = 0; g < grouping.groups().size(); g++) {
            for (int task : grouping.groups().get(g)) {
                members[g][rules.unitOf(task)] = true;
            }
        }
        state.set(members);
        keep();
        improve();
        keep();
    }

    /** Begins with groups that need not cover all: each unit that is left goes where it gains most. */
    void complete(List<int[]> groups) {
        boolean[][] members = new boolean[slots][units];
        for (int g = 0; g < Math.min(slots, groups.size()); g++) {
            for (int task : groups.get(g)) {
                members[g][rules.unitOf(task)] = true;
            }
        }
        state.set(members);
        for (int u : RandomOrder.of(units, random)) {
            if (state.covered(u) == 0) {
                placeBest(u);
            }
        }
        if (rules.problem().admits(state.grouping())) {
            improve();
            keep();
        }
    }

    private void placeBest(int unit) {
        double best = Double.NEGATIVE_INFINITY;
        int slot = -1;
        for (int g = 0; g < slots; g++) {
            double gain = state.takes(g, unit) ? state.gain(new Change(g, -1, unit)) : Double.NEGATIVE_INFINITY;
            if (gain > best) {
                best = gain;
                slot = g;
            }
        }
        if (slot >= 0) {
            state.toggle(slot, unit);
        }
    }

    /** Changes the best grouping a little and improves it, until so many rounds in a row are in vain; whether that helps. */
    boolean perturb(int patience) {
        double before = bestValue;
        for (int vain = 0; vain < patience && best != null && !clock.isOver(); vain++) {
            state.set(best);
            kick();
            improve();
            vain = keep() ? -1 : vain;
        }
        return bestValue > before;
    }

    private boolean keep() {
        double value = state.value();
        boolean better = value > bestValue + margin(bestValue);
        if (better && rules.problem().admits(state.grouping())) {
            best = state.members();
            bestValue = value;
            return true;
        }
        return false;
    }

    private static double margin(double value) {
        return Double.isInfinite(value) ? 0 : 1e-11 * Math.max(1e-3, Math.abs(value));
    }

    /** Puts each unit into a group that takes it, those with too few tasks first; whether all conditions are met then. */
    private boolean construct() {
        boolean[][] members = new boolean[slots][units];
        for (int g = 0; g < slots; g++) {
            for (int u = 0; u < units; u++) {
                members[g][u] = rules.isPinned(g, u);
            }
        }
        state.set(members);
        int[] order = RandomOrder.of(units, random);
        for (int u : order) {
            if (state.covered(u) == 0) {
                place(u, false);
            }
        }
        for (int round = 0; round < units; round++) {
            for (int u : order) {
                if (IntStream.range(0, slots).noneMatch(this::isShort)) {
                    break;
                }
                place(u, true);
            }
        }
        clock.count((double) units * units * slots);
        return rules.problem().admits(state.grouping());
    }

    /** Whether a group has too few tasks. */
    private boolean isShort(int slot) {
        return state.size(slot) < rules.smallest(slot);
    }

    private void place(int unit, boolean onlyShort) {
        int[] slotOrder = RandomOrder.of(slots, random);
        for (int pass = 0; pass < (onlyShort ? 1 : 2); pass++) {
            for (int g : slotOrder) {
                if ((pass == 1 || isShort(g)) && !state.holds(g, unit) && state.takes(g, unit)) {
                    state.toggle(g, unit);
                    return;
                }
            }
        }
    }

    /** A few random changes, some of which give up a whole group or make two equal in large part. */
    private void kick() {
        int changes = 1 + random.nextInt(Math.max(2, Math.min(12, units / 4)));
        for (int change = 0; change < changes; change++) {
            int u = random.nextInt(units);
            int g = random.nextInt(slots);
            int h = random.nextInt(slots);
            int v = random.nextInt(units);
            Change first = state.holds(g, u) ? new Change(g, u, -1) : new Change(g, -1, u);
            if (!state.holds(g, u) || g == h || random.nextInt(3) == 0) {
                attempt(first);
            } else if (!state.holds(h, u) && state.holds(h, v) && !state.holds(g, v) && random.nextBoolean()) {
                attempt(new Change(g, u, v), new Change(h, v, u));
            } else if (!state.holds(h, u)) {
                attempt(first, new Change(h, -1, u));
            }
        }
    }

    private boolean attempt(Change... changes) {
        Arrays.stream(changes).forEach(state::apply);
        clock.count(units);
        if (state.isValidAfter(changes)) {
            return true;
        }
        Arrays.stream(changes).forEach(state::undo);
        return false;
    }

    /** Makes, for each unit in turn, the best change that gains, until none does. */
    private void improve() {
        boolean better = true;
        while (better && !clock.isOver()) {
            better = false;
            for (int u : RandomOrder.of(units, random)) {
                better |= improve(u, false);
            }
            for (int at = 0; at < units && !better && !clock.isOver(); at++) {
                better = improve(at, true);
            }
        }
    }

    private boolean improve(int unit, boolean exchange) {
        Choice choice = new Choice();
        for (int g = 0; g < slots; g++) {
            if (!exchange) {
                move(choice, g, unit);
            } else if (state.holds(g, unit)) {
                int partners = Math.min(units, EXCHANGED);
                int offset = partners < units ? random.nextInt(units) : 0;
                for (int v = 0; v < partners; v++) {
                    int other = (offset + v) % units;
                    if (!state.holds(g, other)) {
                        exchange(choice, g, unit, other);
                    }
                }
            }
        }
        return choice.make();
    }

    private void move(Choice choice, int slot, int unit) {
        if (!state.holds(slot, unit)) {
            choice.consider(new Change(slot, -1, unit));
            return;
        }
        choice.consider(new Change(slot, unit, -1));
        for (int h = 0; h < slots; h++) {
            if (!state.holds(h, unit)) {
                choice.consider(new Change(slot, unit, -1), new Change(h, -1, unit));
            }
        }
    }

    private void exchange(Choice choice, int slot, int out, int in) {
        choice.consider(new Change(slot, out, in));
        for (int h = 0; h < slots; h++) {
            if (!state.holds(h, out) && state.holds(h, in)) {
                choice.consider(new Change(slot, out, in), new Change(h, in, out));
            }
        }
    }

    /** The best of the changes considered. */
    private final class Choice {

        private Change[] changes = new Change[0];
        private double gain = margin(state.value());

        void consider(Change... candidates) {
            double gained = state.gain(candidates);
            clock.count(rules.problem().objective().isServing() ? 4.0 * units * slots : 4);
            if (gained > gain && attempt(candidates)) {
                Arrays.stream(candidates).forEach(state::undo);
                changes = candidates;
                gain = gained;
            }
        }

        boolean make() {
            Arrays.stream(changes).forEach(state::apply);
            return changes.length > 0;
        }
    }
}
