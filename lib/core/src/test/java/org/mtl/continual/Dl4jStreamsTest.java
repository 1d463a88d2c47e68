package org.mtl.continual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Features;
import org.mtl.data.ImageShape;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.linalg.NativeMatrix;
import org.mtl.model.network.Activation;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Device;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.EngineFolder;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.selection.RehearsalMemory;
import org.mtl.testing.Datasets;
import org.mtl.training.LossRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;
import org.mtl.training.network.EpochSettings;
import org.mtl.training.network.ImageSettings;
import org.mtl.training.network.Initialization;
import org.mtl.training.network.LayerSettings;
import org.mtl.training.network.NetworkSettings;
import org.mtl.training.network.NetworkSharing;
import org.mtl.training.network.Sampling;
import org.mtl.training.network.Schedule;
import org.mtl.training.network.StepSettings;

/** Streams on DL4J: dense networks against the engine of the core, networks of images against themselves. */
@Tag("dl4j")
class Dl4jStreamsTest {

    private static final ContinualTrainer.Listener SILENT = new ContinualTrainer.Listener() {
        @Override
        public InfluenceRecorder recorder(int number) {
            return InfluenceRecorder.NONE;
        }

        @Override
        public void epochDone(String task, int epoch, int epochs) {
            // Nobody is told.
        }

        @Override
        public void taskDone(StreamState state) {
            // Nothing is kept.
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    };

    @TempDir
    private Path folder;

    /** Rows that are seen as images of 2 × 4 × 4. */
    private record Images(Features features) implements Features {

        @Override
        public Optional<ImageShape> image() {
            return Optional.of(new ImageShape(2, 4, 4));
        }

        @Override
        public int rows() {
            return features.rows();
        }

        @Override
        public List<String> names() {
            return features.names();
        }

        @Override
        public void copyRows(int[] rows, int from, int to, double[] tile, int stride) {
            features.copyRows(rows, from, to, tile, stride);
        }

        @Override
        public void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride) {
            features.copyRows(rows, count, places, matrix, stride);
        }
    }

