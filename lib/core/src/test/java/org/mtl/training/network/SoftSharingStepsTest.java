package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LinearModel;
import org.mtl.model.Sharing;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkEngine;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.testing.Datasets;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TaskWeights;

class SoftSharingStepsTest {

    private static LinearModel fitted(Dataset data, double penalty, boolean intercept, Workers workers) {
        LinearSettings settings = new LinearSettings(Sharing.SOFT, intercept, Standardization.Mode.NONE,
                new PenaltyRule.Given(penalty, Map.of()), 0, new TaskWeights.Equal());
        return new LinearTrainer(settings, workers).train(data).model();
    }

    private static double[][] run(Dataset data, LinearModel model, double rate, int batch, int epochs, Optional<StepObserver> observer,
            Workers workers) {
        StepSettings steps = new StepSettings(StepSettings.Method.SGD, 0, false, rate, Schedule.CONSTANT, 0, OptionalDouble.empty());
        EpochSettings settings = new EpochSettings(batch, epochs, OptionalInt.empty(), new Sampling.BySize());
        return new SoftSharingSteps(model, steps, settings, 3).run(data, DenseEngine::new, workers, new TrainingListener() {
            @Override
            public void epochDone(Progress progress) {
                assertTrue(progress.rowsPerSecond() > 0);
            }

            @Override
            public Optional<StepObserver> observer() {
                return observer;
            }
        });
    }

    /** Many small steps on all rows end where the exact solver is at once. */
    @Test
    void itEndsAtTheExactMinimum() {
        for (Dataset.Form form : Dataset.Form.values()) {
            Dataset long4 = Datasets.linear(3, 4, 60, 3, 0.5);
            Dataset data = form == Dataset.Form.LONG ? long4 : new Dataset(long4.features(), long4.ids(), form, long4.tasks());
            try (Workers workers = new Workers(2)) {
                LinearModel model = fitted(data, 0.3, true, workers);
                double[][] coefficients = run(data, model, 0.1, 10_000, 4000, Optional.empty(), workers);
                for (int k = 0; k < 4; k++) {
                    assertArrayEquals(model.parameters().predicting(k), coefficients[k], 1e-9);
                }
            }
        }
    }

    /**
     * One input, no intercept. At the first step all parameters are 0: γ takes both gradients, δ_k its own. Task 0 has the row
     * (x, y) = (1, 1), task 1 has (2, −1), in wide form, so that G = 2x(xθ − y) = (−2, 4). The rate is 0.1.
     */
    @Test
    void theFirstTwoStepsByHand() {
        Dataset data = new Dataset(ArrayFeatures.of(new double[][] {{1}, {2}}), RowIds.positions(), Dataset.Form.WIDE, List.of(
                new TaskData("a", Map.of(Split.TRAIN, new TaskData.Labelled(new int[] {0}, new double[] {1}))),
                new TaskData("b", Map.of(Split.TRAIN, new TaskData.Labelled(new int[] {1}, new double[] {-1})))));
        double[][] seen = new double[2][];
        double[][][] after = new double[2][][];
        StepObserver observer = new StepObserver() {
            @Override
            public NetworkEngine.Summand summand() {
                return NetworkEngine.Summand.LOSS;
            }

            @Override
            public boolean observes(int epoch, long step) {
                return true;
            }

            @Override
            public void observe(int epoch, long step, LookAhead ahead) {
                seen[(int) step] = ahead.before();
                after[(int) step] = ahead.after(List.of(new LookAhead.Move(List.of(0), LookAhead.Heads.NONE),
                        new LookAhead.Move(List.of(0), LookAhead.Heads.ALL), new LookAhead.Move(List.of(1, 1), LookAhead.Heads.SOURCES)));
                assertArrayEquals(step == 0 ? new double[] {4, -8, -8, 16} : ahead.gram(), ahead.gram(), 1e-12);
            }
        };
        try (Workers workers = new Workers(1)) {
            double[][] coefficients = run(data, fitted(data, 0.5, false, workers), 0.1, 10, 2, Optional.of(observer), workers);
            assertArrayEquals(new double[] {1, 1}, seen[0], 1e-14);
            // γ = 0.2 alone: θ = 0.2 for both.
            assertArrayEquals(new double[] {0.64, 1.96}, after[0][0], 1e-14);
            // With the heads δ = (0.2, −0.4): θ = (0.4, −0.2).
            assertArrayEquals(new double[] {0.36, 0.36}, after[0][1], 1e-14);
            // γ = −0.8 from twice task 1, which moves to −1.2 itself.
            assertArrayEquals(new double[] {3.24, 1.96}, after[0][2], 1e-14);
            // The step that is taken: γ = −0.2, δ = (0.2, −0.4), θ = (0, −0.6), losses 1 and 0.04.
            assertArrayEquals(new double[] {1, 0.04}, seen[1], 1e-14);
            // Then G = (−2, −0.8), own gradients with 2·0.5·δ: γ = −0.2 + 0.28, δ = (0.2 + 0.18, −0.4 + 0.12).
            assertEquals(0.08 + 0.38, coefficients[0][0], 1e-14);
            assertEquals(0.08 - 0.28, coefficients[1][0], 1e-14);
        }
    }

    @Test
    void divergenceIsNamed() {
        Dataset data = Datasets.linear(3, 2, 30, 3, 0.5);
        try (Workers workers = new Workers(1)) {
            LinearModel model = fitted(data, 0.3, true, workers);
            MtlException thrown = assertThrows(MtlException.class, () -> run(data, model, 1e6, 16, 200, Optional.empty(), workers));
            assertTrue(thrown.getMessage().matches("training diverged in epoch \\d+, batch \\d of 3: the loss of task .* is not"
                    + " finite; try a lower --lr .*"), thrown.getMessage());
        }
    }
}
