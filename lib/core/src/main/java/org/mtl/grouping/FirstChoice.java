package org.mtl.grouping;

/** Of choices that are equally good takes the first, group by group. */
final class FirstChoice {

    private final ColumnSearch search;
    private final int[][] masks;
    private final int[][] ranks;

    /** A choice among these columns of each kind. */
    FirstChoice(ColumnSearch search, int[][] masks) {
        this.search = search;
        this.masks = masks;
        ranks = new int[masks.length][];
        for (int kind = 0; kind < masks.length; kind++) {
            int[] order = Subsets.ordered(masks[kind]);
            ranks[kind] = new int[order.length];
            for (int place = 0; place < order.length; place++) {
                ranks[kind][order[place]] = place;
            }
        }
    }

    /** Replaces the best choice of the search by the first of those as good, unless the search is over before. */
    void take() {
        GroupColumns columns = search.columns();
        int[] first = new int[columns.slots()];
        for (int slot = 0; slot < columns.slots(); slot++) {
            if (mayEnd(first, slot)) {
                break;
            }
            if (!search.hasTieWork()) {
                return;
            }
            int kind = columns.kindOf(slot);
            ColumnModel model = tied().fix(first, slot).minimizeNext(first, slot, ranks[kind]);
            CpSatFactory.Solved solved = search.decide(model);
            if (!solved.isOptimal()) {
                return;
            }
            first[slot] = model.next(solved, ranks[kind], kind);
        }
        search.replace(first);
    }

    /** Whether interchangeable groups are complete with those that are fixed: the fewer come first. */
    private boolean mayEnd(int[] first, int slot) {
        GroupColumns columns = search.columns();
        if (columns.problem().constraints().isSlotted() || slot < Math.max(1, columns.minimum()) || !search.hasTieWork()) {
            return false;
        }
        return search.decide(tied().fix(first, slot).limit(slot)).hasSolution();
    }

    private ColumnModel tied() {
        return new ColumnModel(search.columns(), masks).require(search.least());
    }
}
