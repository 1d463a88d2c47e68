package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.parallel.Workers;

/** Networks of images on DL4J against plain loops, differences and other ways. */
@Tag("dl4j")
class Dl4jImagesTest {

    private static final double STEP = 1e-6;
    private static final Workers WORKERS = new Workers(2);
    private static final List<Loss> LOSSES = List.of(new LogisticLoss(), new SoftmaxLoss(3));

    @AfterAll
    static void end() {
        WORKERS.close();
    }

    /** A network of images with parameters and a batch. */
    record Case(String name, Architecture architecture, double[] parameters, Batch batch) {

        static Case of(ImageTrunk images, List<Integer> hidden, Activation activation, boolean bias, boolean wide) {
            Architecture architecture = new Architecture(Optional.of(images), images.inputs(), hidden, List.of(), activation, bias,
                    List.of(1, 3));
            Random random = new Random(7);
            int rows = 6;
            double[] features = random.doubles((long) rows * images.inputs(), -1, 1).toArray();
            double[] w = random.doubles(architecture.parameters(), -0.5, 0.5).toArray();
            int[] first = wide ? new int[] {0, 1, 2, 4} : new int[] {0, 2, 4};
            int[] second = wide ? new int[] {1, 2, 3, 5} : new int[] {1, 3, 5};
            Batch batch = new Batch(rows, features, List.of(
                    new Batch.Labels(0, first, IntStream.of(first).mapToDouble(i -> i % 2).toArray(), 0.7),
                    new Batch.Labels(1, second, IntStream.of(second).mapToDouble(i -> i % 3).toArray(), 1.3)));
            return new Case(images.kind() + " " + hidden + " " + activation + " " + wide, architecture, w, batch);
        }

