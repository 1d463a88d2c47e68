package org.mtl.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An order of items in which those that are alike stand near each other: the leaves of a tree that average linkage builds
 * (Sokal and Michener, 1958), in which at each merge the two parts are turned so that the ends that meet are as alike as can
 * be (after Gruvaeus and Wainer, 1972).
 *
 * <p>The items' numbers decide only between what is exactly as good: without ties, items in another order give the same
 * order.
 */
public final class LeafOrder {

    private LeafOrder() {}

    /**
     * Orders items.
     *
     * @param similarities n × n, symmetric and finite, larger is more alike; the diagonal is not looked at
     * @return the items in their order; of the two directions, the one that begins at the end that is more alike to all
     */
    public static int[] of(double[][] similarities) {
        int n = similarities.length;
        List<int[]> parts = new ArrayList<>();
        IntStream.range(0, n).forEach(i -> parts.add(new int[] {i}));
        double[][] linkage = Arrays.stream(similarities).map(double[]::clone).toArray(double[][]::new);
        List<Integer> open = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        while (open.size() > 1) {
            int[] pair = mostAlike(linkage, open);
            int a = pair[0];
            int b = pair[1];
            int[] joined = join(parts.get(a), parts.get(b), similarities);
            double sizeA = parts.get(a).length;
            double sizeB = parts.get(b).length;
            for (int other : open) {
                double mean = (sizeA * linkage[a][other] + sizeB * linkage[b][other]) / (sizeA + sizeB);
                linkage[a][other] = mean;
                linkage[other][a] = mean;
            }
            parts.set(a, joined);
            open.remove(Integer.valueOf(b));
        }
        return n == 0 ? new int[0] : directed(parts.get(open.get(0)), similarities);
    }

    /** The first pair with the largest linkage. */
    private static int[] mostAlike(double[][] linkage, List<Integer> open) {
        int[] best = {open.get(0), open.get(1)};
        for (int i = 0; i < open.size(); i++) {
            for (int j = i + 1; j < open.size(); j++) {
                if (linkage[open.get(i)][open.get(j)] > linkage[best[0]][best[1]]) {
                    best = new int[] {open.get(i), open.get(j)};
                }
            }
        }
        return best;
    }

    private static int[] join(int[] a, int[] b, double[][] similarities) {
        int[] turnedA = reversed(a);
        int[] turnedB = reversed(b);
        int[] best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int[][] turn : new int[][][] {{a, b}, {a, turnedB}, {turnedA, b}, {turnedA, turnedB}}) {
            double alike = similarities[turn[0][a.length - 1]][turn[1][0]];
            if (best == null || alike > most) {
                most = alike;
                best = IntStream.concat(Arrays.stream(turn[0]), Arrays.stream(turn[1])).toArray();
            }
        }
        return best;
    }

    private static int[] directed(int[] order, double[][] similarities) {
        int last = order[order.length - 1];
        return sum(similarities, last) > sum(similarities, order[0]) ? reversed(order) : order;
    }

    /** The sum of an item's similarities, which does not depend on the order of the items. */
    private static double sum(double[][] similarities, int item) {
        double[] others = IntStream.range(0, similarities.length).filter(i -> i != item)
                .mapToDouble(i -> similarities[item][i]).sorted().toArray();
        return Arrays.stream(others).sum();
    }

    private static int[] reversed(int[] order) {
        return IntStream.range(0, order.length).map(i -> order[order.length - 1 - i]).toArray();
    }
}
