package org.mtl.influence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.MeanLosses;
import org.mtl.model.Sharing;
import org.mtl.model.SquaredLoss;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.testing.DenseReference;
import org.mtl.testing.Problems;
import org.mtl.testing.Problems.Quirk;
import org.mtl.training.LinearFit;
import org.mtl.training.NewtonSolver;

/** Row and task influence against brute force: a dense solve, and refits with a changed weight. */
class ExactInfluenceTest {

    private static final double STEP = 1e-4;

    record Case(long seed, Sharing sharing, double sharedRidge, boolean intercept, Quirk quirk) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        long seed = 1;
        for (Sharing sharing : Sharing.values()) {
            for (Quirk quirk : Quirk.values()) {
                for (boolean intercept : new boolean[] {true, false}) {
                    cases.add(new Case(seed++, sharing, 0, intercept, quirk));
                }
            }
        }
        cases.add(new Case(seed, Sharing.SOFT, 0.3, true, Quirk.INDICATORS));
        return cases;
    }

    /** A fitted problem with its row scores, lines × targets, and its task scores. */
    /** A copy of a block. */
    record Lines(int[] rows, int[] tasks, double[] scores) {

        static Lines of(RowInfluence.Block block) {
            return new Lines(Arrays.copyOf(block.rows(), block.size()), Arrays.copyOf(block.tasks(), block.size()),
                    Arrays.copyOf(block.scores(), block.size() * (block.scores().length / block.rows().length)));
        }

        int size() {
            return rows.length;
        }
    }

    record Scored(Problems problem, LinearFit fit, List<Lines> blocks, double[][] taskScores) {}

    static Scored score(Problems problem, Sharing sharing, double sharedRidge, int threads)
            throws IOException {
        try (Workers workers = new Workers(threads)) {
            LinearObjective objective = problem.objective(sharing, sharedRidge, workers);
            LinearFit fit =
                    new NewtonSolver(objective, workers).solve(problem.penalties(), objective.zeroParameters());
            double[][] gradients = new MeanLosses(problem.design(), problem.validation(), problem.losses(), workers)
                    .gradients(fit.parameters());
            List<Integer> targets = IntStream.range(0, problem.tasks().size()).boxed().toList();
            Directions directions = ExactInfluence.directions(fit.hessian(), sharing, gradients, targets);
            List<Lines> blocks = new ArrayList<>();
            RowInfluence rows = new RowInfluence(objective, targets.size(),
                    new FirstOrderScorer(objective, fit.parameters(), directions, Normalization.FIXED));
            RowInfluence.forEachBlock(List.of(rows), workers, block -> blocks.add(Lines.of(block)));
            return new Scored(problem, fit, blocks, TaskInfluence.scores(objective, fit.parameters(), directions));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void parametersEqualTheDenseSolve(Case c) throws IOException {
        Problems problem = Problems.random(c.seed, 3, 3, c.intercept, c.quirk);
        Scored scored = score(problem, c.sharing, c.sharedRidge, 1);
        DenseReference dense = new DenseReference(problem, c.sharing, c.sharedRidge);
        double[] expected = dense.solve(dense.unitRowWeights(), dense.unitTaskWeights());
        // Where columns depend on each other and nothing penalises γ, only predictions are determined.
        int p = problem.design().columns();
        for (int k = 0; k < 3; k++) {
            double[] coefficients = scored.fit.parameters().predicting(k);
            int[] rows = problem.tasks().get(k).rows().rows();
            double[] x = new double[rows.length * p];
            problem.design().copyRows(k, rows, 0, rows.length, x);
            for (int i = 0; i < rows.length; i++) {
                double difference = 0;
                for (int j = 0; j < p; j++) {
                    difference += x[i * p + j] * (coefficients[j] - expected[dense.offset(k) + j]);
                }
                assertEquals(0, difference, 1e-9);
            }
        }
        if (c.quirk == Quirk.NONE) {
            for (int k = 0; k < 3; k++) {
                int at = dense.offset(k);
                assertArrayEquals(
                        java.util.Arrays.copyOfRange(expected, at, at + p), scored.fit.parameters().predicting(k), 1e-9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowScoresAreTheDerivativeInTheRowsWeight(Case c) throws IOException {
        Problems problem = Problems.random(c.seed, 3, 3, c.intercept, c.quirk);
        Scored scored = score(problem, c.sharing, c.sharedRidge, 1);
        DenseReference dense = new DenseReference(problem, c.sharing, c.sharedRidge);
        int[] position = new int[3];
        for (Lines block : scored.blocks) {
            for (int line = 0; line < block.size(); line++) {
                int source = block.tasks()[line];
                int i = position[source]++;
                assertEquals(problem.tasks().get(source).rows().row(i), block.rows()[line]);
                double[] expected = derivative(dense, h -> {
                    double[][] weights = dense.unitRowWeights();
                    weights[source][i] += h;
                    return dense.validationLosses(dense.solve(weights, dense.unitTaskWeights()));
                });
                for (int target = 0; target < 3; target++) {
                    double actual = block.scores()[line * 3 + target];
                    assertEquals(expected[target], actual, 1e-6 * (1 + Math.abs(expected[target])));
                }
            }
        }
        int lines = scored.blocks.stream().mapToInt(Lines::size).sum();
        assertEquals(problem.tasks().stream().mapToInt(task -> task.rows().size()).sum(), lines);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void taskScoresAreTheDerivativeInTheTasksWeight(Case c) throws IOException {
        Problems problem = Problems.random(c.seed, 3, 3, c.intercept, c.quirk);
        Scored scored = score(problem, c.sharing, c.sharedRidge, 1);
        DenseReference dense = new DenseReference(problem, c.sharing, c.sharedRidge);
        for (int source = 0; source < 3; source++) {
            int moved = source;
            double[] expected = derivative(dense, h -> {
                double[] weights = dense.unitTaskWeights();
                weights[moved] += h;
                return dense.validationLosses(dense.solve(dense.unitRowWeights(), weights));
            });
            for (int target = 0; target < 3; target++) {
                if (target == source) {
                    assertTrue(Double.isNaN(scored.taskScores[source][target]));
                } else {
                    double tolerance = 1e-6 * (1 + Math.abs(expected[target]));
                    assertEquals(expected[target], scored.taskScores[source][target], tolerance);
                }
            }
        }
    }

    /** The derivative of V_k in a weight by a fourth-order central difference: the sign of "with" minus "without". */
    private static double[] derivative(DenseReference dense, java.util.function.DoubleFunction<double[]> losses) {
        double[] far = losses.apply(2 * STEP);
        double[] near = losses.apply(STEP);
        double[] nearBack = losses.apply(-STEP);
        double[] farBack = losses.apply(-2 * STEP);
        double[] derivative = new double[near.length];
        for (int k = 0; k < near.length; k++) {
            derivative[k] = (8 * (near[k] - nearBack[k]) - (far[k] - farBack[k])) / (12 * STEP);
        }
        return derivative;
    }

    @Test
    void oneTaskAndOneFeatureByHand() throws IOException {
        // min ((3 − θ)² + (2 − 2θ)²)/2 + ½θ²: 6θ = 7, θ = 7/6. V = (1 − θ)², V' = 2(θ − 1) = 1/3, H = 5 + 1 = 6.
        Design design = new Design(ArrayFeatures.of(new double[][] {{1}, {2}, {1}}), Standardization.NONE, false);
        TaskData.Labelled training = new TaskData.Labelled(new int[] {0, 1}, new double[] {3, 2});
        TaskData.Labelled validation = new TaskData.Labelled(new int[] {2}, new double[] {1});
        TaskTerm term = new TaskTerm("t", training, new SquaredLoss(), 1, 0.5);
        Scored scored = score(new Problems(design, List.of(term), List.of(validation)), Sharing.NONE, 0, 1);
        assertEquals(7.0 / 6, scored.fit.parameters().own()[0][0], 1e-15);
        // u = 1/18; ∇ℓ_0 = 2(7/6 − 3) = −11/3, ∇ℓ_1 = 2(7/3 − 2)·2 = 4/3; score = −½∇ℓ·u.
        assertArrayEquals(new double[] {11.0 / 108, -1.0 / 27}, scored.blocks.get(0).scores(), 1e-15);
    }

    @Test
    void scoresDoNotDependOnTheNumberOfThreads() throws IOException {
        Problems problem = Problems.random(99, 5, 4, true, Quirk.NONE);
        Scored one = score(problem, Sharing.SOFT, 0, 1);
        Scored three = score(problem, Sharing.SOFT, 0, 3);
        assertEquals(one.blocks.size(), three.blocks.size());
        for (int b = 0; b < one.blocks.size(); b++) {
            assertArrayEquals(one.blocks.get(b).scores(), three.blocks.get(b).scores());
        }
        BlockMatrix difference = one.fit.parameters().plus(-1, three.fit.parameters());
        assertEquals(0, difference.maxAbsolute());
    }

    @Test
    void separateTasksDoNotInfluenceEachOther() throws IOException {
        Scored scored = score(Problems.random(5, 3, 3, true, Quirk.NONE), Sharing.NONE, 0, 1);
        for (Lines block : scored.blocks) {
            for (int line = 0; line < block.size(); line++) {
                for (int target = 0; target < 3; target++) {
                    boolean itself = block.tasks()[line] == target;
                    assertEquals(itself, block.scores()[line * 3 + target] != 0);
                }
            }
        }
    }
}
