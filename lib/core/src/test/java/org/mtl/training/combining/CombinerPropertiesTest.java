package org.mtl.training.combining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.mtl.linalg.SmallSystem;
import org.mtl.linalg.SymmetricEigen;

/** What holds for random gradients of any rank, and second computations of the methods that solve a problem. */
class CombinerPropertiesTest {

    private static final int WIDTH = 7;

    private static Random random() {
        return new Random(3);
    }

    /** Those that draw nothing. */
    private static List<GramCombiner> fixed() {
        return List.of(new Sum(), new Mgda(), new Cagrad(0.4, Cagrad.Rescale.SQUARE), new Imtl(), new Nash(), new Aligned(),
                new Upgrad(), new Dualproj(), new Config(), new Fairgrad(2));
    }

    /** K gradients of a rank. */
    private static double[][] rows(long seed, int tasks, int rank) {
        Random random = new Random(seed);
        double[][] left = normals(random, tasks, rank);
        double[][] right = normals(random, rank, WIDTH);
        double[][] rows = new double[tasks][WIDTH];
        for (int t = 0; t < tasks; t++) {
            for (int r = 0; r < rank; r++) {
                for (int i = 0; i < WIDTH; i++) {
                    rows[t][i] += left[t][r] * right[r][i];
                }
            }
        }
        return rows;
    }

    private static double[][] normals(Random random, int rows, int columns) {
        double[][] all = new double[rows][columns];
        for (double[] row : all) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        return all;
    }

    private static double[] direction(GramCombiner combiner, double[][] rows) {
        return Buffers.sum(rows, combiner.coefficients(Gram.of(rows), random()));
    }

    private static double size(double[] vector) {
        return Math.sqrt(Gram.dot(vector, vector));
    }

    private static double largest(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(CombinerPropertiesTest::size).max().orElse(0);
    }

