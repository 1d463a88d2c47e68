package org.mtl.training.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.network.Activation;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

class NetworkPlanTest {

    private static final Dataset DATA = Datasets.linear(3, 3, 60, 4, 0.3);

    private static NetworkSettings settings(NetworkSharing sharing, OptionalInt patience) {
        return new NetworkSettings(sharing, new LayerSettings(List.of(6), List.of(5), Activation.TANH, true, 0, new Initialization.He(),
                Precision.FLOAT), new StepSettings(StepSettings.Method.ADAM, 0, false, 0.01, Schedule.CONSTANT, 0, OptionalDouble.empty()),
                new EpochSettings(16, 1, patience, new Sampling.Equal()), LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, 5);
    }

    /** Training does what was planned. */
    @Test
    void thePlanIsCarriedOut() {
        for (NetworkSharing sharing : NetworkSharing.values()) {
            NetworkSettings settings = settings(sharing, OptionalInt.empty());
            NetworkPlan plan = NetworkPlan.of(DATA, settings);
            try (Workers workers = new Workers(1)) {
                NetworkModel model = new NetworkTrainer(settings, DenseEngine::new, workers)
                        .train(DATA, Checkpoints.NONE, TrainingListener.SILENT).model();
                assertEquals(model.networks().size(), plan.networks().size());
                assertEquals(model.networks().stream().mapToLong(network -> network.parameters().length).sum(), plan.parameters());
                assertEquals(model.losses(), plan.tasks().stream().map(NetworkPlan.Task::loss).toList());
                assertArrayEquals(model.weights(), plan.tasks().stream().mapToDouble(NetworkPlan.Task::weight).toArray(), 0);
            }
        }
    }

    /** The last batch may be shorter. */
    @Test
    void batchesAreCounted() {
        int rows = DATA.tasks().stream().mapToInt(task -> task.size(Split.TRAIN)).sum();
        assertEquals(List.of((rows + 15) / 16), NetworkPlan.of(DATA, settings(NetworkSharing.HARD, OptionalInt.empty())).batches());
        int own = DATA.tasks().get(0).size(Split.TRAIN);
        assertEquals((own + 15) / 16, NetworkPlan.of(DATA, settings(NetworkSharing.NONE, OptionalInt.empty())).batches().get(0));
    }

    @Test
    void whatTrainingRefusesIsRefused() {
        Dataset none = new Dataset(DATA.features(), DATA.ids(), DATA.form(), DATA.tasks().stream()
                .map(task -> new TaskData(task.name(), Map.of(Split.TRAIN,
                        task.in(Split.TRAIN)))).toList());
        assertThrows(MtlException.class, () -> NetworkPlan.of(none, settings(NetworkSharing.HARD, OptionalInt.of(3))));
    }
}
