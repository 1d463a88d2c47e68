package org.mtl.grouping;

/**
 * Makes covers out of groups that need not be one, and makes covers better by exchanging one group at a time.
 *
 * <p>The best group that holds given tasks is looked up, so that an exchange costs nothing: O(K·2^K) time once.
 */
final class CoverHeuristic {

    private final Subsets subsets;
    /** By bit set, the best allowed group that holds it; 0 where there is none. */
    private final int[] bestSuperset;
    /** The best groups of all, best first: one more than a cover has. */
    private int[] leaders = new int[0];

    /**
     * A heuristic for groups of these columns that need not keep to anything together but be different and cover all tasks.
     */
    CoverHeuristic(Subsets subsets, int[] columns) {
        this.subsets = subsets;
        bestSuperset = new int[subsets.all() + 1];
        for (int mask : columns) {
            bestSuperset[mask] = mask;
        }
        for (int bit = 1; bit <= subsets.all(); bit <<= 1) {
            for (int mask = 0; mask < bestSuperset.length; mask++) {
                if ((mask & bit) == 0) {
                    int larger = bestSuperset[mask | bit];
                    if (larger != 0 && subsets.weight(larger) > subsets.weight(bestSuperset[mask])) {
                        bestSuperset[mask] = larger;
                    }
                }
            }
        }
    }

    /** Takes note of the best groups of all, best first. */
    void lead(int[] best) {
        leaders = best.clone();
    }

    /**
     * Tries to make a cover.
     *
     * @param groups different groups, unchanged
     * @return a cover of as many different groups, or an empty array where exchanges find none
     */
    int[] cover(int[] groups) {
        int[] cover = groups.clone();
        for (int repairs = 0; union(cover, -1) != subsets.all(); repairs++) {
            if (repairs == cover.length || !exchange(cover, Long.MIN_VALUE / 2)) {
                return new int[0];
            }
        }
        boolean better = true;
        while (better) {
            better = exchange(cover, 0);
        }
        return cover;
    }

    /** Exchanges the group whose exchange for the best that completes the cover gains most, if it gains more than asked. */
    private boolean exchange(int[] groups, long least) {
        long best = least;
        int position = -1;
        int with = 0;
        for (int g = 0; g < groups.length; g++) {
            int candidate = candidate(groups, g);
            if (candidate != 0 && subsets.weight(candidate) - subsets.weight(groups[g]) > best) {
                best = subsets.weight(candidate) - subsets.weight(groups[g]);
                position = g;
                with = candidate;
            }
        }
        if (position >= 0) {
            groups[position] = with;
        }
        return position >= 0;
    }

    /** The best group that covers what the others leave and is none of them; 0 where there is none. */
    private int candidate(int[] groups, int without) {
        int open = subsets.all() & ~union(groups, without);
        if (open != 0) {
            // No other group holds what all others leave open.
            return bestSuperset[open];
        }
        for (int leader : leaders) {
            boolean taken = false;
            for (int g = 0; g < groups.length; g++) {
                taken |= g != without && groups[g] == leader;
            }
            if (!taken) {
                return leader;
            }
        }
        return 0;
    }

    private static int union(int[] groups, int without) {
        int union = 0;
        for (int g = 0; g < groups.length; g++) {
            union |= g == without ? 0 : groups[g];
        }
        return union;
    }
}