    @Property(tries = 200)
    void theOrderOfTasksDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int tasks,
            @ForAll @IntRange(max = 6) int rank) {
        double[][] rows = rows(seed, tasks, rank);
        double[][] turned = new double[tasks][];
        for (int t = 0; t < tasks; t++) {
            turned[t] = rows[(t + 1) % tasks];
        }
        for (GramCombiner combiner : fixed()) {
            // Exactly dependent gradients leave pseudo-inverses to rounding, and CAGrad's direction where its vector is 0.
            if (rank >= tasks || !(combiner instanceof Cagrad || combiner instanceof Nash || combiner instanceof Fairgrad
                    || combiner instanceof Imtl || combiner instanceof Config || combiner instanceof Aligned)) {
                double[] d = direction(combiner, rows);
                assertArrayEquals(d, direction(combiner, turned), 1e-4 * (size(d) + largest(rows)), combiner.toString());
            }
        }
    }

    /** d(sJ) is s·d(J), of bargaining s^{-1}·…: where Ga = a^{−1/α}, a scales by s^{−2α/(1+α)}, d by s^{(1−α)/(1+α)}. */
    @Property(tries = 200)
    void directionsScaleAsTheGradients(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int tasks) {
        double[][] rows = rows(seed, tasks, WIDTH);
        double[][] larger = Arrays.stream(rows).map(row -> Arrays.stream(row).map(v -> 8 * v).toArray()).toArray(double[][]::new);
        for (GramCombiner combiner : fixed()) {
            double power = combiner instanceof Nash ? 0 : combiner instanceof Fairgrad ? -1.0 / 3 : 1;
            double[] expected = Arrays.stream(direction(combiner, rows)).map(v -> v * Math.pow(8, power)).toArray();
            assertArrayEquals(expected, direction(combiner, larger), 1e-6 * (1 + size(expected)), combiner.toString());
        }
    }

    /** The methods that promise it turn against no task. */
    @Property(tries = 200)
    void nothingIsInConflict(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int tasks, @ForAll @IntRange(max = 7) int rank) {
        double[][] rows = rows(seed, tasks, rank);
        for (GramCombiner combiner : fixed()) {
            boolean always = combiner instanceof Mgda;
            boolean whereFull = combiner instanceof Nash || combiner instanceof Imtl || combiner instanceof Fairgrad
                    || combiner instanceof Config || combiner instanceof Upgrad || combiner instanceof Dualproj;
            if (always || whereFull && rank >= tasks) {
                double[] d = direction(combiner, rows);
                double sign = combiner instanceof Imtl ? Math.signum(Gram.dot(rows[0], d)) : 1;
                for (double[] row : rows) {
                    // The dual cone has a ridge, which gives way by a little.
                    double slack = combiner instanceof Upgrad || combiner instanceof Dualproj ? 2e-2 : 1e-6;
                    assertTrue(sign * Gram.dot(row, d) >= -slack * largest(rows) * (largest(rows) + size(d)),
                            combiner + ": " + Gram.dot(row, d));
                }
            }
        }
    }

    /** Two opposite gradients are Pareto-stationary: no direction serves both. */
    @Property(tries = 50)
    void stationaryPointsStay(@ForAll long seed) {
        double[] g = rows(seed, 1, 1)[0];
        double[][] rows = {g, Arrays.stream(g).map(v -> -v).toArray()};
        for (GramCombiner combiner : List.of(new Mgda(), new Upgrad(), new Dualproj(), new Aligned(), new Config(), new Imtl(),
                new Pcgrad())) {
            assertEquals(0, size(direction(combiner, rows)), 1e-6 * size(g), combiner.toString());
        }
    }

    @Property(tries = 200)
    void gradientsOfZeroAreBorne(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int tasks, @ForAll @IntRange(max = 5) int zeros) {
        double[][] rows = rows(seed, tasks, WIDTH);
        Random random = new Random(seed);
        for (int z = 0; z < zeros; z++) {
            Arrays.fill(rows[random.nextInt(tasks)], 0);
        }
        List<GramCombiner> all = new ArrayList<>(fixed());
        all.addAll(List.of(new Pcgrad(), new Gradvac(0.01, tasks)));
        for (GramCombiner combiner : all) {
            for (double c : combiner.coefficients(Gram.of(rows), random())) {
                assertTrue(Double.isFinite(c), combiner + " gives " + c);
            }
        }
    }

    /** Below, the products of unit gradients do not tell the solution: a'Ga is what is left of sums 10⁸ times as large. */
    private static boolean isWellConditioned(Gram gram) {
        double[] inverse = IntStream.range(0, gram.size()).mapToDouble(i -> 1 / gram.norm(i)).toArray();
        return SymmetricEigen.of(gram.scaled(inverse).values(), gram.size()).values()[0] > 1e-8;
    }

    /** Nash: ‖J'a‖² = K, Ga = 1/a; fairgrad with α = 1 is the same by other steps. */
    @Property(tries = 200)
    void bargainsAreSolutions(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int tasks) {
        Gram gram = Gram.of(rows(seed, tasks, WIDTH));
        Assume.that(isWellConditioned(gram));
        double[] nash = new Nash().coefficients(gram, random());
        assertEquals(tasks, gram.norm(nash) * gram.norm(nash), 1e-6 * tasks);
        double[] fair = new Fairgrad(1).coefficients(gram, random());
        double[] three = new Fairgrad(3).coefficients(gram, random());
        double[] products = gram.times(nash);
        double[] ofThree = gram.times(three);
        for (int t = 0; t < tasks; t++) {
            assertEquals(1, products[t] * nash[t], 1e-6);
            assertEquals(1, fair[t] / nash[t], 1e-5);
            assertEquals(1, ofThree[t] * Math.cbrt(three[t]), 1e-6);
        }
    }

    /** The shortest vector of a polytope lies on one of its faces: of all sets of tasks, solved one by one. */
    @Property(tries = 200)
    void mgdaIsTheLeastOfAllFaces(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int tasks, @ForAll @IntRange(max = 6) int rank) {
        Gram gram = Gram.of(rows(seed, tasks, rank));
        double[] a = new Mgda().coefficients(gram, random());
        assertEquals(1, Arrays.stream(a).sum(), 1e-9);
        assertTrue(Arrays.stream(a).allMatch(v -> v >= 0));
        double least = Double.POSITIVE_INFINITY;
        for (int set = 1; set < 1 << tasks; set++) {
            int chosen = set;
            int[] places = IntStream.range(0, tasks).filter(t -> (chosen >> t & 1) == 1).toArray();
            Gram part = gram.part(places);
            int n = places.length;
            // G w = μ1, 1'w = 1.
            double[] matrix = new double[(n + 1) * (n + 1)];
            double[] w = new double[n + 1];
            w[n] = 1;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i * (n + 1) + j] = part.at(i, j);
                }
                matrix[i * (n + 1) + n] = -1;
                matrix[n * (n + 1) + i] = 1;
            }
            if (SmallSystem.solve(n + 1, matrix, w)) {
                double[] weights = Arrays.copyOf(w, n);
                if (Arrays.stream(weights).allMatch(v -> v >= -1e-9)) {
                    least = Math.min(least, gram.part(places).norm(weights));
                }
            }
        }
        assertTrue(gram.norm(a) <= least + 1e-4 * (1 + Math.sqrt(gram.largest())), gram.norm(a) + " > " + least);
    }

    /** On a fine grid of the simplex nothing is below what CAGrad finds. */
    @Property(tries = 40)
    void cagradIsTheLeastOfAGrid(@ForAll long seed) {
        Gram gram = Gram.of(rows(seed, 3, WIDTH));
        double[] mean = Simplex.middle(3);
        double[] linear = gram.times(mean);
        double radius = 0.4 * gram.norm(mean);
        double[] w = SimplexDescent.leastSum(gram, linear, radius);
        double found = Gram.dot(linear, w) + radius * gram.norm(w);
        int grid = 200;
        for (int i = 0; i <= grid; i++) {
            for (int j = 0; i + j <= grid; j++) {
                double[] other = {i / (double) grid, j / (double) grid, (grid - i - j) / (double) grid};
                assertTrue(Gram.dot(linear, other) + radius * gram.norm(other) >= found - 1e-7 * (1 + gram.largest()));
            }
        }
    }

    /** The direction of CAGrad lies on the ball around the mean gradient. */
    @Property(tries = 200)
    void cagradIsNearTheMean(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int tasks) {
        double[][] rows = rows(seed, tasks, WIDTH);
        double[] mean = Buffers.sum(rows, Simplex.middle(tasks));
        double[] d = direction(new Cagrad(0.4, Cagrad.Rescale.NONE), rows);
        double[] away = new double[WIDTH];
        Arrays.setAll(away, i -> d[i] - mean[i]);
        assertEquals(0.4 * size(mean), size(away), 1e-9 * size(mean));
    }

    /** The least v'Gv with v ≥ u, of all sets of bounds that could hold. */
    @Property(tries = 200)
    void dualProjectionsAreThoseOfAQuadraticProgram(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int tasks,
            @ForAll @IntRange(max = 6) int rank) {
        Gram gram = Gram.of(rows(seed, tasks, rank));
        double[] u = Simplex.middle(tasks);
        double trace = 0;
        for (int t = 0; t < tasks; t++) {
            trace += gram.at(t, t);
        }
        double[] values = new double[tasks * tasks];
        for (int i = 0; i < values.length; i++) {
            values[i] = (trace > 0 ? gram.values()[i] / trace : 0) + (i % (tasks + 1) == 0 ? 1e-4 : 0);
        }
        Gram ridged = new Gram(values, gram.tasks());
        double least = Double.POSITIVE_INFINITY;
        for (int set = 0; set < 1 << tasks; set++) {
            double[] v = held(ridged, u, set);
            boolean feasible = true;
            for (int t = 0; t < tasks; t++) {
                feasible &= v[t] >= u[t] - 1e-12;
            }
            least = feasible ? Math.min(least, ridged.norm(v)) : least;
        }
        double[] v = new DualCone(gram).project(u);
        assertTrue(ridged.norm(v) <= least * (1 + 1e-9), ridged.norm(v) + " > " + least);
    }

    /** The minimum where the bounds of a set hold with equality and the others are not looked at. */
    private static double[] held(Gram gram, double[] u, int set) {
        int n = u.length;
        double[] matrix = new double[n * n];
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            boolean bound = (set >> i & 1) == 1;
            v[i] = bound ? u[i] : 0;
            for (int j = 0; j < n; j++) {
                matrix[i * n + j] = bound ? i == j ? 1 : 0 : gram.at(i, j);
            }
        }
        SmallSystem.solve(n, matrix, v);
        return v;
    }

    /**
     * The length of IMTL's projections on all gradients is one, ConFIG's cosines are one, aligned gradients stay on their
     * span.
     */
    @Property(tries = 200)
    void impartialMethodsAreImpartial(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int tasks) {
        double[][] rows = rows(seed, tasks, WIDTH);
        for (GramCombiner combiner : List.of(new Imtl(), new Config())) {
            double[] d = direction(combiner, rows);
            double first = Gram.dot(rows[0], d) / size(rows[0]);
            for (double[] row : rows) {
                assertEquals(first, Gram.dot(row, d) / size(row), 1e-6 * (1 + Math.abs(first)), combiner.toString());
            }
        }
    }

    /** Of equal gradients all methods but the bargains make a multiple of that gradient. */
    @Property(tries = 50)
    void agreementIsKept(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int tasks) {
        double[] g = rows(seed, 1, 1)[0];
        double[][] rows = new double[tasks][];
        Arrays.fill(rows, g);
        for (GramCombiner combiner : List.of(new Mgda(), new Pcgrad(), new Gradvac(0.01, tasks), new Imtl(), new Upgrad(), new Dualproj(),
                new Config(), new Aligned())) {
            double[] d = direction(combiner, rows);
            double factor = combiner instanceof Pcgrad || combiner instanceof Gradvac || combiner instanceof Config ? tasks : 1;
            double[] expected = Arrays.stream(g).map(v -> factor * v).toArray();
            assertArrayEquals(expected, d, 1e-6 * size(g) * tasks, combiner.toString());
        }
    }

    /** Methods with a memory go on from their state as if nothing had been. */
    @Property(tries = 30)
    void statesAreWhole(@ForAll long seed) {
        double[][] rows = rows(seed, 3, WIDTH);
        double[][] others = rows(seed + 1, 3, WIDTH);
        int[] all = {0, 1, 2};
        double[] losses = {1, 2, 0.5};
        Gradvac gradvac = new Gradvac(0.01, 3);
        gradvac.coefficients(Gram.of(rows), random());
        Gradvac again = new Gradvac(0.01, 3);
        again.restore(gradvac.state());
        assertArrayEquals(gradvac.coefficients(Gram.of(others), random()), again.coefficients(Gram.of(others), random()));
        for (List<RowsCombiner> pair : List.of(List.<RowsCombiner>of(new Moco(0.5, 0.1, 3), new Moco(0.5, 0.1, 3)),
                List.<RowsCombiner>of(new DbMtl(0.9, 3), new DbMtl(0.9, 3)))) {
            pair.get(0).direction(rows, all, losses, random());
            pair.get(1).restore(pair.get(0).state());
            assertArrayEquals(pair.get(0).direction(others, all, losses, random()), pair.get(1).direction(others, all, losses, random()));
        }
        for (List<BatchesCombiner> pair : List.of(List.<BatchesCombiner>of(new Modo(0.1, 0.1, 3), new Modo(0.1, 0.1, 3)),
                List.<BatchesCombiner>of(new Sdmgrad(0.3, 3), new Sdmgrad(0.3, 3)))) {
            pair.get(0).coefficients(rows, others);
            pair.get(1).restore(pair.get(0).state());
            assertArrayEquals(pair.get(0).coefficients(others, rows), pair.get(1).coefficients(others, rows));
        }
    }
}
