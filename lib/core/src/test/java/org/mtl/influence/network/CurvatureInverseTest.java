package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Architecture;
import org.mtl.parallel.Workers;

/** Every inverse against a dense matrix: the damped inverse itself, or the method's own closed form. */
class CurvatureInverseTest {

    private static final ConjugateGradientInverse.Stop EXACT = new ConjugateGradientInverse.Stop(1e-12, 500);

    static List<SmallNetwork> networks() {
        return SmallNetwork.all();
    }

    /** Compares what an inverse makes of random vectors with what a dense reference makes of them, for every network. */
    private static void compare(SmallNetwork network, BiFunction<TrainedObjective, Damping, CurvatureInverse> method,
            Damping damping, BiFunction<TrainedObjective, double[], double[]> dense, double tolerance) {
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            for (ModelNetworks.Part part : opened.parts()) {
                TrainedObjective objective = part.objective();
                double[] vectors = new Random(8).doubles(3L * objective.size(), -1, 1).toArray();
                double[] actual = method.apply(objective, damping).apply(vectors, 3);
                double[] expected = dense.apply(objective, vectors);
                double scale = Arrays.stream(expected).map(Math::abs).max().orElse(1);
                assertArrayEquals(expected, actual, tolerance * scale);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void conjugateGradientsSolveWithTheHessian(SmallNetwork network) {
        compare(network, (objective, damping) -> ConjugateGradientInverse.ofHessian(objective, Fisher.sampled(1), damping, EXACT),
                Damping.of(30), (objective, v) -> Explicit.solve(
                        Explicit.curvature(objective, TrainedObjective.Kind.HESSIAN, 30), v, 3), 1e-10);
        compare(network, (objective, damping) -> ConjugateGradientInverse.ofHessian(objective, Fisher.GIVEN, damping, EXACT),
                Damping.of(30), (objective, v) -> Explicit.solve(
                        Explicit.hessianByDifferences(objective).add(MatrixUtils.createRealIdentityMatrix(objective.size())
                                .scalarMultiply(30)), v, 3), 1e-7);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void conjugateGradientsSolveWithTheGaussNewtonMatrix(SmallNetwork network) {
        compare(network, (objective, damping) -> ConjugateGradientInverse.ofGaussNewton(objective, Fisher.sampled(1), damping, EXACT),
                Damping.of(0.01), (objective, v) -> Explicit.solve(
                        Explicit.curvature(objective, TrainedObjective.Kind.GAUSS_NEWTON, 0.01), v, 3), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void lissaConvergesToTheGaussNewtonMatrix(SmallNetwork network) {
        compare(network, (objective, damping) -> new LissaInverse(objective, Fisher.GIVEN, damping,
                        new LissaInverse.Recursion(2000, 1, 1000, OptionalDouble.empty(), 3)),
                Damping.of(1), (objective, v) -> Explicit.solve(
                        Explicit.curvature(objective, TrainedObjective.Kind.GAUSS_NEWTON, 1), v, 3), 1e-9);
    }

    /** In the whole space, the sum over the largest eigenvalues of the dense matrix. */
    @ParameterizedTest
    @MethodSource("networks")
    void arnoldiIsTheLeadingPartOfTheInverse(SmallNetwork network) {
        int rank = 4;
        compare(network, (objective, damping) -> new ArnoldiInverse(objective, Fisher.GIVEN, damping,
                        new ArnoldiInverse.Space(1000, rank, 5)), Damping.of(0.3), (objective, v) -> {
            EigenDecomposition eigen = new EigenDecomposition(
                    Explicit.curvature(objective, TrainedObjective.Kind.GAUSS_NEWTON, 0));
            double[] values = eigen.getRealEigenvalues();
            double[] factors = new double[values.length];
            for (int i = 0; i < rank; i++) {
                factors[i] = 1 / (values[i] + 0.3);
            }
            double[] result = new double[v.length];
            RealMatrix inverse = eigen.getV().multiply(MatrixUtils.createRealDiagonalMatrix(factors)).multiply(eigen.getVT());
            for (int t = 0; t < 3; t++) {
                double[] one = Arrays.copyOfRange(v, t * values.length, (t + 1) * values.length);
                System.arraycopy(inverse.operate(one), 0, result, t * values.length, values.length);
            }
            return result;
        }, 1e-6);
    }

    /** Batches of half the rows: the mean of many sums comes near. */
    @Test
    void lissaOnBatchesComesNear() {
        compare(networks().get(0), (objective, damping) -> new LissaInverse(objective, Fisher.GIVEN, damping,
                        new LissaInverse.Recursion(200, 40, 12, OptionalDouble.of(60), 3)),
                Damping.of(5), (objective, v) -> Explicit.solve(
                        Explicit.curvature(objective, TrainedObjective.Kind.GAUSS_NEWTON, 5), v, 3), 0.1);
    }

    /** The mean over examples of the inverses (λI + W gg')⁻¹, each inverted as a dense matrix. */
    @ParameterizedTest
    @MethodSource("networks")
    void datainfIsTheMeanOfInverses(SmallNetwork network) {
        for (Damping damping : List.of(Damping.AUTO, Damping.of(0.3))) {
            compare(network, DataInfInverse::new, damping, (objective, v) -> meanOfInverses(objective, v, damping), 1e-7);
        }
    }

    private static double[] meanOfInverses(TrainedObjective objective, double[] v, Damping damping) {
        List<Explicit.Example> examples = Explicit.examples(objective);
        double[] result = new double[v.length];
        for (Architecture.Block block : objective.architecture().blocks()) {
            List<Explicit.Example> own = examples.stream().filter(e -> Explicit.has(e, block)).toList();
            double total = own.stream().mapToDouble(Explicit.Example::weight).sum();
            double trace = own.stream()
                    .mapToDouble(e -> e.weight() * Arrays.stream(Explicit.block(e, block)).map(x -> x * x).sum()).sum();
            double lambda = objective.decay() + damping.given().orElse(0.1 * trace / block.size());
            RealMatrix mean = new Array2DRowRealMatrix(block.size(), block.size());
            for (Explicit.Example example : own) {
                RealMatrix gradient = MatrixUtils.createColumnRealMatrix(Explicit.block(example, block));
                RealMatrix one = gradient.multiply(gradient.transpose()).scalarMultiply(total)
                        .add(MatrixUtils.createRealIdentityMatrix(block.size()).scalarMultiply(lambda));
                mean = mean.add(MatrixUtils.inverse(one).scalarMultiply(example.weight() / total));
            }
            store(mean, block, v, objective.size(), result);
        }
        return result;
    }

    private static void store(RealMatrix inverse, Architecture.Block block, double[] v, int size, double[] result) {
        for (int t = 0; t * size < v.length; t++) {
            int at = t * size + block.offset();
            double[] u = inverse.operate(Arrays.copyOfRange(v, at, at + block.size()));
            System.arraycopy(u, 0, result, at, u.length);
        }
    }

    /** The two factors of a layer's curvature. */
    private record Factors(RealMatrix inputs, RealMatrix outputs, double total) {

        static Map<Architecture.Block, Factors> of(TrainedObjective objective, Fisher fisher) {
            Map<Architecture.Block, Factors> factors = new LinkedHashMap<>();
            for (Architecture.Block block : objective.architecture().blocks()) {
                factors.put(block, new Factors(new Array2DRowRealMatrix(block.rows(), block.rows()),
                        new Array2DRowRealMatrix(block.columns(), block.columns()), objective.totalWeight(block)));
            }
            objective.factors(fisher.of(objective), (block, task, first, count, activations, deltas) -> {
                for (int i = 0; i < count; i++) {
                    add(factors.get(block).inputs, objective.rowWeight(task), activations, i);
                    add(factors.get(block).outputs, objective.rowWeight(task), deltas, i);
                }
            });
            return factors;
        }

        private static void add(RealMatrix sum, double weight, double[] values, int row) {
            int width = sum.getRowDimension();
            for (int j = 0; j < width; j++) {
                for (int k = 0; k < width; k++) {
                    sum.addToEntry(j, k, weight * values[row * width + j] * values[row * width + k]);
                }
            }
        }
    }

    /** A ⊗ S/W as one dense matrix, in the order of a block's values: input row after input row. */
    private static RealMatrix kronecker(RealMatrix a, RealMatrix s, double factor) {
        int columns = s.getRowDimension();
        int size = a.getRowDimension() * columns;
        RealMatrix matrix = new Array2DRowRealMatrix(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix.setEntry(i, j, factor * a.getEntry(i / columns, j / columns) * s.getEntry(i % columns, j % columns));
            }
        }
        return matrix;
    }

    private static RealMatrix damped(RealMatrix matrix, TrainedObjective objective, Damping damping) {
        double added = damping.given().orElse(0.1 * matrix.getTrace() / matrix.getRowDimension());
        return matrix.add(MatrixUtils.createRealIdentityMatrix(matrix.getRowDimension())
                .scalarMultiply(objective.decay() + added));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void kfacIsTheDenseKroneckerProduct(SmallNetwork network) {
        for (Fisher fisher : List.of(Fisher.GIVEN, Fisher.sampled(7))) {
            for (Damping damping : List.of(Damping.AUTO, Damping.of(0.2))) {
                compare(network, (objective, d) -> KfacInverse.of(objective, fisher, d), damping, (objective, v) -> {
                    double[] result = new double[v.length];
                    Factors.of(objective, fisher).forEach((block, f) -> store(MatrixUtils.inverse(
                            damped(kronecker(f.inputs, f.outputs, 1 / f.total), objective, damping)), block, v, objective.size(), result));
                    return result;
                }, 1e-9);
            }
        }
    }

    /** The dense curvature of explicit gradients, of which only the diagonal in the Kronecker eigenbasis is kept. */
    @ParameterizedTest
    @MethodSource("networks")
    void ekfacKeepsTheDiagonalInTheEigenbasis(SmallNetwork network) {
        for (Fisher fisher : List.of(Fisher.GIVEN, Fisher.sampled(7))) {
            for (Damping damping : List.of(Damping.AUTO, Damping.of(0.2))) {
                compare(network, (objective, d) -> EkfacInverse.of(objective, fisher, d), damping,
                        (objective, v) -> inEigenbasis(objective, v, fisher, damping), 1e-9);
            }
        }
    }

    private static double[] inEigenbasis(TrainedObjective objective, double[] v, Fisher fisher, Damping damping) {
        double[] result = new double[v.length];
        List<Explicit.Example> examples = Explicit.examples(objective, fisher.of(objective));
        Factors.of(objective, fisher).forEach((block, f) -> {
            RealMatrix basis = kronecker(
                    new EigenDecomposition(f.inputs).getV(), new EigenDecomposition(f.outputs).getV(), 1);
            RealMatrix curvature = new Array2DRowRealMatrix(block.size(), block.size());
            for (Explicit.Example example : examples) {
                RealMatrix g = MatrixUtils.createColumnRealMatrix(Explicit.block(example, block));
                curvature = curvature.add(g.multiply(g.transpose()).scalarMultiply(example.weight()));
            }
            RealMatrix rotated = basis.transpose().multiply(curvature).multiply(basis);
            double[] diagonal = new double[block.size()];
            Arrays.setAll(diagonal, i -> rotated.getEntry(i, i));
            RealMatrix kept = basis.multiply(MatrixUtils.createRealDiagonalMatrix(diagonal)).multiply(basis.transpose());
            store(MatrixUtils.inverse(damped(kept, objective, damping)), block, v, objective.size(), result);
        });
        return result;
    }

    /**
     * For one layer with one output and squared loss the Gauss–Newton matrix is a Kronecker product, 2Σcxx' ⊗ 1; with deltas of
     * one size K-FAC is that matrix.
     */
    @Test
    void kfacIsExactWhereTheCurvatureIsAKroneckerProduct() {
        SmallNetwork network = SmallNetwork.of(
                Dataset.Form.LONG, true, true, List.of(), List.of(), List.of(new SquaredLoss(1)), 80, 12);
        Fisher fisher = Fisher.sampled(4);
        compare(network, (objective, d) -> KfacInverse.of(objective, fisher, d), Damping.of(0.05), (objective, v) -> {
            double[] square = new double[1];
            objective.factors(fisher.of(objective), (block, task, first, count, activations, deltas) -> {
                for (int i = 0; i < count; i++) {
                    square[0] += deltas[i] * deltas[i] / objective.training().of(0).size();
                }
            });
            // Deltas of sampled labels have a mean square near ℓ'' = 2.
            assertEquals(2, square[0], 1.2);
            RealMatrix exact = Explicit.curvature(objective, TrainedObjective.Kind.GAUSS_NEWTON, 0);
            RealMatrix identity = MatrixUtils.createRealIdentityMatrix(objective.size());
            RealMatrix data = exact.subtract(identity.scalarMultiply(objective.decay()));
            return Explicit.solve(data.scalarMultiply(square[0] / 2)
                    .add(identity.scalarMultiply(objective.decay() + 0.05)), v, 3);
        }, 1e-10);
    }

    /** Gradients written out, Σ c gg' as a dense matrix. */
    @ParameterizedTest
    @MethodSource("networks")
    void conjugateGradientsSolveWithOuterProducts(SmallNetwork network) {
        compare(network, (objective, damping) -> ConjugateGradientInverse.ofOuterProducts(objective, damping, EXACT),
                Damping.of(0.3), (objective, v) -> {
                    int size = objective.size();
                    RealMatrix matrix = MatrixUtils.createRealIdentityMatrix(size).scalarMultiply(objective.decay() + 0.3);
                    for (Explicit.Example example : Explicit.examples(objective, TrainedObjective.Labels.GIVEN)) {
                        RealMatrix g = MatrixUtils.createColumnRealMatrix(example.gradient());
                        matrix = matrix.add(g.multiply(g.transpose()).scalarMultiply(example.weight()));
                    }
                    return Explicit.solve(matrix, v, 3);
                }, 1e-9);
    }

    /** α Σ (I − αH)^j v with the Hessian by differences of gradients, as powers of a dense matrix. */
    @ParameterizedTest
    @MethodSource("networks")
    void neumannIsTheFirstTermsOfTheSeries(SmallNetwork network) {
        double rate = 0.01;
        compare(network, (objective, damping) -> new NeumannInverse(objective, new InnerRate(OptionalDouble.of(rate), 0), 4),
                Damping.AUTO, (objective, v) -> {
                    int size = objective.size();
                    RealMatrix identity = MatrixUtils.createRealIdentityMatrix(size);
                    RealMatrix step = identity.subtract(Explicit.hessianByDifferences(objective).scalarMultiply(rate));
                    RealMatrix sum = identity.add(step).add(step.power(2)).add(step.power(3)).scalarMultiply(rate);
                    double[] result = new double[v.length];
                    for (int t = 0; t < 3; t++) {
                        double[] u = sum.operate(Arrays.copyOfRange(v, t * size, (t + 1) * size));
                        System.arraycopy(u, 0, result, t * size, size);
                    }
                    return result;
                }, 1e-7);
    }

    /** Of a positive definite Hessian the whole series is the inverse: one linear layer and squared loss. */
    @Test
    void neumannConvergesToTheInverse() {
        SmallNetwork network = SmallNetwork.of(
                Dataset.Form.LONG, true, true, List.of(), List.of(), List.of(new SquaredLoss(1)), 80, 12);
        compare(network, (objective, damping) -> new NeumannInverse(objective, new InnerRate(OptionalDouble.empty(), 1), 20_000),
                Damping.AUTO, (objective, v) -> Explicit.solve(
                        Explicit.curvature(objective, TrainedObjective.Kind.HESSIAN, 0), v, 3), 1e-8);
    }

    @Test
    void aSeriesThatDivergesIsSaid() {
        try (Workers workers = new Workers(1); ModelNetworks opened = networks().get(0).open(workers)) {
            TrainedObjective objective = opened.parts().get(0).objective();
            double[] vectors = new Random(3).doubles(objective.size(), -1, 1).toArray();
            NeumannInverse inverse = new NeumannInverse(objective, new InnerRate(OptionalDouble.of(1e6), 0), 200);
            MtlException e = assertThrows(MtlException.class, () -> inverse.apply(vectors, 1));
            assertTrue(e.getMessage().contains("smaller --inner-rate"), e.getMessage());
        }
        assertThrows(MtlException.class, () -> new InnerRate(OptionalDouble.of(0), 0));
    }

    private static Map<String, BiFunction<TrainedObjective, Damping, CurvatureInverse>> methods() {
        Map<String, BiFunction<TrainedObjective, Damping, CurvatureInverse>> methods = new LinkedHashMap<>();
        methods.put("identity", (objective, damping) -> new IdentityInverse(objective.workers()));
        methods.put("cg", (objective, damping) -> ConjugateGradientInverse.ofHessian(objective, Fisher.GIVEN, Damping.of(30), EXACT));
        methods.put("gauss-newton",
                (objective, damping) -> ConjugateGradientInverse.ofGaussNewton(objective, Fisher.GIVEN, damping, EXACT));
        methods.put("outer-products", (objective, damping) -> ConjugateGradientInverse.ofOuterProducts(objective, damping, EXACT));
        methods.put("kfac", (objective, damping) -> KfacInverse.of(objective, Fisher.sampled(1), damping));
        methods.put("ekfac", (objective, damping) -> EkfacInverse.of(objective, Fisher.sampled(1), damping));
        methods.put("datainf", DataInfInverse::new);
        methods.put("lissa", (objective, damping) -> new LissaInverse(objective, Fisher.GIVEN, damping,
                new LissaInverse.Recursion(50, 2, 9, OptionalDouble.empty(), 3)));
        return methods;
    }

    @Test
    void inversesAreLinear() {
        methods().forEach((name, method) -> {
            try (Workers workers = new Workers(1); ModelNetworks opened = networks().get(0).open(workers)) {
                TrainedObjective objective = opened.parts().get(0).objective();
                CurvatureInverse inverse = method.apply(objective, Damping.AUTO);
                int size = objective.size();
                double[] vectors = new Random(3).doubles(2L * size, -1, 1).toArray();
                double[] sum = new double[size];
                Arrays.setAll(sum, j -> 2 * vectors[j] - 3 * vectors[size + j]);
                double[] both = inverse.apply(vectors, 2);
                double[] ofSum = inverse.apply(sum, 1);
                double[] expected = new double[size];
                Arrays.setAll(expected, j -> 2 * both[j] - 3 * both[size + j]);
                assertArrayEquals(expected, ofSum, 1e-8 * Arrays.stream(expected).map(Math::abs).max().orElse(1), name);
            }
        });
    }

    @Test
    void inversesAreSymmetricAndPositive() {
        methods().forEach((name, method) -> {
            try (Workers workers = new Workers(1); ModelNetworks opened = networks().get(0).open(workers)) {
                TrainedObjective objective = opened.parts().get(0).objective();
                int size = objective.size();
                double[] vectors = new Random(3).doubles(2L * size, -1, 1).toArray();
                double[] u = method.apply(objective, Damping.AUTO).apply(vectors, 2);
                double forward = 0;
                double back = 0;
                double form = 0;
                for (int j = 0; j < size; j++) {
                    forward += vectors[j] * u[size + j];
                    back += vectors[size + j] * u[j];
                    form += vectors[j] * u[j];
                }
                // Of random batches the product is not symmetric; in the mean it is.
                if (!name.equals("lissa")) {
                    assertEquals(forward, back, 1e-8 * Math.abs(form), name);
                }
                assertTrue(form > 0, name);
            }
        });
    }

    @Test
    void dampingMustBeAboveZeroWhereNothingElseIsAdded() {
        SmallNetwork network = networks().get(0);
        SmallNetwork undamped = new SmallNetwork(network.name(), network.model(), network.data(), 0);
        List<String> refused = new ArrayList<>();
        methods().forEach((name, method) -> {
            try (Workers workers = new Workers(1); ModelNetworks opened = undamped.open(workers)) {
                TrainedObjective objective = opened.parts().get(0).objective();
                if (!name.equals("identity") && !name.equals("cg")) {
                    MtlException e = assertThrows(MtlException.class, () -> method.apply(objective, Damping.of(0)));
                    assertEquals(MtlException.Kind.USAGE, e.kind());
                    refused.add(name);
                }
            }
        });
        assertEquals(List.of("gauss-newton", "outer-products", "kfac", "ekfac", "datainf", "lissa"), refused);
        assertThrows(MtlException.class, () -> Damping.of(-1));
    }

    /** Far from a minimum the Hessian has negative curvature, which conjugate gradients must not pass over. */
    @Test
    void negativeCurvatureIsSaid() {
        try (Workers workers = new Workers(1); ModelNetworks opened = networks().get(0).open(workers)) {
            TrainedObjective objective = opened.parts().get(0).objective();
            double[] vectors = new Random(3).doubles(objective.size(), -1, 1).toArray();
            CurvatureInverse inverse = ConjugateGradientInverse.ofHessian(objective, Fisher.GIVEN, Damping.of(1e-6), EXACT);
            MtlException e = assertThrows(MtlException.class, () -> inverse.apply(vectors, 1));
            assertTrue(e.getMessage().contains("larger --damping"), e.getMessage());
        }
    }
}
