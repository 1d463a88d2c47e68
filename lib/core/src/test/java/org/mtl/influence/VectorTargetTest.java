package org.mtl.influence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.TaskData;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.Sharing;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;
import org.mtl.testing.Problems;
import org.mtl.testing.Problems.Quirk;
import org.mtl.training.LinearFit;
import org.mtl.training.NewtonSolver;

/** Vector targets against a model per output, whose loss is that of single numbers, and against finite differences. */
class VectorTargetTest {

    private static final Workers WORKERS = new Workers(1);
    private static final int OUTPUTS = 3;
    private static final List<Integer> TARGETS = List.of(0, 1, 2);

    record Case(long seed, Sharing sharing, double sharedRidge, Quirk quirk) {

        Problems problem() {
            return Problems.random(seed, 3, 3, true, quirk).vectors(OUTPUTS, seed);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Sharing sharing : Sharing.values()) {
            for (Quirk quirk : Quirk.values()) {
                cases.add(new Case(200 + cases.size(), sharing, 0, quirk));
            }
        }
        cases.add(new Case(300, Sharing.SOFT, 0.3, Quirk.NONE));
        return cases;
    }

    /** A fitted problem. */
    private record Fitted(Problems problem, LinearObjective objective, LinearFit fit) {

        static Fitted of(Problems problem, Sharing sharing, double sharedRidge) {
            LinearObjective objective = problem.objective(sharing, sharedRidge, WORKERS);
            LinearFit fit = new NewtonSolver(objective, WORKERS).solve(problem.penalties(), objective.zeroParameters());
            return new Fitted(problem, objective, fit);
        }

        MeanLosses validation() {
            return new MeanLosses(problem.design(), problem.validation(), problem.losses(), WORKERS);
        }

        Directions directions() {
            double[][] gradients = validation().gradients(fit.parameters());
            return ExactInfluence.directions(fit.hessian(), objective.sharing(), gradients, TARGETS);
        }

        double[][] taskInfluences() {
            return TaskInfluence.scores(objective, fit.parameters(), directions());
        }

        /** H times a direction: the gradient of a quadratic is linear. */
        BlockMatrix product(BlockMatrix direction) {
            return objective.at(direction).gradient().plus(-1, objective.at(objective.zeroParameters()).gradient());
        }
    }

    /** The same model, trained on one output at a time. */
    private static List<Fitted> apart(Case c) {
        return IntStream.range(0, OUTPUTS)
                .mapToObj(output -> Fitted.of(c.problem().output(output), c.sharing(), OUTPUTS * c.sharedRidge()))
                .toList();
    }

