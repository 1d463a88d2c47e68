package org.mtl.continual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Influences through several pseudo-steps. */
class UnrolledStepsTest {

    /** Networks and rows; other engines have tests that put theirs here. */
    LearnerCase made(long seed) {
        return new LearnerCase(seed, LearnerCase.Kind.DENSE);
    }

    /** V after so many steps with weights, which are taken for good; the learner is as it was afterwards but for its moments. */
    private double after(double momentum, int heads, int steps, Rows rows, double[] weights, Rows on, int seen) {
        try (Learner learner = made(3).learner(momentum, heads)) {
            LearnerCase before = made(4);
            for (int step = 0; step < seen; step++) {
                learner.descend(before.rows(6, heads));
                learner.take();
            }
            for (int step = 0; step < steps; step++) {
                learner.descend(rows, weights, false);
                learner.take();
            }
            return Arrays.stream(learner.losses(on)).sum() / on.size();
        }
    }

    /** ∂V(w_S)/∂ε_i by central differences of steps that are taken in earnest; of sgd, of momentum that earlier steps filled. */
    @ParameterizedTest
    @CsvSource({"2, 0, 1", "3, 0.9, 1", "5, 0.5, 2", "4, 0, 2"})
    void isTheDerivativeThroughAllSteps(int steps, double momentum, int heads) {
        LearnerCase made = made(5);
        Rows rows = made.rows(7, heads);
        Rows old = made.rows(5, heads);
        Rows fresh = made.rows(4, heads);
        int seen = 3;
        StepInfluence influence;
        try (Learner learner = made(3).learner(momentum, heads)) {
            LearnerCase before = made(4);
            for (int step = 0; step < seen; step++) {
                learner.descend(before.rows(6, heads));
                learner.take();
            }
            double[] here = learner.parameters();
            influence = UnrolledSteps.of(learner, rows, steps).influence(old, fresh);
            assertArrayEquals(here, learner.parameters(), 0);
        }
        double[] even = new double[7];
        Arrays.fill(even, 1.0 / 7);
        assertEquals(after(momentum, heads, steps, rows, even, old, seen), influence.oldLoss(), 1e-12);
        assertEquals(after(momentum, heads, steps, rows, even, fresh, seen), influence.newLoss(), 1e-12);
        for (int i = 0; i < 7; i++) {
            double epsilon = 1e-4;
            double[] more = even.clone();
            more[i] *= 1 + epsilon;
            double[] less = even.clone();
            less[i] *= 1 - epsilon;
            assertEquals((after(momentum, heads, steps, rows, more, old, seen)
                    - after(momentum, heads, steps, rows, less, old, seen)) / (2 * epsilon), influence.stability()[i], 1e-8);
            assertEquals((after(momentum, heads, steps, rows, more, fresh, seen)
                    - after(momentum, heads, steps, rows, less, fresh, seen)) / (2 * epsilon), influence.plasticity()[i], 1e-8);
        }
    }

    /** One step is what {@link StepInfluence} computes without going back, and looking ahead leaves steps as they would be. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9})
    void oneStepIsTheShortWay(double momentum) {
        LearnerCase made = made(6);
        try (Learner learner = made.learner(momentum, 2); Learner other = learner.sibling(100)) {
            Rows rows = made.rows(9, 2);
            Rows old = made.rows(5, 2);
            Rows fresh = made.rows(4, 2);
            for (int step = 0; step < 3; step++) {
                StepInfluence unrolled = UnrolledSteps.of(learner, rows, 1).influence(old, fresh);
                UnrolledSteps.of(learner, rows, 3).influence(old, fresh);
                StepInfluence direct = StepInfluence.of(other, other.pass(rows), old, fresh);
                assertArrayEquals(direct.stability(), unrolled.stability(), 1e-14);
                assertArrayEquals(direct.plasticity(), unrolled.plasticity(), 1e-14);
                learner.descend(rows);
                learner.take();
                other.descend(rows);
                other.take();
                assertArrayEquals(other.parameters(), learner.parameters(), 0);
            }
        }
    }
}
