package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** The engine against plain loops, finite differences, its own other ways, and by hand. */
class DenseEngineTest {

    private static final double STEP = 1e-5;
    private static final Workers WORKERS = new Workers(2);

    @AfterAll
    static void end() {
        WORKERS.close();
    }

    static List<NetworkCase> cases() {
        return NetworkCase.all();
    }

    private static double[] direction(int size, long seed) {
        return new Random(seed).doubles(size, -1, 1).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double[] moved(double[] w, double by, double[] direction) {
        double[] moved = w.clone();
        for (int i = 0; i < w.length; i++) {
            moved[i] += by * direction[i];
        }
        return moved;
    }

    /** A network 2-2-1: relu(1·1 − 2·1 + 0.5) = 0, relu(1·2 + 2·0.5 − 1) = 2; output 3·0 − 1·2 + 0.25 = −1.75; target 1. */
    @Test
    void aNetworkByHand() {
        Architecture architecture = new Architecture(2, List.of(2), List.of(), Activation.RELU, true, List.of(1));
        double[] w = {1, 2, -1, 0.5, 0.5, -1, 3, -1, 0.25};
        Batch batch = new Batch(1, new double[] {1, 2}, List.of(new Batch.Labels(0, new int[] {0}, new double[] {1}, 2)));
        for (Precision precision : Precision.values()) {
            try (DenseEngine engine = new DenseEngine(architecture, List.of(new SquaredLoss(1)), precision, WORKERS)) {
                engine.parameters().put(0, w.length, w);
                double[] output = new double[1];
                engine.predict(batch, output);
                assertEquals(-1.75, output[0]);
                // (−1.75 − 1)² and its slope 2·(−2.75), twice; the second hidden unit alone is active, with weight −1.
                assertArrayEquals(new double[] {7.5625}, engine.gradient(batch, Dropout.NONE, false));
                assertArrayEquals(new double[] {0, 11, 0, 22, 0, 11, 0, -22, -11}, engine.gradient().values());
                assertArrayEquals(new double[] {7.5625}, engine.losses(batch));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictionsAreThoseOfTheDefinition(NetworkCase of) {
        double[] expected = PlainNetwork.predict(of.architecture(), of.parameters(), of.batch());
        double[] found = new double[expected.length];
        of.engine(Precision.DOUBLE, WORKERS).predict(of.batch(), found);
        assertArrayEquals(expected, found, 1e-12);
        of.engine(Precision.FLOAT, WORKERS).predict(of.batch(), found);
        assertArrayEquals(expected, found, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreDifferences(NetworkCase of) {
        DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        double[] sums = engine.gradient(of.batch(), Dropout.NONE, false);
        assertArrayEquals(engine.losses(of.batch()), sums, 1e-9);
        double[] gradient = engine.gradient().values();
        for (int repeat = 0; repeat < 5; repeat++) {
            double[] u = direction(gradient.length, repeat);
            assertEquals(difference(of, engine, u), dot(gradient, u), 2e-7 * (1 + norm(gradient)), of.name());
        }
        for (int i = 0; i < gradient.length; i += 1 + gradient.length / 40) {
            double[] u = new double[gradient.length];
            u[i] = 1;
            assertEquals(difference(of, engine, u), gradient[i], 1e-7 * (1 + norm(gradient)), of.name() + " " + i);
        }
    }

    private static double difference(NetworkCase of, DenseEngine engine, double[] u) {
        engine.parameters().put(0, u.length, moved(of.parameters(), STEP, u));
        double above = of.value(engine.losses(of.batch()));
        engine.parameters().put(0, u.length, moved(of.parameters(), -STEP, u));
        double below = of.value(engine.losses(of.batch()));
        engine.parameters().put(0, u.length, of.parameters());
        return (above - below) / (2 * STEP);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsInFloatsAreThoseInDoubles(NetworkCase of) {
        DenseEngine wide = of.engine(Precision.DOUBLE, WORKERS);
        DenseEngine narrow = of.engine(Precision.FLOAT, WORKERS);
        wide.gradient(of.batch(), Dropout.NONE, false);
        narrow.gradient(of.batch(), Dropout.NONE, false);
        double[] expected = wide.gradient().values();
        assertArrayEquals(expected, narrow.gradient().values(), 2e-5 * (1 + norm(expected)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void addingAddsAndTheRestIsOverwritten(NetworkCase of) {
        DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        engine.gradient(of.batch(), Dropout.NONE, false);
        double[] once = engine.gradient().values();
        engine.gradient(of.batch(), Dropout.NONE, true);
        double[] twice = engine.gradient().values();
        assertArrayEquals(Arrays.stream(once).map(value -> 2 * value).toArray(), twice, 1e-9);
        engine.gradient(of.batch(), Dropout.NONE, false);
        assertArrayEquals(once, engine.gradient().values());
        engine.gradient(of.with(List.of()).batch(), Dropout.NONE, false);
        assertArrayEquals(new double[once.length], engine.gradient().values());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfTasksAreThoseOfTheirLabelsAlone(NetworkCase of) {
        DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        double[] sums = engine.gradient(of.batch(), Dropout.NONE, false);
        double[] joint = engine.gradient().values();
        int shared = of.architecture().sharedParameters();
        int tasks = of.architecture().tasks();
        double[][] alone = new double[tasks][];
        for (int k = 0; k < tasks; k++) {
            engine.gradient(of.with(List.of(of.batch().labels().get(k))).batch(), Dropout.NONE, false);
            alone[k] = Arrays.copyOf(engine.gradient().values(), shared);
        }
        TaskGradients gradients = engine.taskGradients(of.batch(), Dropout.NONE);
        assertArrayEquals(sums, gradients.losses(), 1e-9);
        double[] gram = gradients.gram();
        for (int k = 0; k < tasks; k++) {
            double[] row = new double[shared];
            gradients.copy(k, row);
            assertArrayEquals(alone[k], row, 1e-10 * (1 + norm(joint)));
            for (int l = 0; l < tasks; l++) {
                assertEquals(dot(alone[k], alone[l]), gram[k * tasks + l], 1e-10 * (1 + dot(joint, joint)));
            }
        }
        double[] heads = engine.gradient().values();
        for (int i = shared; i < joint.length; i++) {
            assertEquals(joint[i], heads[i], 1e-10 * (1 + norm(joint)));
        }
        double[] ones = new double[tasks];
        Arrays.fill(ones, 1);
        gradients.combine(ones);
        assertArrayEquals(joint, engine.gradient().values(), 1e-10 * (1 + norm(joint)));
        double[] coefficients = new double[tasks];
        double[] expected = new double[shared];
        for (int k = 0; k < tasks; k++) {
            coefficients[k] = k - 0.5 * tasks;
            for (int i = 0; i < shared; i++) {
                expected[i] += coefficients[k] * alone[k][i];
            }
        }
        gradients.combine(coefficients);
        assertArrayEquals(expected, Arrays.copyOf(engine.gradient().values(), shared), 1e-10 * (1 + tasks * norm(joint)));
        // A task without labels has a row of zeros, also where it had labels before.
        engine.taskGradients(of.with(of.batch().labels().subList(1, tasks)).batch(), Dropout.NONE).copy(0, alone[0]);
        assertArrayEquals(new double[shared], alone[0]);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsOfExamplesAreThoseOfTheirGradients(NetworkCase of) {
        DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        int size = of.parameters().length;
        double[] directions = direction(2 * size, 5);
        double[] products = new double[of.batch().pairs() * 2];
        engine.exampleProducts(of.batch(), engine.directions(directions, 2), products);
        int pair = 0;
        for (int entry = 0; entry < of.batch().labels().size(); entry++) {
            double[] byLayers = byLayers(engine, of, entry, directions);
            assertArrayEquals(byLayers, Arrays.copyOfRange(products, 2 * pair, 2 * pair + byLayers.length), 1e-9);
            Batch.Labels labels = of.batch().labels().get(entry);
            for (int i = 0; i < labels.size(); i += 1 + labels.size() / 3) {
                double[] gradient = gradient(engine, of, labels, i);
                for (int t = 0; t < 2; t++) {
                    double[] u = Arrays.copyOfRange(directions, t * size, (t + 1) * size);
                    assertEquals(dot(gradient, u), products[(pair + i) * 2 + t], 1e-10 * (1 + norm(gradient) * norm(u)));
                }
            }
            pair += labels.size();
        }
    }

    private static double[] gradient(DenseEngine engine, NetworkCase of, Batch.Labels labels, int i) {
        int values = labels.targets().length / labels.size();
        Batch.Labels one = new Batch.Labels(labels.task(), new int[] {labels.positions()[i]},
                Arrays.copyOfRange(labels.targets(), i * values, (i + 1) * values), 1);
        engine.gradient(of.with(List.of(one)).batch(), Dropout.NONE, false);
        return engine.gradient().values();
    }

    /** Σ a'Uδ over the layers, from the activations and deltas that are handed out. */
    private static double[] byLayers(DenseEngine engine, NetworkCase of, int entry, double[] directions) {
        double[] sums = new double[of.batch().labels().get(entry).size() * 2];
        engine.layers(of.batch(), entry, (block, first, count, activations, deltas) -> {
            for (int i = 0; i < count; i++) {
                for (int r = 0; r < block.rows(); r++) {
                    for (int c = 0; c < block.columns(); c++) {
                        double value = activations[i * block.rows() + r] * deltas[i * block.columns() + c];
                        int at = block.offset() + r * block.columns() + c;
                        sums[(first + i) * 2] += value * directions[at];
                        sums[(first + i) * 2 + 1] += value * directions[directions.length / 2 + at];
                    }
                }
            }
        });
        return sums;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hessianProductsAreDifferencesOfGradients(NetworkCase of) {
        DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        int size = of.parameters().length;
        double[] v = direction(size, 8);
        double[] u = direction(size, 9);
        double[] product = new double[size];
        double[] other = new double[size];
        engine.hessianProduct(of.batch(), v, product, false);
        engine.hessianProduct(of.batch(), u, other, false);
        assertEquals(dot(u, product), dot(v, other), 1e-10 * (1 + norm(u) * norm(product)));
        if (of.architecture().activation() != Activation.RELU) {
            engine.parameters().put(0, size, moved(of.parameters(), STEP, v));
            engine.gradient(of.batch(), Dropout.NONE, false);
            double[] above = engine.gradient().values();
            engine.parameters().put(0, size, moved(of.parameters(), -STEP, v));
            engine.gradient(of.batch(), Dropout.NONE, false);
            double[] below = engine.gradient().values();
            for (int i = 0; i < size; i++) {
                // Huber's second derivative jumps, at which a difference may straddle.
                assertEquals((above[i] - below[i]) / (2 * STEP), product[i], 1e-4 * (1 + norm(product)) / Math.sqrt(size));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gaussNewtonProductsAreThoseOfLinearizedOutputs(NetworkCase of) {
        DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        int size = of.parameters().length;
        double[] v = direction(size, 8);
        double[] product = new double[size];
        engine.gaussNewtonProduct(of.batch(), v, product, false);
        assertTrue(dot(v, product) >= 0);
        double[] twice = product.clone();
        engine.gaussNewtonProduct(of.batch(), v, twice, true);
        assertArrayEquals(Arrays.stream(product).map(value -> 2 * value).toArray(), twice, 1e-9 * (1 + norm(product)));
        // v'Gv = Σ factor r'(∂²ℓ/∂z²)r with r the derivative of the outputs in the direction v.
        double[] at = PlainNetwork.predict(of.architecture(), of.parameters(), of.batch());
        double[] above = PlainNetwork.predict(of.architecture(), moved(of.parameters(), STEP, v), of.batch());
        double[] below = PlainNetwork.predict(of.architecture(), moved(of.parameters(), -STEP, v), of.batch());
        double expected = 0;
        int width = at.length / of.batch().count();
        int column = 0;
        for (Batch.Labels labels : of.batch().labels()) {
            Loss loss = of.losses().get(labels.task());
            int values = loss.outputs();
            double[] roots = loss.curvatureRoots(gathered(at, labels, width, column, values), labels.targets(), labels.size());
            double[] up = gathered(above, labels, width, column, values);
            double[] down = gathered(below, labels, width, column, values);
            for (int i = 0; i < labels.size(); i++) {
                for (int r = 0; r < values; r++) {
                    double projected = 0;
                    for (int c = 0; c < values; c++) {
                        double change = (up[i * values + c] - down[i * values + c]) / (2 * STEP);
                        projected += roots[(i * values + c) * values + r] * change;
                    }
                    expected += labels.factor() * projected * projected;
                }
            }
            column += values;
        }
        assertEquals(expected, dot(v, product), 1e-6 * (1 + expected));
    }

    private static double[] gathered(double[] outputs, Batch.Labels labels, int width, int column, int values) {
        double[] gathered = new double[labels.size() * values];
        for (int i = 0; i < labels.size(); i++) {
            System.arraycopy(outputs, labels.positions()[i] * width + column, gathered, i * values, values);
        }
        return gathered;
    }

    /** Without hidden layers outputs are linear in the weights, so that both matrices are the same. */
    @Test
    void ofLinearNetworksTheHessianIsTheGaussNewtonMatrix() {
        for (NetworkCase of : NetworkCase.all()) {
            if (of.name().startsWith("linear")) {
                DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
                double[] v = direction(of.parameters().length, 3);
                double[] one = new double[v.length];
                double[] other = new double[v.length];
                engine.hessianProduct(of.batch(), v, one, false);
                engine.gaussNewtonProduct(of.batch(), v, other, false);
                assertArrayEquals(other, one, 1e-10 * (1 + norm(one)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bitsDoNotDependOnThreads(NetworkCase of) {
        List<double[]> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 4}) {
            try (Workers workers = new Workers(threads)) {
                DenseEngine engine = of.engine(Precision.FLOAT, workers);
                double[] v = direction(of.parameters().length, 3);
                double[] products = new double[of.batch().pairs()];
                double[] hessian = new double[v.length];
                double[] sums = engine.gradient(of.batch(), new Dropout(0.3, 11), false);
                double[] gradient = engine.gradient().values();
                double[] gram = engine.taskGradients(of.batch(), Dropout.NONE).gram();
                engine.exampleProducts(of.batch(), engine.directions(v, 1), products);
                engine.hessianProduct(of.batch(), v, hessian, false);
                results.add(java.util.stream.Stream.of(sums, gradient, gram, products, hessian)
                        .flatMapToDouble(Arrays::stream).toArray());
            }
        }
        assertArrayEquals(results.get(0), results.get(1));
        assertArrayEquals(results.get(0), results.get(2));
    }

    /** With the same key the loss is a fixed function, of which the gradient is the difference. */
    @Test
    void gradientsUnderDropoutAreDifferencesOfTheLossUnderIt() {
        for (NetworkCase of : NetworkCase.all()) {
            DenseEngine engine = of.engine(Precision.DOUBLE, WORKERS);
            Dropout dropout = new Dropout(0.4, 17);
            double[] u = direction(of.parameters().length, 2);
            engine.gradient(of.batch(), dropout, false);
            double[] gradient = engine.gradient().values();
            engine.parameters().put(0, u.length, moved(of.parameters(), STEP, u));
            double above = of.value(engine.gradient(of.batch(), dropout, false));
            engine.parameters().put(0, u.length, moved(of.parameters(), -STEP, u));
            double below = of.value(engine.gradient(of.batch(), dropout, false));
            assertEquals((above - below) / (2 * STEP), dot(gradient, u), 1e-6 * (1 + norm(gradient)), of.name());
        }
    }

    /** Means to five standard errors: each of 40,000 hidden outputs stays with probability 0.7, as 1/0.7 of itself. */
    @Test
    void dropoutLeavesOutTheShareThatIsAskedFor() {
        int rows = 400;
        Architecture architecture = new Architecture(1, List.of(100), List.of(), Activation.IDENTITY, true, List.of(1));
        try (DenseEngine engine = new DenseEngine(architecture, List.of(new SquaredLoss(1)), Precision.DOUBLE, WORKERS)) {
            double[] w = new double[architecture.parameters()];
            Arrays.fill(w, 100, 200, 1);
            Arrays.fill(w, 200, 300, 0.01);
            engine.parameters().put(0, w.length, w);
            int[] positions = java.util.stream.IntStream.range(0, rows).toArray();
            Batch batch = new Batch(rows, new double[rows], List.of(new Batch.Labels(0, positions, new double[rows], 1)));
            engine.gradient(batch, new Dropout(0.3, 4), false);
            double[] gradient = engine.gradient().values();
            // The last gradient but one is that of the output bias, 2 Σ z: z is the mean of 100 outputs.
            double mean = gradient[gradient.length - 1] / 2 / rows;
            assertEquals(1, mean, 5 * Math.sqrt(0.3 / 0.7 / 40_000));
        }
    }

    @Test
    void whatIsNotFiniteShowsInTheLosses() {
        NetworkCase of = NetworkCase.of("relu", List.of(5), List.of(), Activation.RELU, true, List.of(new LogisticLoss()),
                NetworkCase.Form.WIDE, 20, 1);
        for (Precision precision : Precision.values()) {
            DenseEngine engine = of.engine(precision, WORKERS);
            double[] w = of.parameters().clone();
            w[3] = Double.NaN;
            engine.parameters().put(0, w.length, w);
            assertTrue(Double.isNaN(engine.gradient(of.batch(), Dropout.NONE, false)[0]));
        }
    }
}