    private static Fitted together(Case c) {
        return Fitted.of(c.problem(), c.sharing(), c.sharedRidge());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void coefficientsAreThoseOfAModelPerOutput(Case c) {
        Fitted together = together(c);
        List<Fitted> apart = apart(c);
        int p = together.problem().design().columns();
        assertEquals(p * OUTPUTS, together.objective().blockLength());
        for (int output = 0; output < OUTPUTS; output++) {
            for (int task = 0; task < 3; task++) {
                double[] expected = apart.get(output).fit().parameters().predicting(task);
                double[] found = together.fit().parameters().predicting(task);
                for (int j = 0; j < p; j++) {
                    assertEquals(expected[j], found[j * OUTPUTS + output], 1e-10 * (1 + Math.abs(expected[j])));
                }
            }
        }
        double mean = apart.stream().mapToDouble(fitted -> fitted.fit().value()).average().orElseThrow();
        assertEquals(mean, together.fit().value(), 1e-12 * (1 + mean));
        assertEquals(
                apart.get(0).fit().hessian().freeDirections().size(), together.fit().hessian().freeDirections().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossesMetricsAndTaskInfluencesAreMeansOverOutputs(Case c) {
        Fitted together = together(c);
        List<Fitted> apart = apart(c);
        double[] losses = together.validation().values(together.fit().parameters());
        double[] metrics = together.validation().figures(together.fit().parameters()).metrics();
        double[][] influences = together.taskInfluences();
        double[][] steps = afterOneStep(together);
        for (int task = 0; task < 3; task++) {
            int k = task;
            double expected = mean(apart, fitted -> fitted.validation().values(fitted.fit().parameters())[k]);
            assertEquals(expected, losses[k], 1e-10 * (1 + expected));
            assertEquals(Math.sqrt(losses[k]), metrics[k], 1e-13 * (1 + metrics[k]));
            for (int t : TARGETS.stream().filter(target -> target != k).mapToInt(Integer::intValue).toArray()) {
                double change = mean(apart, fitted -> afterOneStep(fitted)[k][t]);
                assertEquals(change, steps[k][t], 1e-9 * (1 + Math.abs(change)));
                double influence = mean(apart, fitted -> fitted.taskInfluences()[k][t]);
                assertEquals(influence, influences[k][t], 1e-9 * (1 + Math.abs(influence)));
            }
        }
    }

    private static double mean(List<Fitted> apart, ToDoubleFunction<Fitted> value) {
        return apart.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double[][] afterOneStep(Fitted fitted) {
        return new LeaveTaskOut(fitted.objective(), fitted.fit().parameters(), fitted.problem().validation(), TARGETS)
                .afterSteps(1, WORKERS);
    }

    private static double[] scores(Fitted fitted, TaskScorer scorer, int task, int width) {
        int rows = fitted.problem().tasks().get(task).rows().size();
        double[] scores = new double[rows * width];
        scorer.score(TaskRows.all(task, Problems.trainingDesign(fitted.objective(), task), rows), scores);
        return scores;
    }

    private static double[] allScores(Fitted fitted, int task) {
        BlockMatrix parameters = fitted.fit().parameters();
        List<Double> all = new ArrayList<>();
        for (Normalization normalization : Normalization.values()) {
            TaskScorer first = new FirstOrderScorer(fitted.objective(), parameters, fitted.directions(), normalization);
            TaskScorer newton = new NewtonScorer(
                    fitted.objective(), parameters, fitted.problem().validation(), TARGETS, normalization, WORKERS);
            Arrays.stream(scores(fitted, first, task, 3)).forEach(all::add);
            Arrays.stream(scores(fitted, newton, task, 3)).forEach(all::add);
        }
        TaskScorer self = new SelfScorer(fitted.objective(), parameters, fitted.fit().hessian(), WORKERS);
        Arrays.stream(scores(fitted, self, task, 1)).forEach(all::add);
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowInfluencesAreMeansOverOutputs(Case c) {
        Fitted together = together(c);
        List<Fitted> apart = apart(c);
        for (int task = 0; task < 3; task++) {
            double[] found = allScores(together, task);
            double[] expected = new double[found.length];
            for (Fitted fitted : apart) {
                double[] scores = allScores(fitted, task);
                for (int i = 0; i < scores.length; i++) {
                    expected[i] += scores[i] / OUTPUTS;
                }
            }
            double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            assertTrue(scale > 1e-6);
            assertArrayEquals(expected, found, 1e-10 * scale);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hessiansSolveWhatGradientsDifferBy(Case c) {
        Fitted fitted = together(c);
        LinearObjective objective = fitted.objective();
        Curvature curvature = new Curvature(objective, objective.zeroParameters(), WORKERS);
        int p = objective.design().columns();
        assertEquals(p * p, objective.curvature(objective.zeroParameters())[0].length);
        LinearHessian hessian = curvature.hessian(objective);
        LinearHessian quick = curvature.stepHessian(objective, hessian.freeDirections()).orElse(hessian);
        Random random = new Random(c.seed());
        BlockMatrix direction = objective.zeroParameters().map(value -> random.nextGaussian());
        BlockMatrix product = fitted.product(direction);
        for (LinearHessian solver : List.of(hessian, quick)) {
            BlockMatrix solved = solver.solve(product);
            assertEquals(0, fitted.product(solved).plus(-1, product).maxAbsolute(), 1e-10 * product.maxAbsolute());
            if (hessian.freeDirections().isEmpty()) {
                assertEquals(0, solved.plus(-1, direction).maxAbsolute(), 1e-8);
            }
        }
    }

    /** Beside a softmax of as many classes the curvature is no longer the same for all outputs. */
    @Test
    void theGeneralPathSuitsVectorsToo() {
        Problems vectors = Problems.random(11, 3, 3, true, Quirk.NONE).vectors(OUTPUTS, 11);
        Problems classes = Problems.random(11, 3, 3, true, Quirk.NONE).classified(new SoftmaxLoss(OUTPUTS), 11);
        List<TaskTerm> terms = List.of(vectors.tasks().get(0), classes.tasks().get(1), vectors.tasks().get(2));
        List<TaskData.Labelled> rows =
                List.of(vectors.validation().get(0), classes.validation().get(1), vectors.validation().get(2));
        Fitted fitted = Fitted.of(new Problems(vectors.design(), terms, rows), Sharing.SOFT, 0.05);
        assertEquals(1, fitted.objective().curvatureRepeats());
        assertTrue(fitted.fit().gradientMax() < 1e-9);
        List<Loss> losses = fitted.problem().losses();
        assertEquals(2, losses.stream().distinct().count());
        double[] self = scores(fitted, new SelfScorer(fitted.objective(), fitted.fit().parameters(),
                fitted.fit().hessian(), WORKERS), 0, 1);
        assertTrue(Arrays.stream(self).allMatch(score -> score > 0));
    }
}
