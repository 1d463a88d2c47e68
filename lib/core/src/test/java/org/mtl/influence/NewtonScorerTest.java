package org.mtl.influence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.TaskData;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.HuberLoss;
import org.mtl.model.LinearObjective;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.Sharing;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;
import org.mtl.testing.DenseReference;
import org.mtl.testing.Problems;
import org.mtl.testing.Problems.Quirk;
import org.mtl.training.LinearFit;
import org.mtl.training.NewtonSolver;

/** Corrected row influence against refits without the row. */
class NewtonScorerTest {

    private static final Workers WORKERS = new Workers(1);

    record Case(long seed, Sharing sharing, Quirk quirk, Normalization normalization, Loss loss) {

        double sharedRidge() {
            return sharing == Sharing.SOFT && loss.isClassification() ? 0.05 : 0;
        }

        Problems problem() {
            // A task with one class would have no finite intercept, which nothing penalises.
            boolean intercept = !loss.isClassification() || sharing == Sharing.SOFT;
            Problems drawn = Problems.random(seed, 3, 3, intercept, quirk);
            if (loss.outputs() > 1 && !loss.isClassification()) {
                return drawn.vectors(loss.outputs(), seed);
            }
            return loss.isClassification() ? drawn.classified(loss, seed) : drawn.with(loss);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        long seed = 100;
        for (Normalization normalization : Normalization.values()) {
            for (Sharing sharing : Sharing.values()) {
                for (Loss loss : List.of(
                        new SquaredLoss(), new LogisticLoss(), new SoftmaxLoss(3), new HuberLoss(), new SquaredLoss(3))) {
                    cases.add(new Case(seed++, sharing, Quirk.NONE, normalization, loss));
                }
                cases.add(new Case(seed++, sharing, Quirk.DUPLICATE_COLUMN, normalization, new SquaredLoss()));
                cases.add(new Case(seed++, sharing, Quirk.INDICATORS, normalization, new SquaredLoss()));
            }
        }
        return cases;
    }

    /**
     * First-order and corrected scores beside the changes after one Newton step on the objective without the row, its
     * Hessian built anew, and after a refit: source, row and target in this order.
     */
    private record Table(List<Double> first, List<Double> corrected, List<Double> oneStep, List<Double> actual) {

        double maxActual() {
            return actual.stream().mapToDouble(Math::abs).max().orElseThrow();
        }

        double meanError(List<Double> predicted) {
            return IntStream.range(0, actual.size())
                    .mapToDouble(i -> Math.abs(predicted.get(i) - actual.get(i)))
                    .average()
                    .orElseThrow();
        }
    }

    private static Table table(Case c) {
        Problems problem = c.problem();
        LinearObjective objective = problem.objective(c.sharing, c.sharedRidge(), WORKERS);
        NewtonSolver solver = new NewtonSolver(objective, WORKERS);
        LinearFit fit = solver.solve(problem.penalties(), objective.zeroParameters());
        MeanLosses validation = new MeanLosses(problem.design(), problem.validation(), problem.losses(), WORKERS);
        List<Integer> targets = List.of(0, 1, 2);
        Directions directions =
                ExactInfluence.directions(fit.hessian(), c.sharing, validation.gradients(fit.parameters()), targets);
        TaskScorer first = new FirstOrderScorer(objective, fit.parameters(), directions, c.normalization);
        TaskScorer corrected = new NewtonScorer(
                objective, fit.parameters(), problem.validation(), targets, c.normalization, WORKERS);
        Table table = new Table(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        double[] with = validation.values(fit.parameters());
        for (int source = 0; source < 3; source++) {
            int rows = problem.tasks().get(source).rows().size();
            double[] scores = new double[3 * rows];
            TaskRows all = TaskRows.all(source, Problems.trainingDesign(objective, source), rows);
            first.score(all, scores);
            addAll(table.first, scores);
            corrected.score(all, scores);
            addAll(table.corrected, scores);
            for (int row = 0; row < rows; row++) {
                LinearObjective without = objective.withTerm(source, without(problem.tasks().get(source), row, c.normalization));
                LinearFit refit = new NewtonSolver(without, WORKERS).solve(problem.penalties(), fit.parameters());
                double[] losses = validation.values(refit.parameters());
                BlockMatrix step = new Curvature(without, fit.parameters(), WORKERS)
                        .hessian(without)
                        .solve(without.at(fit.parameters()).gradient());
                double[] afterStep = validation.values(fit.parameters().plus(-1, step));
                for (int target = 0; target < 3; target++) {
                    table.actual.add(with[target] - losses[target]);
                    table.oneStep.add(with[target] - afterStep[target]);
                }
            }
        }
        return table;
    }

    private static void addAll(List<Double> list, double[] values) {
        for (double value : values) {
            list.add(value);
        }
    }

    private static TaskTerm without(TaskTerm term, int row, Normalization normalization) {
        TaskData.Labelled rest = term.rows().at(IntStream.range(0, term.rows().size()).filter(i -> i != row).toArray());
        return term.withRows(rest, normalization == Normalization.KEPT ? rest.size() : term.divisor());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void correctedScoresAreCloserToRefits(Case c) {
        Table table = table(c);
        for (int i = 0; i < table.actual.size(); i++) {
            double tolerance = 1e-9 * table.maxActual() + 1e-13;
            assertEquals(table.oneStep.get(i), table.corrected.get(i), tolerance);
            if (c.loss instanceof SquaredLoss) {
                assertEquals(table.actual.get(i), table.corrected.get(i), tolerance);
            }
        }
        if (c.loss.isClassification()) {
            assertTrue(table.meanError(table.corrected) < 0.5 * table.meanError(table.first),
                    table.meanError(table.corrected) + " against " + table.meanError(table.first));
        }
    }

    @Test
    void squaredLossEqualsTheDenseSolveWithoutTheRow() {
        Case c = new Case(7, Sharing.SOFT, Quirk.NONE, Normalization.FIXED, new SquaredLoss());
        Problems problem = c.problem();
        Table table = table(c);
        DenseReference dense = new DenseReference(problem, c.sharing, 0);
        double[] with = dense.validationLosses(dense.solve(dense.unitRowWeights(), dense.unitTaskWeights()));
        int line = 0;
        for (int source = 0; source < 3; source++) {
            for (int row = 0; row < problem.tasks().get(source).rows().size(); row++) {
                double[][] weights = dense.unitRowWeights();
                weights[source][row] = 0;
                double[] without = dense.validationLosses(dense.solve(weights, dense.unitTaskWeights()));
                for (int target = 0; target < 3; target++) {
                    assertEquals(with[target] - without[target], table.corrected.get(line++), 1e-9);
                }
            }
        }
    }
}
