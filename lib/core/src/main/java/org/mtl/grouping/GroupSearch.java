package org.mtl.grouping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Good groupings of any number of tasks by local search: one task at a time is put into a group, taken out, or moved, as
 * long as that gains, from several starts.
 *
 * <p>A start puts each task into a random group, drawn from a fixed seed.
 */
final class GroupSearch {

    private static final int STARTS = 20;
    private static final int SEED = 1;

    private final TaskAffinity affinity;
    private final GroupingObjective objective;
    private final int groups;
    /** Whether a task is in a group, by group and task. */
    private final boolean[][] member;
    private final int[] sizes;
    private final double[] sums;
    /** Σ over a group's tasks k of S[i→k] + S[k→i], by group and task i, i itself left out; NaN if one is forbidden. */
    private final double[][] ties;
    private final int[] covered;

    GroupSearch(GroupingProblem problem) {
        affinity = problem.affinity();
        objective = problem.objective();
        groups = problem.groups();
        member = new boolean[groups][affinity.size()];
        sizes = new int[groups];
        sums = new double[groups];
        ties = new double[groups][affinity.size()];
        covered = new int[affinity.size()];
    }

    /** The best grouping found; an empty list if none meets what is asked for. */
    List<int[]> best(Deadline deadline, Runnable checkStopped) {
        Random random = new Random(SEED);
        List<int[]> best = List.of();
        double bestValue = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < STARTS && !(start > 0 && deadline.isOver()); start++) {
            checkStopped.run();
            if (!begin(random)) {
                continue;
            }
            boolean better = true;
            while (better) {
                checkStopped.run();
                better = improve();
            }
            double value = value();
            if (value > bestValue && isDistinct()) {
                bestValue = value;
                best = lists();
            }
        }
        return best;
    }

    /** Puts each task into a random group that takes it; whether every task has one and every group some. */
    private boolean begin(Random random) {
        for (int g = 0; g < groups; g++) {
            Arrays.fill(member[g], false);
            Arrays.fill(ties[g], 0);
            sizes[g] = 0;
            sums[g] = 0;
        }
        Arrays.fill(covered, 0);
        int[] order = shuffled(affinity.size(), random);
        for (int position = 0; position < Math.max(order.length, groups); position++) {
            int task = order[position % order.length];
            int first = position < groups ? position : random.nextInt(groups);
            boolean placed = false;
            for (int offset = 0; offset < groups && !placed; offset++) {
                int g = (first + offset) % groups;
                if (!member[g][task] && !Double.isNaN(gainOfAdding(g, task))) {
                    add(g, task);
                    placed = true;
                }
            }
            if (!placed && position < order.length) {
                return false;
            }
        }
        return Arrays.stream(sizes).allMatch(size -> size > 0);
    }

    private static int[] shuffled(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    /** Makes, for each task in turn, the best change if it gains; whether any did. */
    private boolean improve() {
        boolean any = false;
        for (int task = 0; task < covered.length; task++) {
            double best = 1e-12 * Math.max(1, Math.abs(value()));
            int from = -1;
            int to = -1;
            for (int g = -1; g < groups; g++) {
                for (int h = -1; h < groups; h++) {
                    double gain = gain(task, g, h);
                    if (gain > best) {
                        best = gain;
                        from = g;
                        to = h;
                    }
                }
            }
            if (from >= 0 || to >= 0) {
                any |= change(task, from, to);
            }
        }
        return any;
    }

    /** What it gains to take a task out of one group and put it into another, −1 being none; NaN if that cannot be. */
    private double gain(int task, int from, int to) {
        boolean out = from >= 0;
        boolean in = to >= 0;
        boolean possible = out != in || out && from != to;
        possible &= !out || member[from][task] && sizes[from] > 1 && (in || covered[task] > 1);
        possible &= !in || !member[to][task];
        if (!possible) {
            return Double.NaN;
        }
        return (out ? gainOfRemoving(from, task) : 0) + (in ? gainOfAdding(to, task) : 0);
    }

    private boolean change(int task, int from, int to) {
        if (from >= 0) {
            remove(from, task);
        }
        if (to >= 0) {
            add(to, task);
        }
        if (isDistinct()) {
            return true;
        }
        if (to >= 0) {
            remove(to, task);
        }
        if (from >= 0) {
            add(from, task);
        }
        return false;
    }

    private double gainOfAdding(int g, int task) {
        double sum = sums[g] + affinity.between(task, task) + ties[g][task];
        return objective.ofSum(sum, sizes[g] + 1) - valueOf(g);
    }

    private double gainOfRemoving(int g, int task) {
        double sum = sums[g] - affinity.between(task, task) - ties[g][task];
        return objective.ofSum(sum, sizes[g] - 1) - valueOf(g);
    }

    private double valueOf(int g) {
        return sizes[g] == 0 ? 0 : objective.ofSum(sums[g], sizes[g]);
    }

    private double value() {
        double value = 0;
        for (int g = 0; g < groups; g++) {
            value += valueOf(g);
        }
        return value;
    }

    private void add(int g, int task) {
        sums[g] += affinity.between(task, task) + ties[g][task];
        sizes[g]++;
        covered[task]++;
        member[g][task] = true;
        refresh(g, task);
    }

    private void remove(int g, int task) {
        sums[g] -= affinity.between(task, task) + ties[g][task];
        sizes[g]--;
        covered[task]--;
        member[g][task] = false;
        refresh(g, task);
    }

    /** Sums anew: a difference would keep the NaN of a forbidden pair, and rounding. */
    private void refresh(int g, int changed) {
        for (int i = 0; i < covered.length; i++) {
            if (i != changed) {
                double tie = 0;
                for (int k = 0; k < covered.length; k++) {
                    tie += member[g][k] && k != i ? affinity.between(i, k) : 0;
                }
                ties[g][i] = tie;
            }
        }
    }

    private boolean isDistinct() {
        List<BitSet> seen = new ArrayList<>();
        for (int[] group : lists()) {
            BitSet bits = new BitSet();
            Arrays.stream(group).forEach(bits::set);
            if (seen.contains(bits)) {
                return false;
            }
            seen.add(bits);
        }
        return true;
    }

    private List<int[]> lists() {
        List<int[]> lists = new ArrayList<>();
        for (boolean[] tasks : member) {
            int[] list = new int[tasks.length];
            int count = 0;
            for (int i = 0; i < tasks.length; i++) {
                if (tasks[i]) {
                    list[count++] = i;
                }
            }
            lists.add(Arrays.copyOf(list, count));
        }
        return lists;
    }
}
