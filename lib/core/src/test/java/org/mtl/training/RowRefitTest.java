package org.mtl.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.TaskData;
import org.mtl.model.BlockMatrix;
import org.mtl.model.HuberLoss;
import org.mtl.model.LinearObjective;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.RowPass;
import org.mtl.model.Sharing;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;
import org.mtl.testing.Problems;
import org.mtl.testing.Problems.Quirk;

/** Warm refits without a row against fits from zero. */
class RowRefitTest {

    private static final Workers WORKERS = new Workers(1);

    record Case(long seed, Sharing sharing, Quirk quirk, Loss loss) {

        /** Tasks of few rows of three features: many rows have leverages far above one half. */
        Problems problem() {
            boolean intercept = !loss.isClassification() || sharing == Sharing.SOFT;
            Problems drawn = Problems.random(seed, 3, 3, intercept, quirk);
            if (loss.outputs() > 1 && !loss.isClassification()) {
                return drawn.vectors(loss.outputs(), seed);
            }
            return loss.isClassification() ? drawn.classified(loss, seed) : drawn.with(loss);
        }

        LinearObjective objective(Problems problem) {
            return problem.objective(sharing, sharing == Sharing.SOFT && loss.isClassification() ? 0.05 : 0, WORKERS);
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        long seed = 500;
        for (Sharing sharing : Sharing.values()) {
            for (Loss loss : List.of(
                    new SquaredLoss(), new SquaredLoss(3), new HuberLoss(), new LogisticLoss(), new SoftmaxLoss(3))) {
                for (Quirk quirk : List.of(Quirk.NONE, Quirk.DUPLICATE_COLUMN)) {
                    cases.add(new Case(seed++, sharing, quirk, loss));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsAFitFromZero(Case c) {
        Problems problem = c.problem();
        LinearObjective objective = c.objective(problem);
        LinearFit fit = new NewtonSolver(objective, WORKERS).solve(problem.penalties(), objective.zeroParameters());
        RowRefit refit = new RowRefit(objective, fit.parameters(), fit.hessian());
        for (int task = 0; task < 3; task++) {
            for (int row = 0; row < problem.tasks().get(task).rows().size(); row++) {
                LinearObjective without = objective.withTerm(task, without(problem.tasks().get(task), row));
                BlockMatrix expected =
                        new NewtonSolver(without, WORKERS).solve(problem.penalties(), objective.zeroParameters()).parameters();
                BlockMatrix found = refit.minimise(without, task, row, WORKERS);
                double gradient = without.at(found).gradient().maxAbsolute();
                assertTrue(gradient < 1e-10, "gradient " + gradient);
                for (int k = 0; k < 3; k++) {
                    double[] there = predictions(objective, expected, k);
                    double[] here = predictions(objective, found, k);
                    for (int i = 0; i < there.length; i++) {
                        assertEquals(there[i], here[i], 1e-8 * (1 + Math.abs(there[i])));
                    }
                }
            }
        }
    }

    private static TaskTerm without(TaskTerm term, int row) {
        int[] kept = IntStream.range(0, term.rows().size()).filter(i -> i != row).toArray();
        return term.withRows(term.rows().at(kept), term.divisor());
    }

    /** Of the training rows, the one left out as well; coefficients of dependent columns are not compared. */
    private static double[] predictions(LinearObjective objective, BlockMatrix parameters, int task) {
        TaskData.Labelled rows = objective.tasks().get(task).rows();
        double[] design = Problems.trainingDesign(objective, task);
        return new RowPass.Tile(task, rows.size(), design, rows.targets())
                .predictions(parameters.predicting(task), objective.design().columns(), objective.outputs());
    }
}
