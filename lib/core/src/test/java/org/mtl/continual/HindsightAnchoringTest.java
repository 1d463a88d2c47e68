package org.mtl.continual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/** The penalty of {@code hal} and its anchors. */
class HindsightAnchoringTest {

    /** Networks and rows; other engines have tests that put theirs here. */
    LearnerCase made(long seed) {
        return new LearnerCase(seed, LearnerCase.Kind.DENSE);
    }

    private static double[] outputs(Learner learner, Rows rows, double[] parameters) {
        double[] here = learner.parameters();
        learner.setParameters(parameters);
        int width = learner.engine().architecture().outputs().stream().mapToInt(Integer::intValue).sum();
        double[] outputs = new double[rows.size() * width];
        learner.engine().predict(new Batch(rows.size(), rows.inputs(), List.of()), outputs);
        learner.setParameters(here);
        return outputs;
    }

    /** R at some parameters, as it is defined. */
    private static double penalty(Learner learner, Rows rows, Rows anchors, double[] at) {
        double[] here = learner.parameters();
        learner.setParameters(at);
        learner.descend(rows);
        double[] ahead = at.clone();
        Vectors.add(ahead, -learner.rate(), learner.gradient());
        double[] now = outputs(learner, anchors, at);
        double[] then = outputs(learner, anchors, ahead);
        learner.setParameters(here);
        int width = now.length / anchors.size();
        double sum = 0;
        for (int a = 0; a < anchors.size(); a++) {
            int from = a * width + anchors.heads()[a] * LearnerCase.CLASSES;
            for (int c = from; c < from + LearnerCase.CLASSES; c++) {
                sum += (now[c] - then[c]) * (now[c] - then[c]);
            }
        }
        return HindsightAnchoring.WEIGHT * sum / anchors.size();
    }

    /** ∇R by central differences, the step that is looked at moving along; with heads of two tasks, and without a hidden layer. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void gradientIsTheDerivativeOfThePenalty(int hidden) {
        LearnerCase made = made(2);
        try (Learner learner = made.learner(0, 2, hidden == 0 ? List.of() : List.of(hidden));
                NetworkEngine squares = HindsightAnchoring.squares(learner)) {
            Rows rows = made.rows(6, 2);
            Rows anchors = made.rows(3, 2);
            learner.descend(rows);
            double[] gradient = HindsightAnchoring.gradient(learner, squares, rows, anchors);
            double[] here = learner.parameters();
            for (int p = 0; p < here.length; p++) {
                double[] more = here.clone();
                more[p] += 1e-5;
                double[] less = here.clone();
                less[p] -= 1e-5;
                assertEquals((penalty(learner, rows, anchors, more) - penalty(learner, rows, anchors, less)) / 2e-5, gradient[p], 1e-9);
            }
        }
    }

    /** By automatic differentiation through the step: hal_penalty.py among the resources. */
    @Test
    void gradientIsThatOfAutomaticDifferentiation() {
        double[] expected = {
            0.004659405993, 0.000982318027, 0.004691406942, -0.004488873267, -0.000762949906, 0.005325774654,
            0.001316427006, 0.002661531954, -0.005559925014, -0.00078111947, 0.001095650659, 0.000440219067,
            -0.001815343238, -0.001519207344, -8.1131396e-05, -0.004141809499, -0.000840724252, -0.00462320023,
            0.003918262552, 0.000693448509, -0.000304657527, 0.001110585834, 0.001331944988, 0.000665628371,
            -0.001952371302, -0.006767207872, 0.008195968069, -0.000571147367, -0.007724125069, 0.008153068072,
            -0.00043763111, -0.006524031189, 0.006230973495, 0.000314092025, 0.008052507983, -0.010823083382,
            0.001228495738, 0.007158887824, -0.007664824315, 0.000526541663, 0.002340373306, -0.001658334215,
            -0.000682039092
        };
        try (Learner learner = made(2).learner(0, 1); NetworkEngine squares = HindsightAnchoring.squares(learner)) {
            assumeTrue(learner.parameters().length == expected.length, "the script has dense layers only");
            double[] parameters = new double[43];
            Arrays.setAll(parameters, i -> Math.sin(i + 1));
            double[] inputs = new double[32];
            Arrays.setAll(inputs, Math::cos);
            Rows rows = new Rows(Arrays.copyOf(inputs, 24), new int[6], new int[] {0, 1, 2, 0, 1, 2});
            Rows anchors = new Rows(Arrays.copyOfRange(inputs, 24, 32), new int[2], new int[2]);
            learner.setParameters(parameters);
            learner.descend(rows);
            assertArrayEquals(expected, HindsightAnchoring.gradient(learner, squares, rows, anchors),
                    learner.engine().hasSecondDerivatives() ? 1e-11 : 1e-10);
            assertEquals(0.012908803148435344, penalty(learner, rows, anchors, parameters), 1e-14);
        }
    }

    /** Along the direction of an anchor what is raised rises; by central differences of the inputs. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void anchorsFollowTheDerivativeByInputs(int hidden) {
        LearnerCase made = made(9);
        try (Learner learner = made.learner(0, 1, hidden == 0 ? List.of() : List.of(hidden)); Learner other = learner.sibling(10)) {
            for (int step = 0; step < 5; step++) {
                other.descend(made.rows(6, 1));
                other.take();
            }
            Rows rows = made.rows(3, 1);
            double[] here = learner.parameters();
            try (Embedding embedding = new Embedding(learner)) {
                double[] means = made.rows(embedding.width(), 1).inputs();
                means = Arrays.copyOf(means, 3 * embedding.width());
                double[] direction = HindsightAnchors.direction(learner, rows, here, other.parameters(), embedding, means);
                assertArrayEquals(here, learner.parameters(), 0);
                for (int at = 0; at < direction.length; at++) {
                    double more = raised(learner, other, embedding, means, rows, at, 1e-5);
                    double less = raised(learner, other, embedding, means, rows, at, -1e-5);
                    assertEquals((more - less) / 2e-5, direction[at], 1e-8);
                }
                double[] moved = rows.inputs().clone();
                Vectors.add(moved, 1e-3, direction);
                Rows further = new Rows(moved, rows.heads(), rows.labels());
                assertTrue(raised(learner, other, embedding, means, further, 0, 0) > raised(learner, other, embedding, means, rows, 0, 0));
            }
        }
    }

    private static double raised(Learner learner, Learner other, Embedding embedding, double[] means, Rows rows, int at, double change) {
        double[] inputs = rows.inputs().clone();
        inputs[at] += change;
        Rows moved = new Rows(inputs, rows.heads(), rows.labels());
        double[] distance = embedding.of(moved).clone();
        Vectors.add(distance, -1, means);
        return Arrays.stream(other.losses(moved)).sum() - Arrays.stream(learner.losses(moved)).sum()
                - HindsightAnchors.EMBEDDING * Vectors.dot(distance, distance);
    }
}
