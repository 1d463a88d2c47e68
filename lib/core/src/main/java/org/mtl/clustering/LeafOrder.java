package org.mtl.clustering;

import java.util.Arrays;
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

    /** The items of each part that is still open, in their order; null where it was joined to another. */
    private final int[][] parts;
    private final double[][] linkage;
    /** For each open part the later one that it is most alike to; −1 for none. */
    private final int[] nearest;

    private LeafOrder(double[][] similarities) {
        parts = IntStream.range(0, similarities.length).mapToObj(i -> new int[] {i}).toArray(int[][]::new);
        linkage = Arrays.stream(similarities).map(double[]::clone).toArray(double[][]::new);
        nearest = IntStream.range(0, parts.length).map(this::nearest).toArray();
    }

    /**
     * Orders items.
     *
     * @param similarities n × n, symmetric and finite, larger is more alike; the diagonal is not looked at
     * @return the items in their order; of the two directions, the one that begins at the end that is more alike to all
     */
    public static int[] of(double[][] similarities) {
        int n = similarities.length;
        LeafOrder tree = new LeafOrder(similarities);
        for (int merges = 1; merges < n; merges++) {
            tree.merge(similarities);
        }
        return n == 0 ? new int[0] : directed(tree.parts[0], similarities);
    }

    /** Joins the first pair with the largest linkage; the part with the smaller number, of the two, goes on. */
    private void merge(double[][] similarities) {
        int a = -1;
        for (int i = 0; i < parts.length; i++) {
            if (nearest[i] >= 0 && (a < 0 || linkage[i][nearest[i]] > linkage[a][nearest[a]])) {
                a = i;
            }
        }
        int b = nearest[a];
        double sizeA = parts[a].length;
        double sizeB = parts[b].length;
        for (int other = 0; other < parts.length; other++) {
            double mean = (sizeA * linkage[a][other] + sizeB * linkage[b][other]) / (sizeA + sizeB);
            linkage[a][other] = mean;
            linkage[other][a] = mean;
        }
        parts[a] = join(parts[a], parts[b], similarities);
        parts[b] = null;
        nearest[b] = -1;
        for (int i = 0; i < parts.length; i++) {
            if (i == a || nearest[i] == a || nearest[i] == b) {
                nearest[i] = nearest(i);
            } else if (i < a && nearest[i] >= 0) {
                double gain = linkage[i][a] - linkage[i][nearest[i]];
                nearest[i] = gain > 0 || gain == 0 && a < nearest[i] ? a : nearest[i];
            }
        }
    }

    /** The first of the later parts with the largest linkage; −1 if there is none. */
    private int nearest(int i) {
        int best = -1;
        for (int j = i + 1; j < parts.length; j++) {
            if (parts[j] != null && (best < 0 || linkage[i][j] > linkage[i][best])) {
                best = j;
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
