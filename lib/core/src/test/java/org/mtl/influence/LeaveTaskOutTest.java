package org.mtl.influence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mtl.model.LinearObjective;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;
import org.mtl.testing.DenseReference;
import org.mtl.testing.Problems;
import org.mtl.testing.Problems.Quirk;
import org.mtl.training.LinearFit;
import org.mtl.training.NewtonSolver;

/** Whole tasks left out, by Newton steps and by refits, and the influence of rows on themselves. */
class LeaveTaskOutTest {

    private static final Workers WORKERS = new Workers(2);
    private static final List<Integer> TARGETS = List.of(0, 1, 2);

    private static LinearFit fit(Problems problem, LinearObjective objective) {
        return new NewtonSolver(objective, WORKERS).solve(problem.penalties(), objective.zeroParameters());
    }

    @ParameterizedTest
    @EnumSource(Sharing.class)
    void squaredLossEqualsTheDenseSolveWithoutTheTask(Sharing sharing) {
        Problems problem = Problems.random(3, 3, 3, true, Quirk.NONE);
        LinearObjective objective = problem.objective(sharing, 0, WORKERS);
        LinearFit fit = fit(problem, objective);
        LeaveTaskOut out = new LeaveTaskOut(objective, fit.parameters(), problem.validation(), TARGETS);
        double[][] steps = out.afterSteps(1, WORKERS);
        double[][] refits = out.afterRefits(WORKERS);
        DenseReference dense = new DenseReference(problem, sharing, 0);
        double[] with = dense.validationLosses(dense.solve(dense.unitRowWeights(), dense.unitTaskWeights()));
        for (int source = 0; source < 3; source++) {
            double[] weights = dense.unitTaskWeights();
            weights[source] = 0;
            double[] without = dense.validationLosses(dense.solve(dense.unitRowWeights(), weights));
            for (int target = 0; target < 3; target++) {
                if (target == source) {
                    assertTrue(Double.isNaN(steps[source][target]) && Double.isNaN(refits[source][target]));
                } else {
                    assertEquals(with[target] - without[target], steps[source][target], 1e-9);
                    assertEquals(with[target] - without[target], refits[source][target], 1e-9);
                }
            }
        }
    }

    @Test
    void moreStepsComeCloserToTheRefit() {
        LogisticLoss loss = new LogisticLoss();
        Problems problem = Problems.random(5, 3, 3, true, Quirk.NONE).classified(loss, 5);
        LinearObjective objective = problem.objective(Sharing.SOFT, 0.05, WORKERS);
        LinearFit fit = fit(problem, objective);
        LeaveTaskOut out = new LeaveTaskOut(objective, fit.parameters(), problem.validation(), TARGETS);
        double[][] refits = out.afterRefits(WORKERS);
        double one = distance(refits, out.afterSteps(1, WORKERS));
        double three = distance(refits, out.afterSteps(3, WORKERS));
        assertTrue(three < 0.1 * one, three + " against " + one);
        assertTrue(distance(refits, out.afterSteps(30, WORKERS)) < 1e-10);
    }

    private static double distance(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum += i == j ? 0 : Math.abs(a[i][j] - b[i][j]);
            }
        }
        return sum;
    }

    @Test
    void influenceOnItselfIsTheDerivativeOfTheRowsOwnLoss() {
        // −dℓ_i/dσ_i = (π/n) ∇ℓ·H⁻¹∇ℓ: raising a row's weight lowers its own loss.
        Problems problem = Problems.random(9, 2, 3, true, Quirk.NONE);
        LinearObjective objective = problem.objective(Sharing.SOFT, 0, WORKERS);
        LinearFit fit = fit(problem, objective);
        SelfScorer scorer = new SelfScorer(objective, fit.parameters(), fit.hessian(), WORKERS);
        DenseReference dense = new DenseReference(problem, Sharing.SOFT, 0);
        for (int task = 0; task < 2; task++) {
            int rows = problem.tasks().get(task).rows().size();
            double[] scores = new double[rows];
            scorer.score(TaskRows.all(task, Problems.trainingDesign(objective, task), rows), scores);
            for (int i = 0; i < rows; i++) {
                double up = ownLoss(problem, dense, task, i, 1e-4);
                double down = ownLoss(problem, dense, task, i, -1e-4);
                assertEquals((down - up) / 2e-4, scores[i], 1e-6 * (1 + scores[i]));
                assertTrue(scores[i] >= 0);
            }
        }
    }

    private static double ownLoss(Problems problem, DenseReference dense, int task, int row, double change) {
        double[][] weights = dense.unitRowWeights();
        weights[task][row] += change;
        double[] parameters = dense.solve(weights, dense.unitTaskWeights());
        int p = problem.design().columns();
        double[] x = new double[p];
        problem.design().copyRows(task, new int[] {problem.tasks().get(task).rows().row(row)}, 0, 1, x);
        double residual = problem.tasks().get(task).rows().target(row, 0);
        double[] own = Arrays.copyOfRange(parameters, dense.offset(task), dense.offset(task) + p);
        for (int j = 0; j < p; j++) {
            residual -= x[j] * own[j];
        }
        return residual * residual;
    }
}
