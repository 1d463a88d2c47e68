package org.mtl.continual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What strategies are made of, on DL4J: all that dense networks of the core are tested with, and what gradients promise. */
@Tag("dl4j")
class Dl4jStrategiesTest {

    @Nested
    class StepsOfDenseNetworks extends StepInfluenceTest {
        @Override
        LearnerCase made(long seed) {
            return new LearnerCase(seed, LearnerCase.Kind.DENSE_ON_DL4J);
        }
    }

    @Nested
    class StepsOfImages extends StepInfluenceTest {
        @Override
        LearnerCase made(long seed) {
            return images(seed);
        }
    }

    @Nested
    class PseudoStepsOfImages extends UnrolledStepsTest {
        @Override
        LearnerCase made(long seed) {
            return images(seed);
        }
    }

    @Nested
    class AnchorsOfDenseNetworks extends HindsightAnchoringTest {
        @Override
        LearnerCase made(long seed) {
            return new LearnerCase(seed, LearnerCase.Kind.DENSE_ON_DL4J);
        }
    }

    @Nested
    class AnchorsOfImages extends HindsightAnchoringTest {
        @Override
        LearnerCase made(long seed) {
            return images(seed);
        }
    }

    private static LearnerCase images(long seed) {
        return new LearnerCase(seed, LearnerCase.Kind.IMAGES);
    }

    /** Gradients of images, of which some conflict: projected ones conflict with none. */
    @Test
    void projectedGradientsOfImagesConflictWithNone() {
        int conflicts = 0;
        for (long seed = 0; seed < 10; seed++) {
            LearnerCase made = images(seed);
            try (Learner learner = made.learner(0, 2)) {
                List<double[]> references = IntStream.range(0, 3).mapToObj(k -> {
                    learner.descend(made.rows(4, 2));
                    return learner.gradient();
                }).toList();
                learner.descend(made.rows(4, 2));
                double[] gradient = learner.gradient();
                double[] nearest = gradient.clone();
                conflicts += Gem.project(nearest, references) ? 1 : 0;
                for (double[] reference : references) {
                    assertTrue(Vectors.dot(nearest, reference) >= -1e-9);
                    double[] averaged = gradient.clone();
                    AveragedGem.project(averaged, reference);
                    assertTrue(Vectors.dot(averaged, reference) >= -1e-12);
                }
            }
        }
        assertTrue(conflicts > 0);
    }

    /** Differences stand for second derivatives that DL4J does not have: of the same network those of the core are exact. */
    @Test
    void differencesAreSecondDerivatives() {
        LearnerCase dense = new LearnerCase(4, LearnerCase.Kind.DENSE);
        LearnerCase other = new LearnerCase(4, LearnerCase.Kind.DENSE_ON_DL4J);
        try (Learner exact = dense.learner(0, 2); Learner differing = other.learner(0, 2)) {
            assertTrue(exact.engine().hasSecondDerivatives());
            Rows rows = dense.rows(7, 2);
            double[] direction = new Random(8).doubles(exact.parameters().length, -1, 1).toArray();
            double[] expected = exact.hessianProduct(rows, direction);
            double norm = Math.sqrt(Vectors.dot(expected, expected));
            assertArrayEquals(expected, differing.hessianProduct(rows, direction), 1e-7 * norm);
            assertEquals(0, differing.hessianProduct(rows, new double[direction.length])[0]);
        }
    }
}
