package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Embeddings;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/** [4] Algorithm 1 in training. */
class AlignmentTest {

    private static final Dataset DATA = Datasets.linear(3, 3, 60, 4, 0.3);

    private static NetworkSettings settings(Optional<AlignmentSettings> alignment, boolean fixed, StepSettings.Method method, int epochs,
            Initialization first, double decay) {
        Precision precision = method == StepSettings.Method.LBFGS ? Precision.DOUBLE : Precision.FLOAT;
        LayerSettings layers = new LayerSettings(Optional.empty(), List.of(2), List.of(), Activation.IDENTITY, false, 0, first, precision,
                alignment);
        return new NetworkSettings(NetworkSharing.HARD, fixed ? layers.withSharedFixed() : layers,
                new StepSettings(method, 0, false, 0.01, Schedule.CONSTANT, decay, OptionalDouble.empty()),
                new EpochSettings(16, epochs, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, 5);
    }

    private static Optional<AlignmentSettings> align(int rank) {
        return Optional.of(new AlignmentSettings(rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank)));
    }

    private static TrainedNetwork train(NetworkSettings settings, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new NetworkTrainer(settings, DenseEngine::new, workers).train(DATA, Checkpoints.NONE, TrainingListener.SILENT);
        }
    }

    private static double[] predictions(NetworkModel model, int task) {
        try (Workers workers = new Workers(1)) {
            TaskData.Labelled rows = DATA.tasks().get(task).in(Split.TRAIN);
            int[] positions = new int[rows.size()];
            Arrays.setAll(positions, rows::row);
            return model.predict(DATA.features(), task, positions, workers);
        }
    }

    private static double[] shared(TrainedNetwork trained) {
        NetworkModel.Network network = trained.model().networks().get(0);
        return Arrays.copyOf(network.parameters(), network.architecture().sharedParameters());
    }

    /** Before the first step the aligned network is the network that it starts from. */
    @Test
    void itStartsAsTheIdentity() {
        TrainedNetwork plain = train(settings(Optional.empty(), false, StepSettings.Method.ADAM, 3, new Initialization.Glorot(), 0), 1);
        NetworkModel.Network network = plain.model().networks().get(0);
        for (int rank : new int[] {1, 4}) {
            Architecture aligned = network.architecture().withAlignment(OptionalInt.of(rank));
            double[] first = new Initialization.OfModel(plain.model()).parameters(aligned, DATA.taskNames(), 0, 5);
            NetworkModel same = new NetworkModel(plain.model().features(), plain.model().standardization(), plain.model().components(),
                    plain.model().tasks(), List.of(new NetworkModel.Network(aligned, first)), Precision.FLOAT);
            for (int task = 0; task < 3; task++) {
                assertArrayEquals(predictions(plain.model(), task), predictions(same, task), 1e-6);
            }
        }
    }

    /** Under a fixed shared module every optimiser leaves it bit by bit, and the loss still falls. */
    @Test
    void aFixedModuleStays() {
        TrainedNetwork plain = train(settings(Optional.empty(), false, StepSettings.Method.ADAM, 3, new Initialization.Glorot(), 0.1), 1);
        Initialization first = new Initialization.OfModel(plain.model());
        for (StepSettings.Method method : StepSettings.Method.values()) {
            TrainedNetwork fixed = train(settings(align(0), true, method, 5, first, 0.1), 2);
            assertArrayEquals(shared(plain), shared(fixed));
            assertTrue(last(fixed) < last(plain), method.label());
            TrainedNetwork joint = train(settings(align(2), false, method, 5, first, 0.1), 2);
            assertTrue(Math.abs(shared(joint)[0] - shared(plain)[0]) > 1e-6, method.label());
        }
    }

    private static double last(TrainedNetwork trained) {
        int most = trained.history().stream().filter(line -> line.split().equals("train")).mapToInt(line -> line.epoch()).max().orElseThrow();
        return trained.history().stream().filter(line -> line.split().equals("train") && line.epoch() == most)
                .mapToDouble(line -> line.loss()).sum();
    }

    @Test
    void threadsDoNotMatter() {
        NetworkSettings settings = settings(align(3), false, StepSettings.Method.ADAM, 3, new Initialization.Glorot(), 1e-4);
        assertArrayEquals(train(settings, 1).model().networks().get(0).parameters(), train(settings, 3).model().networks().get(0).parameters());
    }

    /** With R_k any matrix even a module of rank 1 that stays as it is reaches each task's least squares. */
    @Test
    void alignmentUndoesInterference() {
        TrainedNetwork module = train(settings(Optional.empty(), false, StepSettings.Method.ADAM, 1, new Initialization.Glorot(), 0), 1);
        TrainedNetwork fixed = train(settings(align(0), true, StepSettings.Method.LBFGS, 2000,
                new Initialization.OfModel(module.model()), 0), 2);
        NetworkSettings alone = new NetworkSettings(NetworkSharing.NONE,
                new LayerSettings(List.of(), List.of(), Activation.IDENTITY, false, 0, new Initialization.Glorot(), Precision.DOUBLE),
                new StepSettings(StepSettings.Method.LBFGS, 0, false, 0.01, Schedule.CONSTANT, 0, OptionalDouble.empty()),
                new EpochSettings(16, 500, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, 5);
        TrainedNetwork single = train(alone, 1);
        for (int task = 0; task < 3; task++) {
            assertArrayEquals(predictions(single.model(), task), predictions(fixed.model(), task), 1e-6);
        }
    }

    /** What --layer align hands out is XR_k. */
    @Test
    void embeddingsAreProducts() {
        TrainedNetwork trained = train(settings(align(0), false, StepSettings.Method.ADAM, 3, new Initialization.Glorot(), 0), 1);
        NetworkModel.Network network = trained.model().networks().get(0);
        Architecture.Block block = network.architecture().blocks().stream()
                .filter(each -> each.name().equals(Architecture.ALIGN) && each.task().getAsInt() == 1).findFirst().orElseThrow();
        TaskData.Labelled rows = DATA.tasks().get(1).in(Split.TRAIN);
        try (Workers workers = new Workers(1)) {
            Embeddings embeddings = Embeddings.of(trained.model(), Architecture.ALIGN);
            double[] x = new double[rows.size() * 4];
            int[] positions = new int[rows.size()];
            Arrays.setAll(positions, rows::row);
            new org.mtl.data.Design(DATA.features(), Standardization.NONE, false).copyRows(1, positions, 0, positions.length, x);
            embeddings.compute(DATA, 1, rows, workers, (values, count) -> {
                for (int i = 0; i < count; i++) {
                    for (int c = 0; c < 4; c++) {
                        double sum = 0;
                        for (int r = 0; r < 4; r++) {
                            sum += x[i * 4 + r] * network.parameters()[block.offset() + r * 4 + c];
                        }
                        assertEquals(sum, values[i * 4 + c], 1e-5);
                    }
                }
            });
        }
    }

    @Test
    void ranksAreChecked() {
        assertThrows(MtlException.class, () -> new AlignmentSettings(OptionalInt.of(0)));
        assertThrows(MtlException.class, () -> train(settings(align(5), false, StepSettings.Method.ADAM, 1, new Initialization.Glorot(), 0), 1));
    }
}
