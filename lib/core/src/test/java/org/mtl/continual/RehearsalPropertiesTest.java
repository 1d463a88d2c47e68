package org.mtl.continual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.selection.RehearsalMemory;

/** What the pieces of strategies promise, whatever the numbers. */
class RehearsalPropertiesTest {

    private static double[] normal(Random random, int size) {
        return random.doubles(size).map(value -> random.nextGaussian()).toArray();
    }

    /** Each row of a stream of 50 is kept in 10 places with probability 1/5: χ² with 49 degrees of freedom, 99.99% below 98. */
    @Test
    void reservoirIsUniform() {
        int[] kept = new int[50];
        Random random = new Random(7);
        int runs = 20_000;
        for (int run = 0; run < runs; run++) {
            Memory memory = new Memory(10);
            for (int row = 0; row < 50; row++) {
                int place = memory.offer(random);
                if (place >= 0) {
                    memory.put(place, new Memory.Place(new Example(new double[] {row}, 0, 0, "" + row, "a"), 0));
                }
            }
            memory.examples().forEach(each -> kept[(int) each.input()[0]]++);
        }
        double expected = runs / 5.0;
        double statistic = 0;
        for (int count : kept) {
            // The count of a row varies as a binomial's, 1 − 1/5 times a Poisson's.
            statistic += (count - expected) * (count - expected) / (expected * 0.8);
        }
        assertTrue(statistic < 98, "chi squared " + statistic);
    }

    @Property(tries = 200)
    void averagedGemDoesNotConflictAndIsNearest(@ForAll long seed) {
        Random random = new Random(seed);
        double[] gradient = normal(random, 6);
        double[] reference = normal(random, 6);
        double[] projected = gradient.clone();
        boolean changed = AveragedGem.project(projected, reference);
        assertEquals(changed, Vectors.dot(gradient, reference) < 0);
        assertTrue(Vectors.dot(projected, reference) >= -1e-12);
        double[] other = gradient.clone();
        assertEquals(changed, Gem.project(other, List.of(reference)));
        assertArrayEquals(projected, other, 1e-10);
    }

    @Property(tries = 200)
    void gemKeepsAllConstraintsAndIsOptimal(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int tasks) {
        Random random = new Random(seed);
        double[] gradient = normal(random, 7);
        List<double[]> references = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            references.add(normal(random, 7));
        }
        double[] projected = gradient.clone();
        Gem.project(projected, references);
        for (double[] reference : references) {
            assertTrue(Vectors.dot(projected, reference) >= -1e-7);
        }
        // Of a projection on a convex cone: z·(z − g) = 0, and no feasible point is nearer.
        double[] step = projected.clone();
        Vectors.add(step, -1, gradient);
        assertEquals(0, Vectors.dot(projected, step), 1e-6);
        for (int other = 0; other < 50; other++) {
            double[] point = normal(random, 7);
            if (references.stream().allMatch(reference -> Vectors.dot(point, reference) >= 0)) {
                double[] away = point.clone();
                Vectors.add(away, -1, gradient);
                assertTrue(Vectors.dot(away, away) >= Vectors.dot(step, step) - 1e-6);
            }
        }
    }

    @Property(tries = 200)
    void fusionWeightIsThatOfAGrid(@ForAll long seed) {
        Random random = new Random(seed);
        double[] old = normal(random, 8);
        double[] fresh = normal(random, 8);
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 10_000; i++) {
            double weight = i / 10_000.0;
            double[] fused = new double[8];
            Vectors.add(fused, weight, old);
            Vectors.add(fused, 1 - weight, fresh);
            double norm = Vectors.dot(fused, fused);
            if (norm < least) {
                least = norm;
                best = weight;
            }
        }
        assertEquals(best, StepInfluence.weight(old, fresh), 1e-4);
    }

    @Test
    void weightsSumToOneAndFavourHelpfulRows() {
        double[] weights = MetaSp.weights(new double[] {0.5, -0.5, 0});
        assertArrayEquals(new double[] {0.5 / 3, 1.5 / 3, 1.0 / 3}, weights, 1e-15);
        assertArrayEquals(new double[] {0.5, 0.5}, MetaSp.weights(new double[] {2, 3}), 0);
    }

    private static Memory.Place place(int label, double score) {
        return new Memory.Place(new Example(new double[] {score}, 0, label, "r" + score, "t"), score);
    }

    /** Drops by class leave classes as equal as they can be, and take the most harmful of the largest. */
    @Property(tries = 100)
    void dropsByClassKeepTheBalance(@ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int drops) {
        Random random = new Random(seed);
        List<Memory.Place> places = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            places.add(place(i % 3, random.nextGaussian()));
        }
        for (int i = 0; i < drops; i++) {
            places.remove(RehearsalSelection.worst(places, RehearsalMemory.Drop.CLASS));
        }
        Map<Integer, Integer> sizes = new HashMap<>();
        places.forEach(place -> sizes.merge(place.example().label(), 1, Integer::sum));
        int most = sizes.values().stream().max(Integer::compare).orElseThrow();
        int fewest = sizes.values().stream().min(Integer::compare).orElseThrow();
        assertTrue(sizes.size() == 3 && most - fewest <= 1, sizes.toString());
        int worst = RehearsalSelection.worst(places, RehearsalMemory.Drop.GLOBAL);
        assertTrue(places.stream().allMatch(place -> place.score() <= places.get(worst).score()));
    }

    /** A greedy memory is balanced however unequal the stream is, once all classes have rows enough. */
    @Property(tries = 50)
    void greedyMemoryIsBalanced(@ForAll long seed) {
        Random random = new Random(seed);
        Memory memory = new Memory(12);
        for (int i = 0; i < 400; i++) {
            int label = i < 300 ? 0 : 1 + i % 2;
            GreedyBalance.offer(memory, new Example(new double[] {i}, 0, label, "" + i, "t"), random);
        }
        int[] sizes = new int[3];
        memory.examples().forEach(each -> sizes[each.label()]++);
        assertArrayEquals(new int[] {4, 4, 4}, sizes);
    }

    /** The averages of Table 2 of [3]: A_1 = 96.73, A_∞ = 34.19 imply BWT = (A_∞ − A_1)·5/4 = −78.18, its value for ER. */
    @Test
    void measuresAreThoseOfThePaper() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            double[] row = new double[i + 1];
            Arrays.fill(row, i == 4 ? (5 * 0.3419 - 0.9673) / 4 : 0.5);
            row[i] = 0.9673;
            rows.add(row);
        }
        Map<String, Double> measures = new AccuracyMatrix(List.of("a", "b", "c", "d", "e"), rows).measures();
        assertEquals(0.9673, measures.get("A_1"), 1e-12);
        assertEquals(0.3419, measures.get("A_inf"), 1e-12);
        assertEquals(-0.7818, measures.get("BWT"), 5e-5);
        double[] short0 = {1};
        double[] short1 = {0.6, 0.8};
        double[] short2 = {0.7, 0.4, 0.9};
        measures = new AccuracyMatrix(List.of("a", "b", "c"), List.of(short0, short1, short2)).measures();
        assertEquals(0.9, measures.get("A_1"), 1e-12);
        assertEquals((1 + 0.7 + 2.0 / 3) / 3, measures.get("A_m"), 1e-12);
        assertEquals((-0.3 - 0.4) / 2, measures.get("BWT"), 1e-12);
        assertEquals((0.3 + 0.4) / 2, measures.get("forgetting"), 1e-12);
    }
}
