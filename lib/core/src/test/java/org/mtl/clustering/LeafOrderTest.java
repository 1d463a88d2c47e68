package org.mtl.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeafOrderTest {

    /**
     * 0 and 2 are joined first (9), then 1 and 3 (5); of the ends, 2 and 1 are most alike (4): 0 2 1 3. The sums of similarities
     * are 12 for item 0 and 8 for item 3, so that the order begins with 0.
     */
    @Test
    void byHand() {
        double[][] similarities = {{0, 2, 9, 1}, {2, 0, 4, 5}, {9, 4, 0, 2}, {1, 5, 2, 0}};
        assertArrayEquals(new int[] {0, 2, 1, 3}, LeafOrder.of(similarities));
    }

    @Test
    void fewItems() {
        assertArrayEquals(new int[0], LeafOrder.of(new double[0][0]));
        assertArrayEquals(new int[] {0}, LeafOrder.of(new double[][] {{1}}));
        assertArrayEquals(new int[] {0, 1}, LeafOrder.of(new double[][] {{0, 1}, {1, 0}}));
    }

    /** Items that are all equally alike stay as they are. */
    @Test
    void tiesKeepTheOrder() {
        double[][] similarities = new double[5][5];
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, LeafOrder.of(similarities));
    }

    private static double[][] random(int n, long seed, int[] clusters) {
        Random random = new Random(seed);
        double[][] similarities = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                similarities[i][j] = random.nextDouble() + (clusters[i] == clusters[j] ? 3 : 0);
                similarities[j][i] = similarities[i][j];
            }
        }
        return similarities;
    }

    /** Two items are a tie: either may come first. */
    @Property(tries = 200)
    void permutedItemsHaveTheSameOrder(@ForAll @IntRange(min = 3, max = 20) int n, @ForAll long seed) {
        double[][] similarities = random(n, seed, new int[n]);
        List<Integer> shuffled = IntStream.range(0, n).boxed().collect(Collectors.toList());
        Collections.shuffle(shuffled, new Random(seed + 1));
        int[] of = shuffled.stream().mapToInt(i -> i).toArray();
        double[][] permuted = Arrays.stream(of)
                .mapToObj(i -> Arrays.stream(of).mapToDouble(j -> similarities[i][j]).toArray()).toArray(double[][]::new);
        int[] order = Arrays.stream(LeafOrder.of(permuted)).map(i -> of[i]).toArray();
        assertArrayEquals(LeafOrder.of(similarities), order);
    }

    @Property(tries = 100)
    void clustersStayTogether(@ForAll @IntRange(min = 2, max = 24) int n, @ForAll @IntRange(min = 1, max = 4) int k,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] clusters = IntStream.range(0, n).map(i -> random.nextInt(k)).toArray();
        int[] order = LeafOrder.of(random(n, seed, clusters));
        assertArrayEquals(IntStream.range(0, n).toArray(), Arrays.stream(order).sorted().toArray());
        long changes = IntStream.range(1, n).filter(i -> clusters[order[i]] != clusters[order[i - 1]]).count();
        assertEquals(Arrays.stream(clusters).distinct().count() - 1, changes);
    }

    /** The same tree, but with every linkage taken anew from its definition, the mean over all pairs of members. */
    @Property(tries = 100)
    void equalsTheDefinition(@ForAll @IntRange(min = 2, max = 14) int n, @ForAll long seed) {
        double[][] similarities = random(n, seed, new int[n]);
        List<List<Integer>> parts = IntStream.range(0, n).mapToObj(List::of).collect(Collectors.toCollection(ArrayList::new));
        while (parts.size() > 1) {
            List<Integer> first = parts.get(0);
            List<Integer> second = parts.get(1);
            for (List<Integer> a : parts) {
                for (List<Integer> b : parts) {
                    if (a != b && mean(similarities, a, b) > mean(similarities, first, second)) {
                        first = a;
                        second = b;
                    }
                }
            }
            parts.remove(first);
            parts.remove(second);
            parts.add(joined(similarities, first, second));
        }
        int[] order = LeafOrder.of(similarities);
        List<Integer> found = Arrays.stream(order).boxed().collect(Collectors.toList());
        List<Integer> expected = parts.get(0);
        if (!found.equals(expected)) {
            Collections.reverse(found);
        }
        assertEquals(expected, found);
        double[] sums = Arrays.stream(similarities).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
        assertTrue(sums[order[0]] >= sums[order[n - 1]]);
    }

    private static double mean(double[][] similarities, List<Integer> a, List<Integer> b) {
        return a.stream().mapToDouble(i -> b.stream().mapToDouble(j -> similarities[i][j]).sum()).sum() / a.size() / b.size();
    }

    private static List<Integer> joined(double[][] similarities, List<Integer> a, List<Integer> b) {
        List<Integer> best = List.of();
        double most = Double.NEGATIVE_INFINITY;
        for (List<Integer> left : List.of(a, reversed(a))) {
            for (List<Integer> right : List.of(b, reversed(b))) {
                double alike = similarities[left.get(left.size() - 1)][right.get(0)];
                if (alike > most) {
                    most = alike;
                    best = new ArrayList<>(left);
                    best.addAll(right);
                }
            }
        }
        return best;
    }

    private static List<Integer> reversed(List<Integer> items) {
        List<Integer> reversed = new ArrayList<>(items);
        Collections.reverse(reversed);
        return reversed;
    }
}
