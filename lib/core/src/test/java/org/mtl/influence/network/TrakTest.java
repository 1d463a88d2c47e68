package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.model.HuberLoss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.DenseEngine;
import org.mtl.parallel.Workers;

/** Projected scores against the formula with outputs' gradients by differences and the projection as one matrix. */
class TrakTest {

    private static final double STEP = 1e-6;

    private static final List<Loss> LOSSES =
            List.of(new SquaredLoss(1), new LogisticLoss(), new SoftmaxLoss(3), new HuberLoss());

    /** Of one output, several, and of classes. */
    private static final List<Loss> VECTORS = List.of(new SquaredLoss(3), new SoftmaxLoss(3), new SquaredLoss(1), new SquaredLoss(2));

    static List<SmallNetwork> networks() {
        return List.of(
                SmallNetwork.of(Dataset.Form.LONG, true, true, List.of(4), List.of(), LOSSES, 120, 1),
                SmallNetwork.of(Dataset.Form.WIDE, true, false, List.of(3), List.of(2), LOSSES, 90, 2),
                SmallNetwork.of(Dataset.Form.LONG, false, true, List.of(3), List.of(), LOSSES, 160, 3),
                SmallNetwork.of(Dataset.Form.WIDE, true, true, List.of(4), List.of(), VECTORS, 90, 4),
                SmallNetwork.of(Dataset.Form.LONG, false, true, List.of(3), List.of(), VECTORS, 160, 5));
    }

    private static GradientProjection.Settings settings(int dimension, GradientProjection.Kind kind, long seed) {
        return new GradientProjection.Settings(dimension, kind, seed);
    }

    private static ProjectedModel open(SmallNetwork network, GradientProjection.Settings settings, Workers workers) {
        return new ProjectedModel(network.model(), network.data(), network.data().features().names().size(), settings, DenseEngine::new, workers, BlockChoice.ALL);
    }

    /** A row's output f by its definition. */
    private static double output(Loss loss, int number, double[] z, double y) {
        if (!loss.isClassification()) {
            return z[number];
        }
        double[] all = z.length == 1 ? new double[] {0, z[0]} : z;
        double total = Arrays.stream(all).map(Math::exp).sum();
        double p = Math.exp(all[(int) y]) / total;
        return Math.log(p / (1 - p));
    }

    /** An output of a row with ∇f by central differences and q = Δℓ/Δf. */
    private record Row(int task, int row, int number, double weight, double[] gradient, double slope) {}

