package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.WordVectors;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** Networks of words against plain loops ({@link PlainText}), finite differences and their own other ways. */
class TextEngineTest {

    private static final double STEP = 1e-5;
    private static final Workers WORKERS = new Workers(2);
    private static final List<Loss> LOSSES = List.of(new SquaredLoss(1), new LogisticLoss(), new SoftmaxLoss(3));

    @AfterAll
    static void end() {
        WORKERS.close();
    }

    /** A network, its parameters and a batch. */
    record Case(String name, Architecture architecture, double[] parameters, Batch batch) {

        TextEngine engine(Precision precision, Workers workers) {
            TextEngine engine = new TextEngine(architecture, LOSSES, precision, workers);
            engine.parameters().put(0, parameters.length, parameters);
            return engine;
        }

        Case with(List<Batch.Labels> labels) {
            return new Case(name, architecture, parameters, new Batch(batch.count(), batch.features(), labels));
        }

        double value(double[] sums) {
            return batch.labels().stream().mapToDouble(each -> each.factor() * sums[each.task()]).sum();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Case of(TextTrunk.Kind kind, boolean tuned, boolean bias, List<Integer> hidden, int rank, boolean wide, int rows) {
        Random random = new Random(rows + rank);
        float[] table = new float[9 * 3];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) random.nextGaussian();
        }
        TextTrunk trunk = new TextTrunk(kind, 6, 9, 3, 4, kind == TextTrunk.Kind.CNN ? List.of(1, 3, 7) : List.of(), tuned,
                Optional.of(new WordVectors(9, 3, table)));
        Architecture architecture = new Architecture(Optional.empty(), 6, hidden, List.of(), Activation.TANH, bias, List.of(1, 1, 3),
                rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank), Optional.of(trunk));
        double[] features = new double[rows * 6];
        for (int i = 0; i < rows; i++) {
            int length = 1 + random.nextInt(6);
            for (int j = 0; j < length; j++) {
                features[i * 6 + j] = 1 + random.nextInt(8);
            }
        }
        List<Batch.Labels> labels = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            int task = k;
            int[] positions = IntStream.range(0, rows).filter(i -> wide ? (i * 5 + task) % 4 > 0 : i * 7 % 3 == task).toArray();
            double[] targets = IntStream.of(positions).mapToDouble(i -> task == 0 ? random.nextGaussian() : random.nextInt(task + 1))
                    .toArray();
            labels.add(new Batch.Labels(k, positions, targets, 0.3 + k));
        }
        double[] parameters = random.doubles(architecture.parameters(), -0.7, 0.7).toArray();
        return new Case(kind + (tuned ? " tuned" : " fixed") + (bias ? "" : " no bias") + " " + hidden + (rank > 0 ? " aligned " + rank : "")
                + (wide ? " wide" : " long") + " " + rows, architecture, parameters, new Batch(rows, features, labels));
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (TextTrunk.Kind kind : TextTrunk.Kind.values()) {
            cases.add(of(kind, true, true, List.of(), 0, false, 23));
            cases.add(of(kind, false, true, List.of(5), 0, true, 23));
            cases.add(of(kind, true, false, List.of(5), 0, true, 23));
            cases.add(of(kind, false, true, List.of(), 3, false, 23));
            cases.add(of(kind, true, true, List.of(5), 2, true, 23));
            cases.add(of(kind, false, true, List.of(), 1, true, 23));
            cases.add(of(kind, true, true, List.of(), 0, true, 600));
            cases.add(of(kind, true, true, List.of(), 3, false, 600));
        }
        return cases;
    }

    private static double[] direction(int size, long seed) {
        return new Random(seed).doubles(size, -1, 1).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictionsAreThoseOfTheDefinition(Case of) {
        double[] found = new double[of.batch().count() * 5];
        of.engine(Precision.DOUBLE, WORKERS).predict(of.batch(), found);
        double[] single = new double[found.length];
        of.engine(Precision.FLOAT, WORKERS).predict(of.batch(), single);
        assertArrayEquals(found, single, 1e-4);
        for (int i = 0; i < of.batch().count(); i += 1 + of.batch().count() / 25) {
            double[] numbers = Arrays.copyOfRange(of.batch().features(), i * 6, i * 6 + 6);
            double[] expected = PlainText.predict(of.architecture(), of.parameters(), numbers);
            assertArrayEquals(expected, Arrays.copyOfRange(found, i * 5, i * 5 + 5), 1e-12, of.name() + " row " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreDifferences(Case of) {
        TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        double[] sums = engine.gradient(of.batch(), Dropout.NONE, false);
        assertArrayEquals(engine.losses(of.batch()), sums, 1e-9);
        double[] gradient = engine.gradient().values();
        for (int repeat = 0; repeat < 5; repeat++) {
            double[] u = direction(gradient.length, repeat);
            assertEquals(difference(of, engine, u, Dropout.NONE), dot(gradient, u), 2e-6 * (1 + norm(gradient)), of.name());
        }
        for (int i = 0; i < gradient.length; i += 1 + gradient.length / 40) {
            double[] u = new double[gradient.length];
            u[i] = 1;
            assertEquals(difference(of, engine, u, Dropout.NONE), gradient[i], 1e-6 * (1 + norm(gradient)), of.name() + " " + i);
        }
    }

    private static double difference(Case of, TextEngine engine, double[] u, Dropout dropout) {
        double above = value(of, engine, u, STEP, dropout);
        return (above - value(of, engine, u, -STEP, dropout)) / (2 * STEP);
    }

    private static double value(Case of, TextEngine engine, double[] u, double by, Dropout dropout) {
        double[] moved = IntStream.range(0, u.length).mapToDouble(i -> of.parameters()[i] + by * u[i]).toArray();
        engine.parameters().put(0, u.length, moved);
        double value = of.value(engine.gradient(of.batch(), dropout, false));
        engine.parameters().put(0, u.length, of.parameters());
        return value;
    }

    /** With one key the loss is a fixed function. */
    @ParameterizedTest
    @MethodSource("cases")
    void gradientsUnderDropoutAreDifferences(Case of) {
        TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        Dropout dropout = new Dropout(0.4, 3);
        engine.gradient(of.batch(), dropout, false);
        double[] gradient = engine.gradient().values();
        double[] u = direction(gradient.length, 8);
        assertEquals(difference(of, engine, u, dropout), dot(gradient, u), 2e-6 * (1 + norm(gradient)), of.name());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void addingAddsAndTheRestIsOverwritten(Case of) {
        TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        engine.gradient(of.batch(), Dropout.NONE, false);
        double[] once = engine.gradient().values();
        engine.gradient(of.batch(), Dropout.NONE, true);
        assertArrayEquals(DoubleStream.of(once).map(value -> 2 * value).toArray(), engine.gradient().values(), 1e-9);
        engine.gradient(of.with(List.of()).batch(), Dropout.NONE, false);
        assertArrayEquals(new double[once.length], engine.gradient().values());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsOfTasksAreThoseOfTheirLabelsAlone(Case of) {
        TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        for (Dropout dropout : List.of(Dropout.NONE, new Dropout(0.3, 5))) {
            double[] sums = engine.gradient(of.batch(), dropout, false);
            double[] joint = engine.gradient().values();
            int shared = of.architecture().sharedParameters();
            TaskGradients gradients = engine.taskGradients(of.batch(), dropout);
            assertArrayEquals(sums, gradients.losses(), 1e-9);
            double[] ofTasks = engine.gradient().values();
            gradients.combine(new double[] {1, 1, 1});
            assertArrayEquals(joint, engine.gradient().values(), 1e-10 * (1 + norm(joint)));
            assertArrayEquals(Arrays.copyOfRange(joint, shared, joint.length), Arrays.copyOfRange(ofTasks, shared, joint.length),
                    1e-10 * (1 + norm(joint)));
        }
        TaskGradients gradients = engine.taskGradients(of.batch(), Dropout.NONE);
        double[] row = new double[of.architecture().sharedParameters()];
        gradients.copy(1, row);
        engine.gradient(of.with(of.batch().labels().subList(1, 2)).batch(), Dropout.NONE, false);
        assertArrayEquals(Arrays.copyOf(engine.gradient().values(), row.length), row, 1e-10 * (1 + norm(row)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsOfExamplesAreThoseOfTheirGradients(Case of) {
        TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        int size = of.parameters().length;
        double[] directions = direction(2 * size, 5);
        double[] products = new double[of.batch().pairs() * 2];
        engine.exampleProducts(of.batch(), engine.directions(directions, 2), products);
        int pair = 0;
        for (Batch.Labels labels : of.batch().labels()) {
            for (int i = 0; i < labels.size(); i += 1 + labels.size() / 3) {
                Batch.Labels one = new Batch.Labels(labels.task(), new int[] {labels.positions()[i]},
                        new double[] {labels.targets()[i]}, 1);
                engine.gradient(of.with(List.of(one)).batch(), Dropout.NONE, false);
                double[] gradient = engine.gradient().values();
                for (int t = 0; t < 2; t++) {
                    double[] u = Arrays.copyOfRange(directions, t * size, (t + 1) * size);
                    assertEquals(dot(gradient, u), products[(pair + i) * 2 + t], 1e-10 * (1 + norm(gradient) * norm(u)));
                }
            }
            pair += labels.size();
        }
    }

    /** Of the dense layers, whose part of the gradient is the sum of what is handed out. */
    @ParameterizedTest
    @MethodSource("cases")
    void layersHandOutTheGradientsOfDenseOnes(Case of) {
        TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        double[] sums = new double[of.parameters().length];
        boolean[] dense = new boolean[sums.length];
        engine.layers(of.batch(), 1, (block, first, count, activations, deltas) -> {
            for (int i = 0; i < count * block.size(); i++) {
                int row = i / block.size();
                int at = i % block.size();
                sums[block.offset() + at] += activations[row * block.rows() + at / block.columns()]
                        * deltas[row * block.columns() + at % block.columns()];
                dense[block.offset() + at] = true;
            }
        });
        Batch.Labels labels = of.batch().labels().get(1);
        engine.gradient(of.with(List.of(new Batch.Labels(1, labels.positions(), labels.targets(), 1))).batch(), Dropout.NONE, false);
        double[] gradient = engine.gradient().values();
        for (int i = 0; i < sums.length; i++) {
            assertEquals(dense[i] ? gradient[i] : 0, sums[i], 1e-9 * (1 + norm(gradient)));
        }
    }

    /** Memory is used again for other sentences, fewer or more. */
    @ParameterizedTest
    @MethodSource("cases")
    void whatWentThroughBeforeDoesNotMatter(Case of) {
        TextEngine used = of.engine(Precision.FLOAT, WORKERS);
        double[] features = new double[40 * 6];
        Arrays.fill(features, 3);
        double[] nothing = new double[of.parameters().length];
        Arrays.fill(nothing, Double.NaN);
        used.parameters().put(0, nothing.length, nothing);
        used.predict(new Batch(40, features, List.of()), new double[40 * 5]);
        used.parameters().put(0, nothing.length, of.parameters());
        TextEngine fresh = of.engine(Precision.FLOAT, WORKERS);
        assertArrayEquals(fresh.gradient(of.batch(), Dropout.NONE, false), used.gradient(of.batch(), Dropout.NONE, false));
        assertArrayEquals(fresh.gradient().values(), used.gradient().values());
        assertArrayEquals(fresh.taskGradients(of.batch(), Dropout.NONE).gram(), used.taskGradients(of.batch(), Dropout.NONE).gram());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bitsDoNotDependOnThreads(Case of) {
        List<double[]> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 4}) {
            try (Workers workers = new Workers(threads)) {
                TextEngine engine = of.engine(Precision.FLOAT, workers);
                double[] products = new double[of.batch().pairs()];
                double[] sums = engine.gradient(of.batch(), new Dropout(0.3, 11), false);
                double[] gradient = engine.gradient().values();
                double[] gram = engine.taskGradients(of.batch(), Dropout.NONE).gram();
                engine.exampleProducts(of.batch(), engine.directions(direction(of.parameters().length, 3), 1), products);
                results.add(Stream.of(sums, gradient, gram, products).flatMapToDouble(Arrays::stream).toArray());
            }
        }
        assertArrayEquals(results.get(0), results.get(1));
        assertArrayEquals(results.get(0), results.get(2));
    }
}
