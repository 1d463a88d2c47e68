package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.Subsets;
import org.mtl.data.TaskData;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/** What tasks share of a trained network, under the head of another task. */
class FineTuningTest {

    private static final int INPUTS = 4;
    private static final int UNITS = 3;
    private static final Dataset DATA = Datasets.linear(7, 3, 60, INPUTS, 0.3);
    private static final NetworkModel SOURCE = train(Subsets.withoutTasks(DATA, Set.of(DATA.taskNames().get(2))),
            layers(new Initialization.Glorot(), Precision.FLOAT), StepSettings.Method.ADAM, 8, 0).model();

    private static LayerSettings layers(Initialization first, Precision precision) {
        return new LayerSettings(List.of(UNITS), List.of(), Activation.TANH, true, 0, first, precision);
    }

    private static TrainedNetwork train(Dataset data, LayerSettings layers, StepSettings.Method method, int epochs, double decay) {
        NetworkSettings settings = new NetworkSettings(NetworkSharing.HARD, layers,
                new StepSettings(method, 0, false, 0.01, Schedule.CONSTANT, decay, OptionalDouble.empty()),
                new EpochSettings(16, epochs, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, 5);
        try (Workers workers = new Workers(2)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers).train(data, Checkpoints.NONE, TrainingListener.SILENT);
        }
    }

    private static Dataset only(int task) {
        return Subsets.onlyTasks(DATA, List.of(DATA.taskNames().get(task)));
    }

    private static double[] trunk(NetworkModel model) {
        return Arrays.copyOf(model.networks().get(0).parameters(), (INPUTS + 1) * UNITS);
    }

    private static double[] head(NetworkModel model) {
        double[] all = model.networks().get(0).parameters();
        return Arrays.copyOfRange(all, all.length - UNITS - 1, all.length);
    }

    /** tanh(xW) with a 1 behind it, by plain loops. */
    private static double[] hidden(double[] trunk, double[] row) {
        double[] hidden = new double[UNITS + 1];
        hidden[UNITS] = 1;
        for (int c = 0; c < UNITS; c++) {
            double sum = trunk[INPUTS * UNITS + c];
            for (int r = 0; r < INPUTS; r++) {
                sum += row[r] * trunk[r * UNITS + c];
            }
            hidden[c] = Math.tanh(sum);
        }
        return hidden;
    }

    /** On a frozen trunk the head is the ridge regression on what the trunk puts out: (2/n) H'(Hθ − y) + decay·θ = 0. */
    @Test
    void theHeadOfAFrozenTrunkSolvesTheNormalEquations() {
        TaskData.Labelled rows = DATA.tasks().get(2).in(Split.TRAIN);
        for (double decay : new double[] {0, 0.3}) {
            NetworkModel tuned = train(only(2), layers(new Initialization.OfModel(SOURCE, true), Precision.DOUBLE).withSharedFixed(),
                    StepSettings.Method.LBFGS, 500, decay).model();
            assertArrayEquals(trunk(SOURCE), trunk(tuned));
            double[] head = head(tuned);
            double[] gradient = Arrays.stream(head).map(weight -> decay * weight).toArray();
            Design design = new Design(DATA.features(), Standardization.NONE, false);
            for (int i = 0; i < rows.size(); i++) {
                double[] x = new double[INPUTS];
                design.copyRows(2, new int[] {rows.row(i)}, 0, 1, x);
                double[] hidden = hidden(trunk(SOURCE), x);
                double residual = -rows.target(i, 0);
                for (int c = 0; c <= UNITS; c++) {
                    residual += hidden[c] * head[c];
                }
                for (int c = 0; c <= UNITS; c++) {
                    gradient[c] += 2 * residual * hidden[c] / rows.size();
                }
            }
            assertArrayEquals(new double[UNITS + 1], gradient, 1e-9);
        }
    }

    /** Whatever trains what a task has of its own, what is shared stays bit by bit; trained with it, it moves. */
    @Test
    void everyMethodLeavesAFrozenTrunk() {
        for (StepSettings.Method method : StepSettings.Method.values()) {
            LayerSettings layers = layers(new Initialization.OfModel(SOURCE, true),
                    method == StepSettings.Method.LBFGS ? Precision.DOUBLE : Precision.FLOAT);
            NetworkModel frozen = train(only(2), layers.withSharedFixed(), method, 3, 0.1).model();
            assertArrayEquals(trunk(SOURCE), trunk(frozen), method.label());
            assertFalse(Arrays.equals(trunk(SOURCE), trunk(train(only(2), layers, method, 3, 0.1).model())), method.label());
        }
    }

    /** A head is drawn as that of an untrained network, also for a task that the model has; the trunk is the model's. */
    @Test
    void headsBeginAnew() {
        for (int task : new int[] {1, 2}) {
            Architecture layers = new Architecture(INPUTS, List.of(UNITS), List.of(), Activation.TANH, true, List.of(1));
            List<String> name = List.of(DATA.taskNames().get(task));
            double[] untrained = new Initialization.Glorot().parameters(layers, name, 0, 9);
            double[] begun = new Initialization.OfModel(SOURCE, true).parameters(layers, name, 0, 9);
            int shared = (INPUTS + 1) * UNITS;
            assertArrayEquals(trunk(SOURCE), Arrays.copyOf(begun, shared));
            assertArrayEquals(Arrays.copyOfRange(untrained, shared, untrained.length), Arrays.copyOfRange(begun, shared, begun.length));
            assertEquals(0, begun[begun.length - 1]);
            assertNotEquals(untrained[0], begun[0]);
        }
    }
}
