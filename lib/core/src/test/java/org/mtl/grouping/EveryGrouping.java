package org.mtl.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries every assignment of groups to slots against the definition: the oracle for few tasks and any conditions. */
final class EveryGrouping {

    private final GroupingProblem problem;
    private final int[] masks;
    private Optional<Grouping> best = Optional.empty();
    private double value = Double.NEGATIVE_INFINITY;

    private EveryGrouping(GroupingProblem problem) {
        this.problem = problem;
        masks = new int[problem.groups()];
    }

    /** A grouping of the largest value; empty if none meets what is asked for. */
    static Optional<Grouping> best(GroupingProblem problem) {
        EveryGrouping every = new EveryGrouping(problem);
        every.extend(0);
        return every.best;
    }

    private void extend(int slot) {
        if (slot == masks.length) {
            consider();
            return;
        }
        boolean slotted = problem.constraints().isSlotted();
        int most = slotted || slot == 0 ? (1 << problem.affinity().size()) - 1 : masks[slot - 1];
        for (int mask = 0; mask <= most; mask++) {
            masks[slot] = mask;
            extend(slot + 1);
        }
    }

    private void consider() {
        int union = 0;
        List<int[]> groups = new ArrayList<>();
        for (int mask : masks) {
            union |= mask;
            if (mask != 0 || problem.constraints().isSlotted()) {
                groups.add(Subsets.tasks(mask));
            }
        }
        if (union != (1 << problem.affinity().size()) - 1) {
            return;
        }
        Grouping grouping = new Grouping(groups);
        if (problem.admits(grouping) && problem.valueOf(grouping) > value) {
            best = Optional.of(grouping);
            value = problem.valueOf(grouping);
        }
    }
}
