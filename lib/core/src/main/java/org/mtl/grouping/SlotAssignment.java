package org.mtl.grouping;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best columns for the slots by their priced weights, whatever they hold together: different ones where groups must
 * differ, and as many empty slots as there may be where that pays.
 */
final class SlotAssignment {

    private final GroupColumns columns;
    /** The bit sets of the matching's columns. */
    private final int[] masks;
    private final long[][] worth;
    private final int[] leaders;
    private final Matching matching;

    /**
     * Assigns.
     *
     * @param active the columns of each kind
     * @param priced their priced weights; what lies behind the last column is not read
     */
    SlotAssignment(GroupColumns columns, int[][] active, long[][] priced) {
        this.columns = columns;
        int slots = columns.slots();
        // One more than there are slots: then one is left whose price is 0, and no column behind it can be dearer.
        int count = columns.isDistinct() ? slots + 1 : 1;
        int[][] leading = new int[active.length][];
        Arrays.setAll(leading, kind -> leaders(active[kind], priced[kind], count));
        int[] groups = columns.isDistinct() ? distinct(active, leading) : own(active, leading);
        int empty = slots - columns.minimum();
        worth = new long[slots][Math.max(slots, groups.length + empty)];
        for (int slot = 0; slot < slots; slot++) {
            int kind = columns.kindOf(slot);
            Arrays.fill(worth[slot], Matching.NEVER);
            for (int leader : leading[kind]) {
                int at = columns.isDistinct() ? Arrays.binarySearch(groups, active[kind][leader]) : slot;
                worth[slot][at] = priced[kind][leader];
            }
            if (columns.kinds().get(kind).optional()) {
                Arrays.fill(worth[slot], groups.length, groups.length + empty, 0);
            }
        }
        masks = Arrays.copyOf(groups, worth[0].length);
        leaders = Arrays.stream(leading[0]).map(leader -> active[0][leader]).toArray();
        matching = Matching.of(worth);
    }

    /** The positions of the columns with the largest priced weights; of equal ones the first. */
    private static int[] leaders(int[] masks, long[] priced, int count) {
        int[] leaders = new int[Math.min(count, masks.length)];
        long[] best = new long[leaders.length];
        Arrays.fill(best, Long.MIN_VALUE);
        int last = leaders.length - 1;
        for (int c = 0; c < masks.length; c++) {
            if (priced[c] > best[last]) {
                int at = last;
                for (; at > 0 && best[at - 1] < priced[c]; at--) {
                    best[at] = best[at - 1];
                    leaders[at] = leaders[at - 1];
                }
                best[at] = priced[c];
                leaders[at] = c;
            }
        }
        return leaders;
    }

    private static int[] distinct(int[][] active, int[][] leaders) {
        return IntStream.range(0, active.length).boxed()
                .flatMapToInt(kind -> Arrays.stream(leaders[kind]).map(leader -> active[kind][leader]))
                .sorted().distinct().toArray();
    }

    /** Where groups may be equal, each slot has a candidate of its own. */
    private int[] own(int[][] active, int[][] leaders) {
        return IntStream.range(0, columns.slots()).map(slot -> {
            int kind = columns.kindOf(slot);
            return leaders[kind].length == 0 ? 0 : active[kind][leaders[kind][0]];
        }).toArray();
    }

    /** Whether every slot can have a column or stay empty. */
    boolean isPossible() {
        return matching.isPossible(worth);
    }

    /** The bit set of each slot, 0 where it stays empty. */
    int[] choice() {
        return Arrays.stream(matching.columns()).map(column -> masks[column]).toArray();
    }

    /** The columns of the first kind with the largest priced weights, largest first. */
    int[] leaders() {
        return leaders;
    }

    /** What a column must be worth to be taken into each slot; the same for slots of a kind. */
    long[] rowPrices() {
        return matching.rowPrices();
    }

    /** The priced weights of the choice. */
    long total() {
        return matching.total();
    }
}
