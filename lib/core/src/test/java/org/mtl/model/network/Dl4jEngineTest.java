package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.MtlException;
import org.mtl.parallel.Workers;

/** The engine on DL4J against ours, as the installation loads it: {@code make test-dl4j}. */
@Tag("dl4j")
class Dl4jEngineTest {

    private static final Workers WORKERS = new Workers(2);

    @AfterAll
    static void end() {
        WORKERS.close();
    }

    static List<NetworkCase> cases() {
        return NetworkCase.all().stream().filter(of -> of.architecture().alignment().isEmpty()).toList();
    }

    private static NetworkEngine engine(NetworkCase of, Precision precision, Workers workers) {
        NetworkEngine engine = EngineFolder.dl4j().engines(Device.CPU)
                .create(of.architecture(), of.losses(), precision, workers);
        engine.parameters().put(0, of.parameters().length, of.parameters());
        return engine;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** To a share of the largest value: rounding is relative to what sums are made of. */
    private static void assertClose(double[] expected, double[] found, double share, String of) {
        assertArrayEquals(expected, found, share * (1e-30 + largest(expected)), of);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictionsLossesAndGradientsAreTheSameInDoubles(NetworkCase of) {
        compare(of, Precision.DOUBLE, 1e-12);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictionsLossesAndGradientsAreTheSameInFloats(NetworkCase of) {
        compare(of, Precision.FLOAT, 1e-5);
    }

    private static void compare(NetworkCase of, Precision precision, double share) {
        try (NetworkEngine ours = of.engine(precision, WORKERS); NetworkEngine theirs = engine(of, precision, WORKERS)) {
            double[] expected = new double[of.batch().count() * of.architecture().outputs().stream().mapToInt(i -> i).sum()];
            double[] found = expected.clone();
            ours.predict(of.batch(), expected);
            theirs.predict(of.batch(), found);
            assertClose(expected, found, share, of.name());
            assertClose(ours.losses(of.batch()), theirs.losses(of.batch()), share, of.name());
            for (Dropout dropout : List.of(Dropout.NONE, new Dropout(0.3, 11), Dropout.NONE)) {
                assertClose(ours.gradient(of.batch(), dropout, false), theirs.gradient(of.batch(), dropout, false), share, of.name());
                assertClose(ours.gradient().values(), theirs.gradient().values(), share, of.name() + " " + dropout);
            }
            ours.gradient(of.batch(), Dropout.NONE, true);
            theirs.gradient(of.batch(), Dropout.NONE, true);
            assertClose(ours.gradient().values(), theirs.gradient().values(), share, of.name());
        }
    }

    /** 20 points in the space of the parameters, over two networks and both forms of data. */
    @Test
    void gradientsAgreeAtRandomPointsToTheRoundingOfFloats() {
        int points = 0;
        for (NetworkCase of : NetworkCase.all()) {
            if (!of.name().startsWith("trunk") && !of.name().startsWith("relu")) {
                continue;
            }
            try (NetworkEngine ours = of.engine(Precision.FLOAT, WORKERS); NetworkEngine theirs = engine(of, Precision.FLOAT, WORKERS)) {
                for (int seed = 0; seed < 5; seed++, points++) {
                    double[] w = new Random(seed).doubles(of.parameters().length, -1, 1).toArray();
                    ours.parameters().put(0, w.length, w);
                    theirs.parameters().put(0, w.length, w);
                    ours.gradient(of.batch(), Dropout.NONE, false);
                    theirs.gradient(of.batch(), Dropout.NONE, false);
                    assertClose(ours.gradient().values(), theirs.gradient().values(), 2e-6, of.name() + " " + seed);
                }
            }
        }
        assertEquals(20, points);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parametersAgreeAfterTwentySteps(NetworkCase of) {
        try (NetworkEngine ours = of.engine(Precision.FLOAT, WORKERS); NetworkEngine theirs = engine(of, Precision.FLOAT, WORKERS)) {
            for (int step = 0; step < 20; step++) {
                for (NetworkEngine engine : List.of(ours, theirs)) {
                    engine.gradient(of.batch(), Dropout.NONE, false);
                    double[] w = engine.parameters().values();
                    double[] g = engine.gradient().values();
                    Arrays.setAll(w, i -> w[i] - 1e-4 * g[i]);
                    engine.parameters().put(0, w.length, w);
                }
            }
            assertClose(ours.parameters().values(), theirs.parameters().values(), 1e-5, of.name());
        }
    }

    /** The parameters that an engine holds stay as they are. */
    @ParameterizedTest
    @MethodSource("cases")
    void sumsAtOtherParametersAreTheSame(NetworkCase of) {
        try (NetworkEngine ours = of.engine(Precision.DOUBLE, WORKERS); NetworkEngine theirs = engine(of, Precision.DOUBLE, WORKERS)) {
            double[] before = theirs.parameters().values();
            for (NetworkEngine.Summand summand : NetworkEngine.Summand.values()) {
                double[][][] sums = new double[2][][];
                for (NetworkEngine engine : List.of(ours, theirs)) {
                    List<org.mtl.linalg.RealVector> vectors = List.of(engine.vector(), engine.vector());
                    for (int i = 0; i < 2; i++) {
                        vectors.get(i).put(0, before.length, new Random(i).doubles(before.length, -1, 1).toArray());
                    }
                    sums[engine == ours ? 0 : 1] = engine.sumsAt(of.batch(), vectors, summand);
                }
                assertClose(sums[0][0], sums[1][0], 1e-12, of.name() + " " + summand);
                assertClose(sums[0][1], sums[1][1], 1e-12, of.name() + " " + summand);
            }
            assertArrayEquals(before, theirs.parameters().values(), of.name());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfTasksAreTheSame(NetworkCase of) {
        try (NetworkEngine ours = of.engine(Precision.DOUBLE, WORKERS); NetworkEngine theirs = engine(of, Precision.DOUBLE, WORKERS)) {
            Dropout dropout = new Dropout(0.2, 5);
            TaskGradients expected = ours.taskGradients(of.batch(), dropout);
            TaskGradients found = theirs.taskGradients(of.batch(), dropout);
            assertClose(expected.losses(), found.losses(), 1e-12, of.name());
            assertClose(expected.gram(), found.gram(), 1e-11, of.name());
            assertClose(ours.gradient().values(), theirs.gradient().values(), 1e-12, of.name());
            double[] coefficients = IntStream.range(0, of.architecture().tasks()).mapToDouble(k -> 1 - 0.4 * k).toArray();
            expected.combine(coefficients);
            found.combine(coefficients);
            assertClose(ours.gradient().values(), theirs.gradient().values(), 1e-12, of.name());
            double[] row = new double[of.architecture().sharedParameters()];
            double[] other = row.clone();
            for (int k = 0; k < of.architecture().tasks(); k++) {
                expected.copy(k, row);
                found.copy(k, other);
                assertClose(row, other, 1e-12, of.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsOfExamplesAreTheSame(NetworkCase of) {
        try (NetworkEngine ours = of.engine(Precision.DOUBLE, WORKERS); NetworkEngine theirs = engine(of, Precision.DOUBLE, WORKERS)) {
            double[] directions = new Random(3).doubles(3L * of.parameters().length, -1, 1).toArray();
            double[] expected = new double[of.batch().pairs() * 3];
            double[] found = expected.clone();
            ours.exampleProducts(of.batch(), ours.directions(directions, 3), expected);
            theirs.exampleProducts(of.batch(), theirs.directions(directions, 3), found);
            assertClose(expected, found, 1e-12, of.name());
        }
    }

    /** Layer by layer and row by row; how many rows come at once is the engine's own matter. */
    @ParameterizedTest
    @MethodSource("cases")
    void activationsAndDeltasAreTheSame(NetworkCase of) {
        try (NetworkEngine ours = of.engine(Precision.DOUBLE, WORKERS); NetworkEngine theirs = engine(of, Precision.DOUBLE, WORKERS)) {
            for (int entry = 0; entry < of.batch().labels().size(); entry++) {
                double[][] expected = layers(ours, of, entry);
                double[][] found = layers(theirs, of, entry);
                for (int i = 0; i < expected.length; i++) {
                    assertClose(expected[i], found[i], 1e-12, of.name() + " " + i);
                }
            }
        }
    }

    /** Of each block of the task and the trunk the activations of all rows, and the deltas. */
    private static double[][] layers(NetworkEngine engine, NetworkCase of, int entry) {
        int rows = of.batch().labels().get(entry).size();
        List<Architecture.Block> blocks = of.architecture().blocks();
        double[][] all = new double[2 * blocks.size()][0];
        engine.layers(of.batch(), entry, (block, first, count, activations, deltas) -> {
            int at = 2 * blocks.indexOf(block);
            all[at] = all[at].length == 0 ? new double[rows * block.rows()] : all[at];
            all[at + 1] = all[at + 1].length == 0 ? new double[rows * block.columns()] : all[at + 1];
            System.arraycopy(activations, 0, all[at], first * block.rows(), count * block.rows());
            System.arraycopy(deltas, 0, all[at + 1], first * block.columns(), count * block.columns());
        });
        return all;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bitsDoNotDependOnThreads(NetworkCase of) {
        List<double[]> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 4}) {
            try (Workers workers = new Workers(threads); NetworkEngine engine = engine(of, Precision.FLOAT, workers)) {
                double[] products = new double[of.batch().pairs()];
                double[] sums = engine.gradient(of.batch(), new Dropout(0.3, 11), false);
                double[] gradient = engine.gradient().values();
                double[] gram = engine.taskGradients(of.batch(), Dropout.NONE).gram();
                engine.exampleProducts(of.batch(), engine.directions(of.parameters(), 1), products);
                results.add(Stream.of(sums, gradient, gram, products).flatMapToDouble(Arrays::stream).toArray());
            }
        }
        assertArrayEquals(results.get(0), results.get(1));
        assertArrayEquals(results.get(0), results.get(2));
    }

    @Test
    void secondDerivativesAreRefused() {
        NetworkCase of = NetworkCase.all().get(0);
        try (NetworkEngine engine = engine(of, Precision.FLOAT, WORKERS)) {
            double[] v = of.parameters().clone();
            for (Runnable product : List.<Runnable>of(() -> engine.hessianProduct(of.batch(), v, v, false),
                    () -> engine.gaussNewtonProduct(of.batch(), v, v, false))) {
                MtlException refused = assertThrows(MtlException.class, product::run);
                assertEquals(MtlException.Kind.UNAVAILABLE, refused.kind());
                assertEquals("the engine dl4j has no second derivatives, since DL4J has none; expected a method of first order, or the"
                        + " engine cpu, which reads the same models", refused.getMessage());
            }
        }
    }

    @Test
    void alignmentsAreRefused() {
        NetworkCase of = NetworkCase.all().get(0).aligned(2);
        MtlException refused = assertThrows(MtlException.class, () -> engine(of, Precision.FLOAT, WORKERS));
        assertEquals(MtlException.Kind.UNAVAILABLE, refused.kind());
        assertEquals("the engine dl4j has no alignment; expected the engine cpu, which reads the same models", refused.getMessage());
    }

    @Test
    void aGpuNeedsTheLibrariesForOne() {
        MtlException refused = assertThrows(MtlException.class, () -> EngineFolder.dl4j().engines(Device.GPU));
        assertEquals(MtlException.Kind.UNAVAILABLE, refused.kind());
    }
}
