package org.mtl.continual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.model.network.Batch;

/** Influences of a step against what the step does when rows count a little more or less. */
class StepInfluenceTest {

    /** Networks and rows; other engines have tests that put theirs here. */
    LearnerCase made(long seed) {
        return new LearnerCase(seed, LearnerCase.Kind.DENSE);
    }

    private final LearnerCase made = made(11);

    private static double validation(Learner learner, Rows rows, double[] weights, Rows on) {
        learner.descend(rows, weights, false);
        return learner.ahead(() -> Arrays.stream(learner.losses(on)).sum() / on.size());
    }

    /** ∂V(w')/∂ε_i by central differences, row i counting (1 + ε_i)/N; of SGD, of momentum after steps that filled it. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9})
    void isTheDerivativeOfTheValidationLossByWeights(double momentum) {
        for (int heads : new int[] {1, 2}) {
            try (Learner learner = made.learner(momentum, heads)) {
                for (int step = 0; step < 3; step++) {
                    learner.descend(made.rows(6, heads));
                    learner.take();
                }
                Rows rows = made.rows(7, heads);
                Rows old = made.rows(5, heads);
                Rows fresh = made.rows(4, heads);
                StepInfluence influence = StepInfluence.of(learner, learner.pass(rows), old, fresh);
                double[] weights = new double[7];
                Arrays.fill(weights, 1.0 / 7);
                assertEquals(validation(learner, rows, weights, old), influence.oldLoss(), 1e-12);
                assertEquals(validation(learner, rows, weights, fresh), influence.newLoss(), 1e-12);
                for (int i = 0; i < 7; i++) {
                    assertEquals(difference(learner, rows, weights, i, old), influence.stability()[i], 1e-8);
                    assertEquals(difference(learner, rows, weights, i, fresh), influence.plasticity()[i], 1e-8);
                }
            }
        }
    }

    private static double difference(Learner learner, Rows rows, double[] weights, int i, Rows on) {
        double epsilon = 1e-4;
        double[] more = weights.clone();
        more[i] *= 1 + epsilon;
        double[] less = weights.clone();
        less[i] *= 1 - epsilon;
        return (validation(learner, rows, more, on) - validation(learner, rows, less, on)) / (2 * epsilon);
    }

    @Test
    void influencesAreScaledToTheLosses() {
        try (Learner learner = made.learner(0, 1)) {
            StepInfluence scaled = StepInfluence.of(learner, learner.pass(made.rows(6, 1)), made.rows(5, 1), made.rows(4, 1)).normalized();
            assertEquals(scaled.oldLoss(), Math.sqrt(Vectors.dot(scaled.stability(), scaled.stability())), 1e-12);
            assertEquals(scaled.newLoss(), Math.sqrt(Vectors.dot(scaled.plasticity(), scaled.plasticity())), 1e-12);
            StepInfluence first = StepInfluence.of(learner, learner.pass(made.rows(6, 1)), Rows.NONE, made.rows(4, 1)).normalized();
            assertTrue(Arrays.stream(first.stability()).allMatch(value -> value == 0));
        }
    }

    /** Weighted rows: the gradient is the sum of the single gradients, each with its weight. */
    @Test
    void weightedGradientIsTheSumOfRows() {
        try (Learner learner = made.learner(0, 2)) {
            Rows rows = made.rows(6, 2);
            double[] weights = {0.1, 0.5, -0.2, 0.3, 0, 0.3};
            double[] sum = new double[learner.parameters().length];
            for (int i = 0; i < 6; i++) {
                learner.descend(rows.row(i));
                Vectors.add(sum, weights[i], learner.gradient());
            }
            learner.descend(rows, weights, false);
            double[] gradient = learner.gradient();
            for (int p = 0; p < sum.length; p++) {
                assertEquals(sum[p], gradient[p], 1e-12);
            }
        }
    }

    /** Cosines of gss and the raised losses of mir, against gradients and steps written out. */
    @Test
    void cosinesAndRaisedLossesAreThoseOfSingleRows() {
        try (Learner learner = made.learner(0, 2)) {
            Rows rows = made.rows(5, 2);
            Rows others = made.rows(4, 2);
            double[] largest = GradientSelection.largestCosines(learner, rows, others);
            double[] norms = GradientSelection.norms(learner, rows.batch(), rows);
            for (int i = 0; i < 5; i++) {
                learner.descend(rows.row(i));
                double[] own = learner.gradient();
                double norm = Math.sqrt(Vectors.dot(own, own));
                assertEquals(norm, norms[i], 1e-12);
                double most = -1;
                for (int j = 0; j < 4; j++) {
                    learner.descend(others.row(j));
                    double[] other = learner.gradient();
                    most = Math.max(most, Vectors.dot(own, other) / norm / Math.sqrt(Vectors.dot(other, other)));
                }
                assertEquals(most, largest[i], 1e-12);
            }
            Batch batch = rows.batch();
            assertEquals(5, batch.pairs());
            double[] before = learner.losses(others);
            learner.descend(rows);
            double[] raised = InterferedRetrieval.raised(learner, others);
            learner.descend(rows);
            learner.take();
            double[] after = learner.losses(others);
            for (int j = 0; j < 4; j++) {
                assertEquals(after[j] - before[j], raised[j], 1e-12);
            }
        }
    }

    /** The edit of gmed is α times the derivative of what it raises, by central differences of the inputs. */
    @Test
    void editFollowsTheDerivativeByInputs() {
        try (Learner learner = made.learner(0.5, 2)) {
            Rows fresh = made.rows(5, 2);
            Rows rows = made.rows(3, 2);
            learner.descend(fresh);
            double[] here = learner.parameters();
            double[] ahead = learner.ahead(learner::parameters);
            double[] moved = EditedReplay.edited(learner, rows);
            for (int at = 0; at < moved.length; at++) {
                int changed = at;
                double slope = (raised(learner, rows, changed, 1e-5, here, ahead) - raised(learner, rows, changed, -1e-5, here, ahead)) / 2e-5;
                assertEquals(rows.inputs()[at] + 0.1 * slope, moved[at], 1e-8);
            }
        }
    }

    private static double raised(Learner learner, Rows rows, int at, double change, double[] here, double[] ahead) {
        double[] inputs = rows.inputs().clone();
        inputs[at] += change;
        Rows other = new Rows(inputs, rows.heads(), rows.labels());
        double before = Arrays.stream(learner.losses(other)).sum();
        learner.setParameters(ahead);
        double after = Arrays.stream(learner.losses(other)).sum();
        learner.setParameters(here);
        return after - 1.01 * before;
    }
}