    /** Three tasks of three classes: a target far below 0, near it and far above. */
    private static Dataset data() {
        Dataset drawn = Datasets.linear(6, 3, 30, 32, 0.1);
        List<TaskData> tasks = new ArrayList<>();
        for (TaskData task : drawn.tasks()) {
            Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                TaskData.Labelled rows = task.in(split);
                splits.put(split, new TaskData.Labelled(rows.rows(),
                        Arrays.stream(rows.targets()).map(target -> target < -1 ? 0 : target > 1 ? 2 : 1).toArray()));
            }
            tasks.add(new TaskData(task.name(), splits, List.of("low", "middle", "high")));
        }
        return new Dataset(new Images(drawn.features()), drawn.ids(), drawn.form(), tasks);
    }

    private static NetworkSettings network(boolean images, Precision precision) {
        Optional<ImageSettings> trunk = images ? Optional.of(new ImageSettings(ImageTrunk.Kind.CNN, List.of(3))) : Optional.empty();
        LayerSettings layers = new LayerSettings(trunk, List.of(6), List.of(), Activation.RELU, true, 0, new Initialization.He(), precision);
        StepSettings steps = new StepSettings(
                StepSettings.Method.SGD, 0.5, false, 0.05, Schedule.CONSTANT, 0, OptionalDouble.empty());
        return new NetworkSettings(NetworkSharing.HARD, layers, steps,
                new EpochSettings(8, 1, OptionalInt.empty(), new Sampling.BySize()), LossRule.BY_LABELS, new TaskWeights.Equal(),
                Standardization.Mode.NONE, Projection.NONE, 5);
    }

    private static ContinualSettings settings(RehearsalMethod method, int pseudoSteps) {
        return new ContinualSettings(Setting.DOMAIN, method, 12, 6, 8, 2, 1, 4, pseudoSteps, RehearsalMemory.Drop.CLASS,
                RehearsalMemory.Choice.BOTH, 9);
    }

    private static StreamState learned(ContinualSettings settings, NetworkSettings network, EngineFactory engines, int threads, int tasks,
            StreamState begin) {
        Dataset data = data();
        TaskStream stream = new TaskStream(data, new Design(data.features(), Standardization.NONE, false),
                data.taskNames().subList(0, tasks));
        try (Workers workers = new Workers(threads)) {
            return new ContinualTrainer(settings, network, engines, workers).learn(stream, begin, SILENT);
        }
    }

    private static EngineFactory dl4j() {
        return EngineFolder.dl4j().engines(Device.CPU);
    }

    private static double[] parameters(StreamState state) {
        return state.network().get(0).parameters();
    }

    /** Every strategy over three tasks: what is left of differences of rounding, and of those that stand for second derivatives. */
    @ParameterizedTest
    @EnumSource(RehearsalMethod.class)
    void denseNetworksAreThoseOfTheCore(RehearsalMethod method) {
        NetworkSettings network = network(false, Precision.DOUBLE);
        for (int steps = 1; steps <= (method.measuresInfluence() ? 3 : 1); steps += 2) {
            StreamState ours = learned(settings(method, steps), network, DenseEngine::new, 1, 3, StreamState.start(12));
            StreamState theirs = learned(settings(method, steps), network, dl4j(), 1, 3, StreamState.start(12));
            assertArrayEquals(parameters(ours), parameters(theirs), 1e-6);
            assertEquals(ours.held(), theirs.held());
            for (int t = 0; t < 3; t++) {
                assertArrayEquals(ours.accuracy().rows().get(t), theirs.accuracy().rows().get(t), 0);
            }
        }
    }

    /** One step of replay in the numbers that networks are trained in: the rounding of 32 bits is all that differs. */
    @Test
    void aStepInFloatsIsThatOfTheCore() {
        NetworkSettings network = network(false, Precision.FLOAT);
        List<double[]> after = new ArrayList<>();
        for (EngineFactory engines : List.<EngineFactory>of(DenseEngine::new, dl4j())) {
            LearnerCase rows = new LearnerCase(3, LearnerCase.Kind.IMAGES);
            Rows fresh = rows.rows(8, 1);
            Rows old = rows.rows(6, 1);
            Memory memory = new Memory(6);
            for (int i = 0; i < 6; i++) {
                memory.put(i, new Memory.Place(new Example(old.row(i).inputs(), 0, old.labels()[i], "" + i, "a"), 0));
            }
            StreamNetwork first = StreamNetwork.fresh(network.layers(), new StreamInputs(Optional.empty(), 32),
                    List.of(new StreamNetwork.Head("", List.of("x", "y", "z"))), 4);
            try (Workers workers = new Workers(1); Learner learner = new Learner(first.architecture(), first.losses(), first.parameters(),
                    network.steps(), engines, Precision.FLOAT, workers, "b", 1)) {
                TaskRows none = new TaskRows("b", 0, new int[0], new int[0], new Design(data().features(), Standardization.NONE, false),
                        data().ids());
                Episode episode = new Episode(settings(RehearsalMethod.ER, 1), 2, none, List.of(), learner, memory, InfluenceRecorder.NONE);
                new ExperienceReplay().step(episode, fresh, new Rehearsal.Position(2, 1, new int[0]));
                after.add(learner.parameters());
                double moved = 0;
                for (int p = 0; p < first.parameters().length; p++) {
                    moved = Math.max(moved, Math.abs(learner.parameters()[p] - first.parameters()[p]));
                }
                assertTrue(moved > 1e-3, "moved by " + moved);
            }
        }
        assertArrayEquals(after.get(0), after.get(1), 2e-7);
    }

    /** Of networks of images: the same bits on two threads, and where a run goes on from files after the first task. */
    @ParameterizedTest
    @EnumSource(RehearsalMethod.class)
    void streamsOfImagesAreRepeated(RehearsalMethod method) {
        NetworkSettings network = network(true, Precision.FLOAT);
        ContinualSettings settings = settings(method, 1);
        StreamState whole = learned(settings, network, dl4j(), 1, 2, StreamState.start(12));
        StateFiles.write(folder, learned(settings, network, dl4j(), 2, 1, StreamState.start(12)));
        StreamState read = StateFiles.read(folder, settings.setting(), network.layers()).orElseThrow();
        StreamState parts = learned(settings, network, dl4j(), 2, 2, read);
        assertArrayEquals(parameters(whole), parameters(parts), 0);
        assertEquals(whole.held(), parts.held());
    }

    /** Rows of another shape have no place behind those that were learned. */
    @Test
    void otherRowsAreRefused() {
        NetworkSettings network = network(true, Precision.FLOAT);
        StreamState begin = learned(settings(RehearsalMethod.NONE, 1), network, dl4j(), 1, 1, StreamState.start(12));
        StreamInputs other = StreamInputs.of(network.layers(), Optional.of(new ImageShape(1, 4, 8)), 32);
        MtlException refused = assertThrows(MtlException.class, () -> other.requireThoseOf(begin.network().get(0)));
        assertEquals("expected rows of 2 x 4 x 4 values, as those of tasks before, found 1 x 4 x 8 values", refused.getMessage());
        assertThrows(MtlException.class, () -> StreamInputs.of(network.layers(), Optional.empty(), 32));
    }
}
