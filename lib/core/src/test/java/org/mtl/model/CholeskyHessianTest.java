package org.mtl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.parallel.Workers;
import org.mtl.testing.Problems;
import org.mtl.testing.Problems.Quirk;

/** Two ways to solve with the same Hessian. */
class CholeskyHessianTest {

    record Case(Sharing sharing, Quirk quirk, Loss loss, double sharedRidge) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Sharing sharing : Sharing.values()) {
            for (Quirk quirk : Quirk.values()) {
                cases.add(new Case(sharing, quirk, new SquaredLoss(), 0));
                cases.add(new Case(sharing, quirk, new SoftmaxLoss(3), 0));
            }
        }
        cases.add(new Case(Sharing.SOFT, Quirk.DUPLICATE_COLUMN, new LogisticLoss(), 0.2));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTheEigendecomposition(Case c) {
        Problems drawn = Problems.random(11, 3, 3, true, c.quirk);
        Problems problem = c.loss.isClassification() ? drawn.classified(c.loss, 11) : drawn;
        try (Workers workers = new Workers(2)) {
            LinearObjective objective = problem.objective(c.sharing, c.sharedRidge, workers);
            Curvature curvature = new Curvature(objective, objective.zeroParameters(), workers);
            LinearHessian eigen = curvature.hessian(objective);
            LinearHessian cholesky = curvature.stepHessian(objective, eigen.freeDirections()).orElse(null);
            if (cholesky == null) {
                // Softmax without sharing leaves a common shift of the intercepts free, which only soft sharing can fill.
                assertTrue(c.sharing != Sharing.SOFT && c.loss.isClassification());
                return;
            }
            Random random = new Random(1);
            BlockMatrix any = BlockMatrix.zero(c.sharing, 3, objective.blockLength(), 2).map(x -> random.nextGaussian());
            BlockMatrix difference = eigen.solve(any).plus(-1, cholesky.solve(any));
            assertEquals(0, difference.maxAbsolute(), 1e-9 * (1 + eigen.solve(any).maxAbsolute()));
        }
    }
}