        NetworkEngine engine() {
            NetworkEngine engine = EngineFactory.standard().create(architecture, LOSSES, Precision.DOUBLE, WORKERS);
            engine.parameters().put(0, parameters.length, parameters);
            return engine;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        ImageTrunk cnn = new ImageTrunk(ImageTrunk.Kind.CNN, 2, 7, 6, List.of(3, 4));
        ImageTrunk small = new ImageTrunk(ImageTrunk.Kind.RESNET18, 1, 9, 8, List.of(2, 3, 3, 4));
        ImageTrunk large = new ImageTrunk(ImageTrunk.Kind.RESNET18, 1, 65, 64, List.of(2, 2, 3, 2));
        return Stream.of(Case.of(cnn, List.of(5), Activation.TANH, true, true),
                Case.of(cnn, List.of(), Activation.TANH, false, false),
                Case.of(cnn, List.of(), Activation.RELU, true, true), Case.of(small, List.of(), Activation.TANH, true, false),
                Case.of(small, List.of(), Activation.GELU, true, false), Case.of(small, List.of(), Activation.IDENTITY, true, true),
                Case.of(small, List.of(3), Activation.RELU, false, true),
                Case.of(large, List.of(), Activation.TANH, true, true));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictionsAreThoseOfTheDefinition(Case of) {
        double[] expected = PlainImages.predict(of.architecture(), of.parameters(), of.batch());
        double[] found = new double[expected.length];
        try (NetworkEngine engine = of.engine()) {
            engine.predict(of.batch(), found);
        }
        assertArrayEquals(expected, found, 1e-11 * (1 + largest(expected)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreDifferences(Case of) {
        try (NetworkEngine engine = of.engine()) {
            engine.gradient(of.batch(), Dropout.NONE, false);
            double[] gradient = engine.gradient().values();
            for (Architecture.Block block : of.architecture().blocks()) {
                double[] u = new double[gradient.length];
                double[] part = new Random(block.offset()).doubles(block.size(), -1, 1).toArray();
                System.arraycopy(part, 0, u, block.offset(), part.length);
                double expected = (value(engine, of, u, STEP) - value(engine, of, u, -STEP)) / (2 * STEP);
                assertEquals(expected, dot(gradient, u), 2e-6 * (1 + Math.abs(expected)), block.name());
            }
        }
    }

    private static double value(NetworkEngine engine, Case of, double[] u, double by) {
        double[] w = of.parameters().clone();
        Arrays.setAll(w, i -> w[i] + by * u[i]);
        engine.parameters().put(0, w.length, w);
        double[] sums = engine.losses(of.batch());
        return of.batch().labels().stream().mapToDouble(labels -> labels.factor() * sums[labels.task()]).sum();
    }

    /** Gradients of tasks, products of examples and what is handed out of dense layers, all against the joint gradient. */
    @ParameterizedTest
    @MethodSource("cases")
    void partsMakeUpTheGradient(Case of) {
        try (NetworkEngine engine = of.engine()) {
            engine.gradient(of.batch(), Dropout.NONE, false);
            double[] gradient = engine.gradient().values();
            double near = 1e-11 * (1 + largest(gradient));
            engine.taskGradients(of.batch(), Dropout.NONE).combine(new double[] {1, 1});
            assertArrayEquals(gradient, engine.gradient().values(), near);
            double[] u = new Random(4).doubles(gradient.length, -1, 1).toArray();
            double[] products = new double[of.batch().pairs()];
            engine.exampleProducts(of.batch(), engine.directions(u, 1), products);
            double sum = 0;
            int pair = 0;
            double[] ofLayers = new double[gradient.length];
            for (int entry = 0; entry < 2; entry++) {
                Batch.Labels labels = of.batch().labels().get(entry);
                for (int i = 0; i < labels.size(); i++) {
                    sum += labels.factor() * products[pair++];
                }
                addLayers(engine, of, entry, ofLayers);
            }
            assertEquals(dot(gradient, u), sum, 1e-9 * (1 + Math.abs(sum)));
            for (Architecture.Block block : of.architecture().blocks()) {
                if (!block.name().startsWith("conv")) {
                    assertArrayEquals(Arrays.copyOfRange(gradient, block.offset(), block.offset() + block.size()),
                            Arrays.copyOfRange(ofLayers, block.offset(), block.offset() + block.size()), near, block.name());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesByPixelsAreDifferences(Case of) {
        try (NetworkEngine engine = of.engine()) {
            double[] gradients = new double[of.batch().features().length];
            engine.addInputGradients(of.batch(), gradients);
            double[] u = new Random(2).doubles(gradients.length, -1, 1).toArray();
            double expected = (loss(engine, of, u, STEP) - loss(engine, of, u, -STEP)) / (2 * STEP);
            assertEquals(expected, dot(gradients, u), 2e-6 * (1 + Math.abs(expected)));
        }
    }

    private static double loss(NetworkEngine engine, Case of, double[] u, double by) {
        double[] moved = of.batch().features().clone();
        Arrays.setAll(moved, i -> moved[i] + by * u[i]);
        return Arrays.stream(engine.losses(new Batch(of.batch().count(), moved, of.batch().labels()))).sum();
    }

    /** Single rows have the squares that are said, and rows that count each in their own way the gradient that is their sum. */
    @ParameterizedTest
    @MethodSource("cases")
    void rowsMakeUpSquaresAndWeightedGradients(Case of) {
        try (NetworkEngine engine = of.engine()) {
            double[] expected = new double[of.parameters().length];
            double[] squares = new double[of.batch().pairs()];
            engine.addExampleSquares(of.batch(), squares);
            List<Batch.Labels> weighted = new ArrayList<>();
            int pair = 0;
            for (Batch.Labels labels : of.batch().labels()) {
                double[] weights = new Random(labels.task()).doubles(labels.size(), -1, 1).toArray();
                weighted.add(new Batch.Labels(labels.task(), labels.positions(), labels.targets(), labels.factor(), weights));
                for (int i = 0; i < labels.size(); i++) {
                    double[] gradient = gradient(engine, of, labels, i);
                    double square = dot(gradient, gradient);
                    assertEquals(square, squares[pair++], 1e-11 * (1 + square));
                    double weight = labels.factor() * weights[i];
                    Arrays.setAll(expected, p -> expected[p] + weight * gradient[p]);
                }
            }
            Batch batch = new Batch(of.batch().count(), of.batch().features(), weighted);
            engine.gradient(batch, Dropout.NONE, false);
            assertArrayEquals(expected, engine.gradient().values(), 1e-11 * (1 + largest(expected)));
            engine.taskGradients(batch, Dropout.NONE).combine(new double[] {1, 1});
            assertArrayEquals(expected, engine.gradient().values(), 1e-11 * (1 + largest(expected)));
        }
    }

    private static double[] gradient(NetworkEngine engine, Case of, Batch.Labels labels, int i) {
        int width = of.architecture().inputs();
        int from = labels.positions()[i] * width;
        engine.gradient(new Batch(1, Arrays.copyOfRange(of.batch().features(), from, from + width), List.of(
                new Batch.Labels(labels.task(), new int[1], new double[] {labels.targets()[i]}, 1))), Dropout.NONE, false);
        return engine.gradient().values();
    }

    private static void addLayers(NetworkEngine engine, Case of, int entry, double[] sums) {
        double factor = of.batch().labels().get(entry).factor();
        engine.layers(of.batch(), entry, (block, first, count, activations, deltas) -> {
            for (int i = 0; i < count; i++) {
                for (int at = 0; at < block.size(); at++) {
                    sums[block.offset() + at] += factor * activations[i * block.rows() + at / block.columns()]
                            * deltas[i * block.columns() + at % block.columns()];
                }
            }
        });
    }
}
