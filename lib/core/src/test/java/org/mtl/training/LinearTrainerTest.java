package org.mtl.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.evaluation.TaskMetrics;
import org.mtl.model.LinearModel;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.testing.Datasets;

class LinearTrainerTest {

    private static final Workers WORKERS = new Workers(2);

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    private static LinearSettings settings(Sharing sharing, PenaltyRule penalty, TaskWeights weights) {
        return new LinearSettings(sharing, true, Standardization.Mode.NONE, penalty, 0, weights);
    }

    private static TrainedModel train(Sharing sharing, PenaltyRule penalty, TaskWeights weights, Dataset data) {
        return new LinearTrainer(settings(sharing, penalty, weights), WORKERS).train(data);
    }

    private static PenaltyRule lambda(double value) {
        return new PenaltyRule.Given(value, Map.of());
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @EnumSource(Sharing.class)
    void reachesAStationaryPoint(Sharing sharing) {
        TrainedModel trained =
                train(sharing, lambda(0.2), new TaskWeights.Equal(), Datasets.linear(1, 4, 30, 5, 0.5));
        assertTrue(trained.fit().gradientMax() < 1e-13, "gradient " + trained.fit().gradientMax());
        assertTrue(trained.fit().decrement() <= 1e-24 * (1 + trained.fit().value()));
    }

    @Test
    void aWeakPullGivesSeparateTasksAndAStrongOneThePooledModel() {
        Dataset data = Datasets.linear(2, 3, 60, 4, 0.1);
        LinearModel separate = train(Sharing.NONE, lambda(0), new TaskWeights.Equal(), data).model();
        LinearModel pooled = train(Sharing.POOLED, lambda(0), new TaskWeights.Equal(), data).model();
        LinearModel weak = train(Sharing.SOFT, lambda(1e-9), new TaskWeights.Equal(), data).model();
        LinearModel strong = train(Sharing.SOFT, lambda(1e9), new TaskWeights.Equal(), data).model();
        for (int k = 0; k < 3; k++) {
            assertTrue(distance(separate.parameters().own()[k], weak.parameters().own()[k]) < 1e-7);
            assertTrue(distance(pooled.parameters().shared(), strong.parameters().own()[k]) < 1e-7);
            assertTrue(distance(separate.parameters().own()[k], pooled.parameters().shared()) > 0.05);
        }
    }

    @Test
    void weightsByRowsMakePooledTrainingOrdinaryLeastSquares() {
        // Pooled by rows without a penalty is least squares on all rows; its residuals sum to 0 over all of them, while
        // with equal weights their means per task do.
        Dataset data = unequal(Datasets.linear(3, 2, 40, 3, 0.5));
        LinearModel byRows = train(Sharing.POOLED, lambda(0), new TaskWeights.Rows(), data).model();
        LinearModel equal = train(Sharing.POOLED, lambda(0), new TaskWeights.Equal(), data).model();
        assertEquals(0, residuals(byRows, data, 0)[0] + residuals(byRows, data, 1)[0], 1e-12);
        assertEquals(0, residuals(equal, data, 0)[1] + residuals(equal, data, 1)[1], 1e-12);
        assertTrue(Math.abs(residuals(equal, data, 0)[0] + residuals(equal, data, 1)[0]) > 1e-3);
    }

    /** The second task keeps half of its training rows. */
    private static Dataset unequal(Dataset data) {
        TaskData.Labelled all = data.tasks().get(1).in(Split.TRAIN);
        TaskData.Labelled half = new TaskData.Labelled(
                Arrays.copyOf(all.rows(), all.size() / 2), Arrays.copyOf(all.targets(), all.size() / 2));
        TaskData second = new TaskData("second", Map.of(Split.TRAIN, half));
        return new Dataset(data.features(), data.ids(), data.form(), List.of(data.tasks().get(0), second));
    }

    /** The sum and the mean of a task's training residuals. */
    private static double[] residuals(LinearModel model, Dataset data, int task) {
        TaskData.Labelled rows = data.tasks().get(task).in(Split.TRAIN);
        double[] predictions = model.predict(data.features(), task, rows.rows());
        double sum = 0;
        for (int i = 0; i < predictions.length; i++) {
            sum += rows.target(i, 0) - predictions[i];
        }
        return new double[] {sum, sum / predictions.length};
    }

    @Test
    void theChosenPenaltyHasTheLeastValidationLossOfTheGrid() {
        Dataset data = Datasets.linear(4, 5, 25, 6, 1);
        TrainedModel trained = train(Sharing.SOFT, new PenaltyRule.Auto(), new TaskWeights.Equal(), data);
        PenaltyTuning.Result tuning = trained.tuning().orElseThrow();
        assertEquals(PenaltyRule.GRID.length, tuning.trials().size());
        double least = Double.POSITIVE_INFINITY;
        for (PenaltyTuning.Trial trial : tuning.trials()) {
            PenaltyRule fixed = new PenaltyRule.Scaled(trial.scale());
            LinearModel alone = train(Sharing.SOFT, fixed, new TaskWeights.Equal(), data).model();
            double loss = Arrays.stream(alone.meanLosses(data, Split.VALIDATION, WORKERS).values(alone.parameters()))
                    .average().orElseThrow();
            assertEquals(loss, trial.validationLoss(), 1e-12);
            least = Math.min(least, loss);
        }
        assertEquals(least, tuning.best().validationLoss(), 1e-12);
        int rows = data.tasks().get(0).size(Split.TRAIN);
        assertEquals(tuning.best().scale() * Math.sqrt(6.0 / rows), trained.model().tasks().get(0).penalty(), 1e-15);
    }

    @Test
    void withoutValidationRowsTheScaleIsATenth() {
        Dataset data = Datasets.linear(5, 2, 4, 2, 1);
        TrainedModel trained = train(Sharing.SOFT, new PenaltyRule.Auto(), new TaskWeights.Equal(), data);
        assertTrue(trained.tuning().isEmpty());
        assertEquals(0.1 * Math.sqrt(2.0 / 4), trained.model().tasks().get(0).penalty(), 1e-15);
    }

    @Test
    void dependentColumnsAreNamedAndDoNotChangePredictions() {
        Dataset data = Datasets.linear(6, 3, 40, 2, 0.5);
        double[][] values = ((ArrayFeatures) data.features()).values();
        double[][] doubled = Arrays.stream(values).map(x -> new double[] {x[0], x[1], x[1]}).toArray(double[][]::new);
        double[][] scaled = Arrays.stream(values).map(x -> new double[] {x[0], Math.sqrt(2) * x[1]}).toArray(double[][]::new);
        Dataset dependent = new Dataset(ArrayFeatures.of(doubled), data.ids(), data.form(), data.tasks());
        Dataset equivalent = new Dataset(ArrayFeatures.of(scaled), data.ids(), data.form(), data.tasks());
        TrainedModel trained = train(Sharing.SOFT, lambda(0.3), new TaskWeights.Equal(), dependent);
        assertEquals(List.of("f1", "f2"), trained.dependentColumns());
        // A column twice under a ridge is that column once, scaled by √2.
        LinearModel reference = train(Sharing.SOFT, lambda(0.3), new TaskWeights.Equal(), equivalent).model();
        int[] rows = data.tasks().get(1).in(Split.TEST).rows();
        assertArrayEquals(
                reference.predict(equivalent.features(), 1, rows),
                trained.model().predict(dependent.features(), 1, rows),
                1e-11);
    }

    @Test
    void rowsPenaltiesAndWeightsOfATaskActTogether() {
        // π and λ scale together: doubling every π_k leaves the minimiser, as the penalty is inside the weight.
        Dataset data = Datasets.linear(7, 2, 30, 3, 0.5);
        Map<String, Double> ones = Map.of("task 0", 1.0, "task 1", 1.0);
        Map<String, Double> twos = Map.of("task 0", 2.0, "task 1", 2.0);
        LinearModel one = train(Sharing.SOFT, lambda(0.4), new TaskWeights.Given("w", ones), data).model();
        LinearModel two = train(Sharing.SOFT, lambda(0.4), new TaskWeights.Given("w", twos), data).model();
        assertTrue(one.parameters().plus(-1, two.parameters()).maxAbsolute() < 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Sharing.class)
    void predictionsOfVectorsAreThoseOfTheirValues(Sharing sharing) {
        Dataset data = Datasets.linear(9, 3, 30, 2, 0.5);
        Dataset vectors = Datasets.vectors(data, 4);
        // The loss of a vector is a mean over its values, so that the penalty weighs as many times as much.
        LinearModel scalar = train(sharing, lambda(1.2), new TaskWeights.Equal(), data).model();
        TrainedModel vector = train(sharing, lambda(0.3), new TaskWeights.Equal(), vectors);
        assertEquals(List.of(), vector.dependentColumns());
        int[] rows = data.tasks().get(1).in(Split.TEST).rows();
        double[] one = scalar.predict(data.features(), 1, rows);
        double[] four = vector.model().predict(data.features(), 1, rows);
        for (int i = 0; i < four.length; i++) {
            assertEquals((1 + i % 4) * one[i / 4], four[i], 1e-11);
        }
        Map<String, Double> metrics = TaskMetrics.of(vector.model(), vectors, Split.TEST, WORKERS).get("task 1");
        double rmse = TaskMetrics.of(scalar, data, Split.TEST, WORKERS).get("task 1").get("rmse");
        assertEquals(rmse * Math.sqrt((1 + 4 + 9 + 16) / 4.0), metrics.get("rmse"), 1e-11);
        assertEquals(metrics.get("rmse"), Math.sqrt(metrics.get("loss")), 1e-12);
    }

    @Test
    void dependentColumnsOfVectorsAreNamedOnce() {
        Dataset data = Datasets.vectors(Datasets.linear(6, 3, 40, 2, 0.5), 2);
        double[][] values = ((ArrayFeatures) data.features()).values();
        double[][] doubled = Arrays.stream(values).map(x -> new double[] {x[0], x[1], x[1]}).toArray(double[][]::new);
        Dataset dependent = new Dataset(ArrayFeatures.of(doubled), data.ids(), data.form(), data.tasks());
        TrainedModel trained = train(Sharing.SOFT, lambda(0.3), new TaskWeights.Equal(), dependent);
        assertEquals(List.of("f1", "f2"), trained.dependentColumns());
    }

    @Test
    void vectorsHaveSquaredLossAndOneLength() {
        Dataset numbers = Datasets.linear(8, 2, 10, 2, 1);
        Dataset vectors = Datasets.vectors(numbers, 3);
        LossRule huber = new LossRule(Optional.of("huber"), Map.of());
        assertEquals("task 'task 0': --loss huber does not suit its vectors of 3 numbers", failure(huber, vectors));
        LossRule softmax = new LossRule(Optional.empty(), Map.of("task 1", "softmax"));
        assertEquals("task 'task 1': --loss softmax does not suit its vectors of 3 numbers", failure(softmax, vectors));
        assertEquals("task 'task 1': --loss softmax does not suit its numbers", failure(softmax, numbers));
        Dataset mixed = new Dataset(numbers.features(), numbers.ids(), numbers.form(),
                List.of(vectors.tasks().get(0), numbers.tasks().get(1)));
        assertEquals("tasks 'task 0' (squared of 3 values) and 'task 1' (squared) have coefficients of different sizes and"
                + " share none; train them apart, with --only-tasks", failure(LossRule.BY_LABELS, mixed));
    }

    private static String failure(LossRule losses, Dataset data) {
        LinearSettings settings = new LinearSettings(Sharing.SOFT, true, Standardization.Mode.NONE, lambda(1), 0,
                new TaskWeights.Equal(), losses, Projection.NONE);
        return assertThrows(MtlException.class, () -> new LinearTrainer(settings, WORKERS).train(data)).getMessage();
    }

    @Test
    void wrongSettingsAreRefused() {
        Dataset data = Datasets.linear(8, 2, 10, 2, 1);
        assertEquals("--lambda: no value for task 'task 1'", assertThrows(MtlException.class, () -> train(Sharing.SOFT,
                new PenaltyRule.Given(Double.NaN, Map.of("task 0", 1.0)), new TaskWeights.Equal(), data)).getMessage());
        assertEquals("w: no weight for task 'task 1'", assertThrows(MtlException.class, () -> train(Sharing.SOFT, lambda(1),
                new TaskWeights.Given("w", Map.of("task 0", 1.0)), data)).getMessage());
        assertThrows(MtlException.class, () -> settings(Sharing.SOFT, lambda(0), new TaskWeights.Equal()));
        assertThrows(MtlException.class, () -> new LinearSettings(Sharing.NONE, true, Standardization.Mode.NONE, lambda(1), 1,
                new TaskWeights.Equal()));
    }
}
