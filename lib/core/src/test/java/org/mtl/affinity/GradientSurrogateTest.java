package org.mtl.affinity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.linalg.SmallSystem;
import org.mtl.model.AbsoluteLoss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.training.network.Initialization;

class GradientSurrogateTest {

    private static final int ROWS = 40;
    private static final int FEATURES = 3;

    private final Random random = new Random(4);
    private final double[][] values = new double[ROWS][FEATURES];

    /** Rows of even numbers are for training, others for validation; the same rows for all tasks. */
    private Dataset data(List<Loss> losses) {
        for (double[] row : values) {
            Arrays.setAll(row, j -> random.nextGaussian() * (j + 1));
        }
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < losses.size(); k++) {
            Loss loss = losses.get(k);
            int classes = loss instanceof SoftmaxLoss ? 3 : loss.isClassification() ? 2 : 0;
            double[] labels = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                double value = values[i][k % FEATURES] + 0.3 * random.nextGaussian();
                labels[i] = classes == 0 ? value : classes == 2 ? (value > 0 ? 1 : 0) : value > 1 ? 2 : value < -1 ? 1 : 0;
            }
            tasks.add(new TaskData("t" + k, Map.of(Split.TRAIN, labelled(labels, 0), Split.VALIDATION, labelled(labels, 1)),
                    IntStream.range(0, classes).mapToObj(c -> "c" + c).toList()));
        }
        return new Dataset(ArrayFeatures.of(values), RowIds.positions(), Dataset.Form.WIDE, tasks);
    }

    private static TaskData.Labelled labelled(double[] labels, int first) {
        int[] rows = IntStream.range(0, ROWS).filter(i -> i % 2 == first).toArray();
        return new TaskData.Labelled(rows, Arrays.stream(rows).mapToDouble(i -> labels[i]).toArray());
    }

    private static NetworkModel model(List<Loss> losses, double... weights) {
        Architecture architecture = new Architecture(FEATURES, List.of(4), List.of(), Activation.TANH, true,
                losses.stream().map(Loss::outputs).toList());
        List<String> names = IntStream.range(0, losses.size()).mapToObj(k -> "t" + k).toList();
        double[] parameters = new Initialization.He().parameters(architecture, names, 0, 9);
        List<NetworkModel.Task> tasks = IntStream.range(0, losses.size())
                .mapToObj(k -> new NetworkModel.Task(names.get(k), losses.get(k), weights[k],
                        losses.get(k).isClassification() ? List.of("c0", "c1", "c2").subList(0, losses.get(k).outputs() == 3 ? 3 : 2) : List.of()))
                .toList();
        return new NetworkModel(List.of("x0", "x1", "x2"), Standardization.NONE, Optional.empty(), tasks,
                List.of(new NetworkModel.Network(architecture, parameters)), Precision.DOUBLE);
    }

    private static GradientSurrogate.Settings settings(int dimension, int subsets, int size) {
        return new GradientSurrogate.Settings(dimension, subsets, size, false, 6);
    }

    /** The outputs of a task of a network by hand: a hidden layer of tanh and a linear head. */
    private double[] outputs(double[] parameters, int row, int hidden, int first, int columns) {
        double[] activations = new double[hidden + 1];
        activations[hidden] = 1;
        for (int h = 0; h < hidden; h++) {
            double sum = parameters[FEATURES * hidden + h];
            for (int j = 0; j < FEATURES; j++) {
                sum += values[row][j] * parameters[j * hidden + h];
            }
            activations[h] = Math.tanh(sum);
        }
        double[] outputs = new double[columns];
        for (int c = 0; c < columns; c++) {
            for (int h = 0; h <= hidden; h++) {
                outputs[c] += activations[h] * parameters[first + h * columns + c];
            }
        }
        return outputs;
    }

    private static double margin(double[] outputs, int truth) {
        if (outputs.length == 1) {
            return truth == 1 ? outputs[0] : -outputs[0];
        }
        double others = IntStream.range(0, outputs.length).filter(c -> c != truth).mapToDouble(c -> Math.exp(outputs[c])).sum();
        return outputs[truth] - Math.log(others);
    }

    /** As many directions as parameters, so that gradients are taken as they are; against central differences. */
    @Test
    void gradientsAreThoseOfOutputs() {
        List<Loss> losses = List.of(new SquaredLoss(), new LogisticLoss(), new SoftmaxLoss(3));
        Dataset data = data(losses);
        NetworkModel model = model(losses, 1, 1, 1);
        double[] parameters = model.networks().get(0).parameters();
        int[] firsts = {16, 21, 26};
        try (Workers workers = new Workers(2);
                OutputGradients gradients = new OutputGradients(model, data, 1000, 1, workers)) {
            assertEquals(parameters.length, gradients.dimension());
            List<SurrogateRows> rows = gradients.rows(data, Split.TRAIN);
            for (int k = 0; k < 3; k++) {
                TaskData.Labelled labelled = data.tasks().get(k).in(Split.TRAIN);
                for (int i = 0; i < labelled.size(); i++) {
                    int row = labelled.row(i);
                    double target = labelled.target(i, 0);
                    for (int j = 0; j < parameters.length; j++) {
                        double[] up = parameters.clone();
                        double[] down = parameters.clone();
                        up[j] += 1e-5;
                        down[j] -= 1e-5;
                        double expected = (output(up, row, k, firsts[k], losses.get(k), target)
                                - output(down, row, k, firsts[k], losses.get(k), target)) / 2e-5;
                        assertEquals(expected, rows.get(k).gradients()[i * parameters.length + j], 1e-7);
                    }
                    assertEquals(output(parameters, row, k, firsts[k], losses.get(k), target), rows.get(k).outputs()[i], 1e-12);
                }
            }
        }
    }

    private double output(double[] parameters, int row, int task, int first, Loss loss, double target) {
        double[] outputs = outputs(parameters, row, 4, first, loss.outputs());
        return loss.isClassification() ? margin(outputs, (int) target) : outputs[0];
    }

    /** Squared losses: W solves the normal equations, made here of explicit gradients. */
    @Test
    void squaredLossesAreSolvedInClosedForm() {
        List<Loss> losses = List.of(new SquaredLoss(), new SquaredLoss(), new SquaredLoss());
        Dataset data = data(losses);
        NetworkModel model = model(losses, 1, 2, 0.5);
        try (Workers workers = new Workers(2);
                OutputGradients gradients = new OutputGradients(model, data, 7, 6, workers)) {
            List<SurrogateRows> training = gradients.rows(data, Split.TRAIN);
            List<SurrogateRows> validation = gradients.rows(data, Split.VALIDATION);
            GradientSurrogate.Settings settings = settings(7, 5, 2);
            double[][] found = new GradientSurrogate(settings, workers).performances(model, data, done -> {});
            List<List<Integer>> subsets = settings.of(3);
            for (int s = 0; s < 5; s++) {
                double[] place = normalEquations(training, subsets.get(s), model.weights());
                for (int at = 0; at < 2; at++) {
                    SurrogateRows rows = validation.get(subsets.get(s).get(at));
                    double sum = 0;
                    for (int i = 0; i < rows.size(); i++) {
                        double residual = rows.outputs()[i] - rows.targets()[i];
                        for (int j = 0; j < 7; j++) {
                            residual += rows.gradients()[i * 7 + j] * place[j];
                        }
                        sum += residual * residual;
                    }
                    assertEquals(sum / rows.size(), found[s][at], 1e-9 * sum);
                }
            }
        }
    }

    /** (2Σ w φφ' + ρI) W = −2Σ w r φ, with ρ a tenth of the mean eigenvalue of the first matrix. */
    private static double[] normalEquations(List<SurrogateRows> training, List<Integer> subset, double[] weights) {
        double[] matrix = new double[49];
        double[] rhs = new double[7];
        for (int task : subset) {
            SurrogateRows rows = training.get(task);
            double weight = weights[task] / rows.size();
            for (int i = 0; i < rows.size(); i++) {
                for (int a = 0; a < 7; a++) {
                    double left = rows.gradients()[i * 7 + a];
                    rhs[a] -= 2 * weight * (rows.outputs()[i] - rows.targets()[i]) * left;
                    for (int b = 0; b < 7; b++) {
                        matrix[a * 7 + b] += 2 * weight * left * rows.gradients()[i * 7 + b];
                    }
                }
            }
        }
        double trace = IntStream.range(0, 7).mapToDouble(a -> matrix[a * 8]).sum();
        for (int a = 0; a < 7; a++) {
            matrix[a * 8] += 0.1 * trace / 7;
        }
        assertTrue(SmallSystem.solve(7, matrix, rhs));
        return rhs;
    }

    /** The gradient of the penalized loss vanishes at W. */
    @Test
    void marginsAreSolvedToTheMinimum() {
        SurrogateRows rows = new SurrogateRows(30, 4, false);
        Arrays.setAll(rows.gradients(), i -> random.nextGaussian());
        Arrays.setAll(rows.outputs(), i -> 3 * random.nextGaussian());
        double[] place = new SurrogateFit(4, List.of(rows), new double[] {0.7}).solve();
        double trace = 0;
        double[] gradient = new double[4];
        for (int i = 0; i < 30; i++) {
            double output = rows.outputs()[i];
            double p = 1 / (1 + Math.exp(-output));
            double moved = output;
            for (int j = 0; j < 4; j++) {
                trace += 0.7 * p * (1 - p) * rows.gradients()[i * 4 + j] * rows.gradients()[i * 4 + j];
                moved += rows.gradients()[i * 4 + j] * place[j];
            }
            for (int j = 0; j < 4; j++) {
                gradient[j] -= 0.7 * rows.gradients()[i * 4 + j] / (1 + Math.exp(moved));
            }
        }
        for (int j = 0; j < 4; j++) {
            assertEquals(0, gradient[j] + 0.1 * trace / 4 * place[j], 1e-6);
        }
        assertTrue(Arrays.stream(place).anyMatch(value -> Math.abs(value) > 0.1));
    }

    @Test
    void affinitiesAreSharesOfMeansOverSubsets() {
        List<Loss> losses = List.of(new SquaredLoss(), new LogisticLoss(), new SquaredLoss(), new LogisticLoss());
        Dataset data = data(losses);
        NetworkModel model = model(losses, 1, 1, 1, 1);
        GradientSurrogate.Settings settings = settings(6, 12, 2);
        double[][] one;
        try (Workers workers = new Workers(1)) {
            GradientSurrogate surrogate = new GradientSurrogate(settings, workers);
            one = surrogate.affinities(model, data, done -> {});
            double[][] performances = surrogate.performances(model, data, done -> {});
            List<List<Integer>> subsets = settings.of(4);
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    assertEquals(i == j ? 0 : 1 - mean(subsets, performances, i, j) / mean(subsets, performances, j, j), one[i][j], 1e-12);
                }
            }
        }
        try (Workers workers = new Workers(3)) {
            double[][] three = new GradientSurrogate(settings, workers).affinities(model, data, done -> {});
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(one[i], three[i]);
            }
        }
    }

    private static double mean(List<List<Integer>> subsets, double[][] performances, int with, int of) {
        return IntStream.range(0, subsets.size()).filter(s -> subsets.get(s).contains(with) && subsets.get(s).contains(of))
                .mapToDouble(s -> performances[s][subsets.get(s).indexOf(of)]).average().orElse(Double.NaN);
    }

    @Test
    void subsetsSuitTheNumberOfTasks() {
        assertEquals(List.of(List.of(0, 1)), settings(1, 1, 0).of(2));
        List<List<Integer>> many = settings(1, 0, 0).of(100);
        assertTrue(many.stream().allMatch(subset -> subset.stream().distinct().count() == 10));
        assertEquals(2200, many.size());
        double pairs = many.stream().filter(subset -> subset.contains(3) && subset.contains(77)).count();
        assertEquals(20, pairs, 20);
        assertThrows(MtlException.class, () -> settings(1, 0, 5).of(4));
    }

    @Test
    void otherLossesHaveNoSurrogate() {
        List<Loss> losses = List.of(new SquaredLoss(), new AbsoluteLoss());
        Dataset data = data(losses);
        try (Workers workers = new Workers(1)) {
            MtlException failure = assertThrows(MtlException.class,
                    () -> new GradientSurrogate(settings(3, 0, 0), workers).affinities(model(losses, 1, 1), data, done -> {}));
            assertEquals("task 't1': expected a loss that is squared, logistic or softmax, found absolute", failure.getMessage());
        }
    }
}