    private static List<Row> rows(SmallNetwork network, ModelNetworks.Part part, Split split) {
        TrainedObjective objective = part.objective();
        LabelledRows labelled = part.rows(network.data(), split);
        int size = objective.size();
        double[] w = new double[size];
        objective.engine().parameters().get(0, size, w);
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < labelled.tasks(); k++) {
            Loss loss = objective.losses().get(k);
            for (int label = 0; label < labelled.of(k).size(); label++) {
                for (int number = 0; number < RowOutput.count(loss); number++) {
                    double y = labelled.of(k).target(label, 0);
                    double[] gradient = new double[size];
                    for (int j = 0; j < size; j++) {
                        double[] moved = w.clone();
                        moved[j] = w[j] + STEP;
                        double up = output(loss, number, predict(objective, labelled, moved, k, label), y);
                        moved[j] = w[j] - STEP;
                        gradient[j] = (up - output(loss, number, predict(objective, labelled, moved, k, label), y)) / (2 * STEP);
                    }
                    double[] all = targets(labelled, k, label, loss);
                    double[] z = predict(objective, labelled, w, k, label);
                    double[] other = z.clone();
                    other[loss.outputs() == 1 ? 0 : loss.isClassification() ? (int) y : number] += STEP;
                    double slope = (loss.sum(other, all, 1) - loss.sum(z, all, 1))
                            / (output(loss, number, other, y) - output(loss, number, z, y));
                    rows.add(new Row(part.tasks().get(k), labelled.row(k, label), number, objective.rowWeight(k), gradient, slope));
                }
            }
        }
        objective.engine().parameters().put(0, size, w);
        return rows;
    }

    private static double[] targets(LabelledRows rows, int task, int label, Loss loss) {
        return IntStream.range(0, RowOutput.count(loss)).mapToDouble(c -> rows.of(task).target(label, c)).toArray();
    }

    private static double[] predict(TrainedObjective objective, LabelledRows rows, double[] w, int task, int label) {
        objective.engine().parameters().put(0, w.length, w);
        List<Loss> losses = objective.losses();
        int from = losses.subList(0, task).stream().mapToInt(Loss::outputs).sum();
        double[] all = new double[losses.stream().mapToInt(Loss::outputs).sum()];
        int row = rows.row(task, label);
        rows.forEachBatch(row, row + 1, 1, (k, labels, size) -> 1, (batch, before) -> objective.engine().predict(batch, all));
        return Arrays.copyOfRange(all, from, from + losses.get(task).outputs());
    }

    private static double curvature(Loss loss, double slope) {
        return loss.isClassification() ? -slope * (1 + slope) : loss.label().equals("squared") ? 2.0 / loss.outputs() : Math.abs(slope) < 1 - 1e-5 ? 1 : 0;
    }

    /** For each output by (row, task, number) both factors, each target's by the formula. */
    private static TreeMap<List<Integer>, double[]> factors(SmallNetwork network, GradientProjection.Settings settings,
            TrakModel.Weights weights, double damping, boolean self) {
        TreeMap<List<Integer>, double[]> factors = new TreeMap<>((a, b) -> Arrays.compare(
                a.stream().mapToInt(i -> i).toArray(), b.stream().mapToInt(i -> i).toArray()));
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            for (ModelNetworks.Part part : opened.parts()) {
                double[][] p = new GradientProjection(part.objective().blocks(), settings, workers)
                        .writtenOut(part.objective().architecture());
                RealMatrix projection = new Array2DRowRealMatrix(p);
                RealMatrix sum = MatrixUtils.createRealIdentityMatrix(p.length).scalarMultiply(damping);
                List<Row> training = rows(network, part, Split.TRAIN);
                for (Row row : training) {
                    RealMatrix phi = MatrixUtils.createColumnRealMatrix(projection.operate(row.gradient()));
                    double weight = switch (weights) {
                        case ROWS -> row.weight();
                        case CURVATURE -> row.weight() * curvature(network.model().losses().get(row.task()), row.slope());
                        case NONE -> 1;
                    };
                    sum = sum.add(phi.multiply(phi.transpose()).scalarMultiply(weight));
                }
                RealMatrix inverse = MatrixUtils.inverse(sum);
                List<Row> validation = rows(network, part, Split.VALIDATION);
                for (Row row : training) {
                    double[] of = new double[1 + network.targets().size()];
                    of[0] = row.weight() * row.slope();
                    double[] moved = inverse.operate(projection.operate(row.gradient()));
                    for (Row same : self ? training : List.<Row>of()) {
                        boolean own = same.row() == row.row() && same.task() == row.task();
                        of[1] += own ? same.slope() * dot(projection.operate(same.gradient()), moved) : 0;
                    }
                    for (int k = 0; !self && k < network.targets().size(); k++) {
                        int task = k;
                        of[1 + k] = validation.stream().filter(v -> v.task() == task)
                                .mapToDouble(v -> v.slope() * dot(projection.operate(v.gradient()), moved)).sum()
                                / Math.max(1, validation.stream().filter(v -> v.task() == task && v.number() == 0).count());
                    }
                    factors.put(List.of(row.row(), row.task(), row.number()), of);
                }
            }
        }
        return factors;
    }

    /** For each line the products of both factors, summed over its outputs. */
    private static List<double[]> lines(TreeMap<List<Integer>, double[]> factors) {
        TreeMap<List<Integer>, double[]> lines = new TreeMap<>(factors.comparator());
        factors.forEach((key, of) -> {
            double[] line = lines.computeIfAbsent(key.subList(0, 2), row -> new double[of.length - 1]);
            Arrays.setAll(line, k -> line[k] + of[0] * of[1 + k]);
        });
        return List.copyOf(lines.values());
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
    }

    private static List<double[]> scores(SmallNetwork network, List<TrakModel> models, int columns, boolean self) {
        List<double[]> lines = new ArrayList<>();
        TrakRows rows = new TrakRows(models, columns, self);
        try {
            rows.forEachBlock(0, rows.blocks(), block -> {
                for (int i = 0; i < block.size(); i++) {
                    double[] line = new double[columns + 2];
                    line[0] = block.rows()[i];
                    line[1] = block.tasks()[i];
                    System.arraycopy(block.scores(), i * columns, line, 2, columns);
                    lines.add(line);
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    private static TrakModel model(ProjectedModel projected, SmallNetwork network, TrakModel.Weights weights, double damping) {
        return TrakModel.of(projected, network.data(), network.targets(),
                new RowTargets(network.data(), Split.VALIDATION, List.of()), false, weights, Damping.of(damping));
    }

    private static void assertNear(double expected, double actual, double scale) {
        // Features are rounded to 32 bits.
        assertEquals(expected, actual, 1e-4 * scale);
    }

    private static void compare(SmallNetwork network, GradientProjection.Kind kind, TrakModel.Weights weights, double damping) {
        GradientProjection.Settings settings = settings(9, kind, 5);
        TreeMap<List<Integer>, double[]> expected = factors(network, settings, weights, damping, false);
        int columns = network.targets().size();
        try (Workers workers = new Workers(2); ProjectedModel projected = open(network, settings, workers)) {
            List<double[]> lines = scores(network, List.of(model(projected, network, weights, damping)), columns, false);
            double scale = lines.stream().flatMapToDouble(l -> Arrays.stream(l).skip(2)).map(Math::abs).max().orElse(1);
            List<double[]> products = lines(expected);
            assertEquals(products.size(), lines.size());
            for (int i = 0; i < lines.size(); i++) {
                for (int k = 0; k < columns; k++) {
                    assertNear(-products.get(i)[k], lines.get(i)[2 + k], scale);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void scoresAreTheFormulaWithTheProjectionWrittenOut(SmallNetwork network) {
        compare(network, GradientProjection.Kind.RADEMACHER, TrakModel.Weights.ROWS, 0);
        compare(network, GradientProjection.Kind.GAUSSIAN, TrakModel.Weights.NONE, 0);
        compare(network, GradientProjection.Kind.SPARSE, TrakModel.Weights.CURVATURE, 0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void ofSeveralModelsBothFactorsAreMeans(int which) {
        SmallNetwork first = networks().get(which);
        SmallNetwork other = SmallNetwork.of(first.data().form(), which == 0, true, List.of(5), List.of(), first.model().losses(),
                first.data().features().rows(), 1).with(first.data());
        GradientProjection.Settings settings = settings(8, GradientProjection.Kind.RADEMACHER, 2);
        TreeMap<List<Integer>, double[]> a = factors(first, settings, TrakModel.Weights.ROWS, 0, false);
        TreeMap<List<Integer>, double[]> b = factors(other, settings, TrakModel.Weights.ROWS, 0, false);
        a.forEach((key, of) -> Arrays.setAll(of, j -> (of[j] + b.get(key)[j]) / 2));
        List<double[]> products = lines(a);
        int columns = first.targets().size();
        try (Workers workers = new Workers(2); ProjectedModel one = open(first, settings, workers);
                ProjectedModel two = open(other, settings, workers)) {
            List<double[]> lines = scores(first, List.of(model(one, first, TrakModel.Weights.ROWS, 0),
                    model(two, other, TrakModel.Weights.ROWS, 0)), columns, false);
            double scale = lines.stream().flatMapToDouble(l -> Arrays.stream(l).skip(2)).map(Math::abs).max().orElse(1);
            for (int i = 0; i < lines.size(); i++) {
                for (int k = 0; k < columns; k++) {
                    assertNear(-products.get(i)[k], lines.get(i)[2 + k], scale);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4})
    void aRowsInfluenceOnItselfIsItsForm(int which) {
        SmallNetwork network = networks().get(which);
        GradientProjection.Settings settings = settings(8, GradientProjection.Kind.RADEMACHER, 2);
        List<double[]> expected = lines(factors(network, settings, TrakModel.Weights.ROWS, 0.01, true));
        try (Workers workers = new Workers(2); ProjectedModel projected = open(network, settings, workers)) {
            TrakModel model = TrakModel.ofSelf(projected, TrakModel.Weights.ROWS, Damping.of(0.01));
            List<double[]> lines = scores(network, List.of(model), 1, true);
            for (int i = 0; i < lines.size(); i++) {
                assertNear(expected.get(i)[0], lines.get(i)[2], 1 + lines.get(i)[2]);
                assertTrue(lines.get(i)[2] >= 0);
            }
        }
    }

    /** The mean of the effects on single rows is that on their mean. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void singleRowsAddUpToTheirMean(int which) {
        SmallNetwork network = networks().get(which);
        GradientProjection.Settings settings = settings(7, GradientProjection.Kind.RADEMACHER, 2);
        try (Workers workers = new Workers(1); ProjectedModel projected = open(network, settings, workers)) {
            RowTargets rows = new RowTargets(network.data(), Split.VALIDATION, network.targets());
            TrakModel each = TrakModel.of(projected, network.data(), network.targets(), rows, true, TrakModel.Weights.ROWS,
                    Damping.of(0));
            List<double[]> single = scores(network, List.of(each), rows.count(), false);
            List<double[]> mean = scores(
                    network, List.of(model(projected, network, TrakModel.Weights.ROWS, 0)), network.targets().size(), false);
            for (int i = 0; i < mean.size(); i++) {
                for (int k = 0; k < network.targets().size(); k++) {
                    int task = k;
                    double[] line = single.get(i);
                    double of = IntStream.range(0, rows.count()).filter(v -> rows.task(v) == task)
                            .mapToDouble(v -> line[2 + v]).average().orElse(0);
                    assertEquals(mean.get(i)[2 + k], of, 1e-9 * (1 + Math.abs(of)));
                }
            }
        }
    }

    /** With as many directions as parameters nothing is projected: curvature of one linear layer is the Hessian. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void wholeGradientsOfALinearLayerGiveTheExactInfluence(int outputs) {
        SmallNetwork network = SmallNetwork.of(
                Dataset.Form.LONG, true, true, List.of(), List.of(), List.of(new SquaredLoss(outputs)), 80, 12);
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers);
                ProjectedModel projected = open(network, settings(100, GradientProjection.Kind.GAUSSIAN, 0), workers)) {
            TrainedObjective objective = opened.parts().get(0).objective();
            List<double[]> lines = scores(network,
                    List.of(model(projected, network, TrakModel.Weights.CURVATURE, network.decay())), 1, false);
            double[] v = TargetGradients.of(opened.parts().get(0), network.data(), Split.VALIDATION, List.of(0)).vectors();
            double[] u = Explicit.solve(Explicit.curvature(objective, TrainedObjective.Kind.HESSIAN, 0), v, 1);
            List<Explicit.Example> examples = Explicit.examples(objective, TrainedObjective.Labels.GIVEN);
            for (int i = 0; i < lines.size(); i++) {
                double expected = -examples.get(i).weight() * dot(examples.get(i).gradient(), u);
                assertEquals(expected, lines.get(i)[2], 1e-5 * (0.01 + Math.abs(expected)));
            }
        }
    }

    /** E⟨Pg, Ph⟩ = ⟨g, h⟩ whatever the distribution, over many seeds. */
    @ParameterizedTest
    @EnumSource(GradientProjection.Kind.class)
    void projectionsKeepInnerProductsInTheMean(GradientProjection.Kind kind) {
        SmallNetwork network = networks().get(0);
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            var architecture = opened.parts().get(0).objective().architecture();
            Random random = new Random(4);
            double[] g = random.doubles(architecture.parameters(), -1, 1).toArray();
            double[] h = IntStream.range(0, g.length).mapToDouble(j -> g[j] + random.nextGaussian()).toArray();
            double mean = IntStream.range(0, 300).mapToDouble(seed -> {
                double[][] p = new GradientProjection(architecture.blocks(), settings(12, kind, seed), workers).writtenOut(architecture);
                return IntStream.range(0, p.length).mapToDouble(d -> dot(p[d], g) * dot(p[d], h)).sum();
            }).average().orElse(0);
            assertEquals(dot(g, h), mean, 0.1 * Math.sqrt(dot(g, g) * dot(h, h)));
        }
    }

    /** The gradient of the loss is that of the output times the slope, certain or not. */
    @Property(tries = 200)
    void slopesTimesDerivativesAreGradientsOfTheLoss(@ForAll long seed) {
        Random random = new Random(seed);
        for (Loss loss : Stream.concat(LOSSES.stream(), VECTORS.stream()).toList()) {
            double[] z = random.doubles(loss.outputs(), -9, 9).toArray();
            double[] y = loss.isClassification() ? new double[] {random.nextInt(Math.max(2, loss.outputs()))}
                    : random.doubles(loss.outputs(), -2, 2).toArray();
            double[] sum = new double[z.length];
            double scale = 1;
            for (int number = 0; number < RowOutput.count(loss); number++) {
                double[] derivative = new double[z.length];
                double slope = RowOutput.of(loss, number, z, y, derivative).slope();
                Arrays.setAll(sum, c -> sum[c] + slope * derivative[c]);
                scale += Math.abs(slope);
            }
            double[] gradient = new double[z.length];
            loss.gradients(z, y, 1, gradient);
            assertArrayEquals(gradient, sum, 1e-12 * scale);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void storedBlocksAreReadBackAndOnlyMissingOnesWritten(int which, @TempDir Path folder) throws IOException {
        SmallNetwork network = networks().get(which);
        GradientProjection.Settings settings = settings(9, GradientProjection.Kind.RADEMACHER, 5);
        try (Workers workers = new Workers(2); ProjectedModel projected = open(network, settings, workers)) {
            List<double[]> computed = scores(network, List.of(model(projected, network, TrakModel.Weights.ROWS, 0)), 4, false);
            projected.store(folder, done -> { });
            Path features = folder.resolve("features-000000.npy");
            byte[] bytes = Files.readAllBytes(features);
            // As if killed between the two files, with a rest of the second.
            Files.delete(folder.resolve("slopes-000000.npy"));
            Files.writeString(folder.resolve("slopes-000000.npy.new"), "half");
            projected.store(folder, done -> assertEquals(1, done));
            assertArrayEquals(bytes, Files.readAllBytes(features));
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(2, files.count());
            }
            projected.readFrom(folder);
            List<double[]> read = scores(network, List.of(model(projected, network, TrakModel.Weights.ROWS, 0)), 4, false);
            for (int i = 0; i < computed.size(); i++) {
                assertArrayEquals(computed.get(i), read.get(i));
            }
            Files.write(features, Arrays.copyOf(bytes, bytes.length - 4));
            assertThrows(MtlException.class, () -> model(projected, network, TrakModel.Weights.ROWS, 0));
        }
    }

    @Test
    void tooFewRowsForTheDirectionsAreSaid() {
        SmallNetwork network = SmallNetwork.of(Dataset.Form.LONG, true, true, List.of(4), List.of(), LOSSES, 20, 1);
        try (Workers workers = new Workers(1);
                ProjectedModel projected = open(network, settings(30, GradientProjection.Kind.GAUSSIAN, 0), workers)) {
            MtlException e = assertThrows(MtlException.class, () -> model(projected, network, TrakModel.Weights.ROWS, 0));
            assertTrue(e.getMessage().contains("smaller --projection"), e.getMessage());
        }
    }
}
