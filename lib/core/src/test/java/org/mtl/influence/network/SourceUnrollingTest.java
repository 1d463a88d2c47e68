package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;

/** Unrolling by segments against training itself, step by step, and against its formula with dense matrices. */
class SourceUnrollingTest {

    static List<SmallNetwork> networks() {
        return SmallNetwork.all();
    }

    private static double[] parameters(TrainedObjective objective) {
        double[] w = new double[objective.size()];
        objective.engine().parameters().get(0, w.length, w);
        return w;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
    }

    /**
     * Gradient descent on the quadratic of one linear layer: the derivative of V after it by each row's weight is
     * −c_i Σ_t η ∇V·(I − ηH)^{T−1−t} ∇ℓ_i(w_t). Ekfac's curvature is H up to the draw of labels; segments of one step each have next
     * to no time to average over.
     */
    @Test
    void onAQuadraticScoresAreThoseOfUnrolledTraining() {
        SmallNetwork network = SmallNetwork.of(
                Dataset.Form.LONG, true, true, List.of(), List.of(), List.of(new SquaredLoss(1)), 3000, 12);
        double rate = 0.005;
        int steps = 80;
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            ModelNetworks.Part part = opened.parts().get(0);
            TrainedObjective objective = part.objective();
            List<double[]> path = descend(objective, rate, steps);
            double[] expected = unrolled(network, part, path, rate);
            List<SourceUnrolling.Segment> segments = IntStream.range(0, steps).mapToObj(t ->
                    new SourceUnrolling.Segment(List.of(t + 1), List.of(List.of(path.get(t))), rate)).toList();
            assertNear(expected, scores(network, opened, segments), 0.999, 0.05);
            List<SourceUnrolling.Segment> five = IntStream.range(0, 5).mapToObj(s -> new SourceUnrolling.Segment(
                    IntStream.range(1, 17).mapToObj(e -> 16 * s + e).toList(),
                    path.subList(16 * s, 16 * s + 16).stream().map(List::of).toList(), 16 * rate)).toList();
            assertNear(expected, scores(network, opened, five), 0.99, 0.2);
        }
    }

    /** w_0, …, w_T; the engine is left at w_T. */
    private static List<double[]> descend(TrainedObjective objective, double rate, int steps) {
        List<double[]> path = new ArrayList<>();
        path.add(parameters(objective));
        for (int t = 0; t < steps; t++) {
            double[] gradient = objective.gradient();
            double[] next = path.get(t).clone();
            Arrays.setAll(next, j -> next[j] - rate * gradient[j]);
            objective.engine().parameters().put(0, next.length, next);
            path.add(next);
        }
        return path;
    }

    private static double[] unrolled(SmallNetwork network, ModelNetworks.Part part, List<double[]> path, double rate) {
        TrainedObjective objective = part.objective();
        int size = objective.size();
        RealMatrix hessian = Explicit.curvature(objective, TrainedObjective.Kind.HESSIAN, 0);
        RealMatrix step = MatrixUtils.createRealIdentityMatrix(size).subtract(hessian.scalarMultiply(rate));
        double[] z = TargetGradients.of(part, network.data(), Split.VALIDATION, List.of(0)).vectors();
        double[] end = parameters(objective);
        double[] scores = new double[objective.training().of(0).size()];
        for (int t = path.size() - 2; t >= 0; t--) {
            objective.engine().parameters().put(0, size, path.get(t));
            for (Explicit.Example example : Explicit.examples(objective, TrainedObjective.Labels.GIVEN)) {
                scores[example.label()] -= example.weight() * rate * dot(example.gradient(), z);
            }
            z = step.operate(z);
        }
        objective.engine().parameters().put(0, size, end);
        return scores;
    }

    private static double[] scores(SmallNetwork network, ModelNetworks opened, List<SourceUnrolling.Segment> segments) {
        TrainedObjective objective = opened.parts().get(0).objective();
        double[] end = parameters(objective);
        double[] scores = new double[objective.training().of(0).size()];
        for (PathPoint point : SourceUnrolling.of(opened, segments, 1 << 20, Fisher.sampled(3))
                .points(network.data(), Split.VALIDATION, List.of(0))) {
            objective.engine().parameters().put(0, end.length, point.parameters().get(0));
            for (Explicit.Example example : Explicit.examples(objective, TrainedObjective.Labels.GIVEN)) {
                scores[example.label()] -= example.weight() * dot(example.gradient(), point.directions().get(0).vectors());
            }
        }
        objective.engine().parameters().put(0, end.length, end);
        return scores;
    }

    private static void assertNear(double[] expected, double[] actual, double cosine, double length) {
        double norm = Math.sqrt(dot(expected, expected));
        assertTrue(dot(expected, actual) / norm / Math.sqrt(dot(actual, actual)) > cosine,
                "cosine " + dot(expected, actual) / norm / Math.sqrt(dot(actual, actual)));
        assertEquals(1, Math.sqrt(dot(actual, actual)) / norm, length);
    }

    /** The formula with curvature, its inverse and its exponential as dense matrices, of mean curvature over two checkpoints. */
    @ParameterizedTest
    @MethodSource("networks")
    void directionsAreTheFormulaWithDenseMatrices(SmallNetwork network) {
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            Random random = new Random(7);
            List<List<double[]>> points = new ArrayList<>();
            for (int c = 0; c < 3; c++) {
                points.add(opened.parts().stream().map(part -> Arrays.stream(parameters(part.objective()))
                        .map(w -> w + 0.1 * random.nextGaussian()).toArray()).toList());
            }
            List<SourceUnrolling.Segment> segments = List.of(new SourceUnrolling.Segment(List.of(1, 2), points.subList(0, 2), 0.7),
                    new SourceUnrolling.Segment(List.of(3), points.subList(2, 3), 0.3));
            int batch = 10;
            List<PathPoint> found =
                    SourceUnrolling.of(opened, segments, batch, Fisher.GIVEN).points(network.data(), Split.VALIDATION, network.targets());
            assertEquals(3, found.size());
            for (int n = 0; n < opened.parts().size(); n++) {
                ModelNetworks.Part part = opened.parts().get(n);
                int steps = (part.objective().training().size() + batch - 1) / batch;
                double[] z = TargetGradients.of(part, network.data(), Split.VALIDATION, network.targets()).vectors();
                for (int s = 1; s >= 0; s--) {
                    int part0 = n;
                    List<double[]> own = segments.get(s).parameters().stream().map(all -> all.get(part0)).toList();
                    double time = segments.get(s).rates() * steps;
                    double[] u = dense(part.objective(), own, z, x -> SourceUnrolling.response(x, time) / own.size());
                    double[] actual = found.get(s == 1 ? 2 : 0).directions().get(n).vectors();
                    assertArrayEquals(u, actual, 1e-8 * (1 + Arrays.stream(u).map(Math::abs).max().orElse(0)));
                    z = dense(part.objective(), own, z, x -> Math.exp(-time * x));
                }
            }
        }
    }

    private interface Function {
        double of(double eigenvalue);
    }

    /** f of the mean curvature in the Kronecker eigenbasis, with second moments along it. */
    private static double[] dense(TrainedObjective objective, List<double[]> points, double[] vectors, Function function) {
        int size = objective.size();
        double[] result = new double[vectors.length];
        KroneckerFactors factors = KroneckerFactors.ofMean(objective, TrainedObjective.Labels.GIVEN, points);
        double[] own = parameters(objective);
        for (KroneckerFactors.Basis basis : factors.bases()) {
            Architecture.Block block = basis.block();
            RealMatrix curvature = MatrixUtils.createRealMatrix(block.size(), block.size());
            for (double[] point : points) {
                objective.engine().parameters().put(0, size, point);
                for (Explicit.Example example : Explicit.examples(objective, TrainedObjective.Labels.GIVEN)) {
                    RealMatrix g = MatrixUtils.createColumnRealMatrix(Explicit.block(example, block));
                    curvature = curvature.add(g.multiply(g.transpose()).scalarMultiply(example.weight() / points.size()));
                }
            }
            double[] in = factors.products().values(basis.inputs(), block.rows());
            double[] out = factors.products().values(basis.outputs(), block.columns());
            RealMatrix rows = MatrixUtils.createRealMatrix(block.size(), block.size());
            for (int i = 0; i < block.size(); i++) {
                for (int j = 0; j < block.size(); j++) {
                    rows.setEntry(i, j, in[i / block.columns() * block.rows() + j / block.columns()]
                            * out[i % block.columns() * block.columns() + j % block.columns()]);
                }
            }
            RealMatrix rotated = rows.multiply(curvature).multiply(rows.transpose());
            for (int t = 0; t < vectors.length / size; t++) {
                double[] v = rows.operate(Arrays.copyOfRange(vectors, t * size + block.offset(), t * size + block.offset() + block.size()));
                for (int i = 0; i < v.length; i++) {
                    v[i] *= function.of(rotated.getEntry(i, i) + objective.decay());
                }
                System.arraycopy(rows.transpose().operate(v), 0, result, t * size + block.offset(), v.length);
            }
        }
        objective.engine().parameters().put(0, size, own);
        return result;
    }

    /** Where the last segment lasts for ever, what came before is forgotten and its curvature is inverted as ekfac does. */
    @Test
    void afterEndlessTimeItIsEkfac() {
        SmallNetwork network = networks().get(0);
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            ModelNetworks.Part part = opened.parts().get(0);
            List<double[]> here = List.of(parameters(part.objective()));
            List<PathPoint> points = SourceUnrolling.of(opened, List.of(
                    new SourceUnrolling.Segment(List.of(1), List.of(here), 0.1),
                    new SourceUnrolling.Segment(List.of(2), List.of(here), 1e9)), 10, Fisher.sampled(2))
                    .points(network.data(), Split.VALIDATION, network.targets());
            TargetGradients v = TargetGradients.of(part, network.data(), Split.VALIDATION, network.targets());
            double[] u = EkfacInverse.of(part.objective(), Fisher.sampled(2), Damping.of(0)).apply(v.vectors(), v.count());
            assertArrayEquals(u, points.get(1).directions().get(0).vectors(), 1e-9);
            assertArrayEquals(new double[u.length], points.get(0).directions().get(0).vectors(), 1e-12);
        }
    }

    @Property(tries = 100)
    void responsesLieBetweenTheStepAndTheInverse(
            @ForAll @DoubleRange(min = 0, max = 100) double eigenvalue, @ForAll @DoubleRange(min = 0.01, max = 50) double time) {
        double response = SourceUnrolling.response(eigenvalue, time);
        assertTrue(response > 0 && response <= time * (1 + 1e-12));
        assertTrue(eigenvalue == 0 || response <= 1 / eigenvalue * (1 + 1e-12));
    }

    @Test
    void segmentsShareCheckpointsAndTime() {
        NetworkModel model = networks().get(0).model();
        TreeMap<Integer, NetworkModel> kept = new TreeMap<>();
        for (int epoch = 2; epoch <= 12; epoch += 2) {
            kept.put(epoch, model);
        }
        List<SourceUnrolling.Segment> segments = SourceUnrolling.segments(kept, 2, 11, epoch -> epoch == 1 ? 0.5 : 1);
        assertEquals(List.of(List.of(2, 4), List.of(6, 8, 10)), segments.stream().map(SourceUnrolling.Segment::epochs).toList());
        assertEquals(List.of(3.5, 7.0), segments.stream().map(SourceUnrolling.Segment::rates).toList());
        assertEquals(6, SourceUnrolling.segments(kept, 50, 99, epoch -> 1).size());
        assertThrows(MtlException.class, () -> SourceUnrolling.segments(kept, 2, 1, epoch -> 1));
    }
}
