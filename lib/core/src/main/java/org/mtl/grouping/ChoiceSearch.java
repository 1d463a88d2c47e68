package org.mtl.grouping;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Local search for choices of columns under any conditions: tasks enter groups, leave them, move and change places, those
 * that must be together at once, as long as fewer conditions are broken or, of equally many, the weight grows.
 */
final class ChoiceSearch {

    /** More than any weight: what a broken condition costs. */
    private static final long BROKEN = 1L << 50;

    private final GroupColumns columns;
    private final int tasks;
    private final int all;
    private final int[] blocks;
    private final BitSet[] admitted;

    /** A search among all columns. */
    ChoiceSearch(GroupColumns columns) {
        this.columns = columns;
        tasks = columns.tasks();
        all = (1 << tasks) - 1;
        blocks = blocks();
        admitted = columns.kinds().stream().map(kind -> {
            BitSet set = new BitSet(1 << tasks);
            Arrays.stream(kind.columns()).forEach(set::set);
            return set;
        }).toArray(BitSet[]::new);
    }

    /** The tasks in parts, each a bit set, of which each must be together as a whole. */
    private int[] blocks() {
        int[] blockOf = new int[tasks];
        Arrays.setAll(blockOf, k -> 1 << k);
        for (GroupingConstraint item : columns.problem().constraints().items()) {
            if (item instanceof GroupingConstraint.Together pair) {
                int joined = blockOf[pair.first()] | blockOf[pair.second()];
                for (int rest = joined; rest != 0; rest &= rest - 1) {
                    blockOf[Integer.numberOfTrailingZeros(rest)] = joined;
                }
            }
        }
        return Arrays.stream(blockOf).distinct().toArray();
    }

    /**
     * Improves a choice until no single step does.
     *
     * @param start any bit sets, one per slot; unchanged
     * @return a solution, or an empty array where the steps end elsewhere
     */
    int[] improve(int[] start) {
        int[] choice = start.clone();
        long score = score(choice);
        boolean better = true;
        while (better) {
            long before = score;
            score = toggle(choice, score);
            score = move(choice, score);
            if (score == before) {
                score = exchange(choice, score);
            }
            better = score > before;
        }
        return score > -BROKEN / 2 && columns.admits(choice) ? choice : new int[0];
    }

    private long toggle(int[] choice, long score) {
        long best = score;
        for (int slot = 0; slot < choice.length; slot++) {
            for (int block : blocks) {
                best = attempt(choice, slot, choice[slot] ^ block, slot, choice[slot] ^ block, best);
            }
        }
        return best;
    }

    private long move(int[] choice, long score) {
        long best = score;
        for (int from = 0; from < choice.length; from++) {
            for (int to = 0; to < choice.length; to++) {
                for (int block : blocks) {
                    if ((choice[from] & block) != 0 && (choice[to] & block) == 0) {
                        best = attempt(choice, from, choice[from] ^ block, to, choice[to] | block, best);
                    }
                }
            }
        }
        return best;
    }

    private long exchange(int[] choice, long score) {
        long best = score;
        for (int first = 0; first < choice.length; first++) {
            for (int second = 0; second < choice.length; second++) {
                for (int out : blocks) {
                    for (int in : blocks) {
                        boolean differ = (choice[first] & out) != 0 && (choice[second] & out) == 0
                                && (choice[second] & in) != 0 && (choice[first] & in) == 0;
                        // One that leaves its group for another one's place, or both change places.
                        if (differ && first < second) {
                            best = attempt(choice, first, choice[first] ^ out ^ in, second, choice[second] ^ in ^ out, best);
                        }
                        if (differ || first == second && (choice[first] & out) != 0 && (choice[first] & in) == 0) {
                            int changed = choice[first] & ~out | in;
                            best = attempt(choice, first, changed, first, changed, best);
                        }
                    }
                }
            }
        }
        return best;
    }

    /** Keeps the two changes if they are better; the best score. */
    private long attempt(int[] choice, int first, int changed, int second, int alsoChanged, long best) {
        int was = choice[first];
        int alsoWas = choice[second];
        choice[first] = changed;
        choice[second] = alsoChanged;
        long score = score(choice);
        if (score > best) {
            return score;
        }
        choice[second] = alsoWas;
        choice[first] = was;
        return best;
    }

    private long score(int[] choice) {
        long broken = 0;
        int used = 0;
        int union = 0;
        long weight = 0;
        for (int slot = 0; slot < choice.length; slot++) {
            int mask = choice[slot];
            union |= mask;
            used += mask == 0 ? 0 : 1;
            boolean may = mask == 0 ? columns.kinds().get(columns.kindOf(slot)).optional()
                    : admitted[columns.kindOf(slot)].get(mask);
            broken += may ? 0 : 1;
            for (int other = 0; other < slot && columns.isDistinct(); other++) {
                broken += mask != 0 && choice[other] == mask ? 1 : 0;
            }
        }
        broken += Integer.bitCount(all & ~union) + Math.max(0, columns.minimum() - used) + overfull(choice) + overspent(choice);
        if (broken == 0) {
            weight = columns.values().weight(choice);
        }
        return weight - broken * BROKEN;
    }

    private long overfull(int[] choice) {
        long over = 0;
        for (int k = 0; k < tasks; k++) {
            if (columns.most(k) < choice.length) {
                int members = 0;
                for (int mask : choice) {
                    members += mask >>> k & 1;
                }
                over += Math.max(0, members - columns.most(k));
            }
        }
        return over;
    }

    /** For each total budget that is exceeded 1 and the tenth parts of it that are too much. */
    private long overspent(int[] choice) {
        long over = 0;
        for (int b = 0; b < columns.budgets().size(); b++) {
            long spent = 0;
            for (int slot = 0; slot < choice.length; slot++) {
                long[] costs = columns.kinds().get(columns.kindOf(slot)).costs().get(b);
                for (int rest = choice[slot]; rest != 0; rest &= rest - 1) {
                    spent += costs[Integer.numberOfTrailingZeros(rest)];
                }
            }
            long limit = columns.budgets().get(b).limit();
            over += spent <= limit ? 0 : 1 + (spent - limit) / Math.max(1, limit / 10);
        }
        return over;
    }
}
