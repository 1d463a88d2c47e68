package org.mtl.continual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.data.Design;
import org.mtl.data.RowIds;
import org.mtl.data.Standardization;
import org.mtl.io.Folders;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.selection.RehearsalMemory;
import org.mtl.testing.ArrayFeatures;
import org.mtl.training.network.Initialization;
import org.mtl.training.network.Schedule;
import org.mtl.training.network.StepSettings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of each strategy on as many new rows as rows of a memory of 500: images of 28 × 28, one hidden layer. Drawing and copying rows and taking influences down are part of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class RehearsalBenchmark {

    private static final int INPUTS = 28 * 28;
    private static final int CLASSES = 10;
    private static final int TASK_ROWS = 2000;
    private static final int MEMORY_ROWS = 500;

    /** The strategy. */
    @Param({"er", "mir", "agem", "metasp"})
    private String method;

    /** New rows of a step, and rows of the memory. */
    @Param({"32", "256"})
    private int batch;

    /** The hidden layer. */
    @Param("100")
    private int hidden;

    /** Threads that compute. */
    @Param("2")
    private int threads;

    private final Random random = new Random(1);
    private Path folder;
    private InfluenceFiles.Writer writer;
    private Workers workers;
    private Rehearsal strategy;
    private Episode episode;
    private int step;

    /** Draws weights, rows and labels. */
    @Setup
    public void setUp() throws IOException {
        workers = new Workers(threads);
        folder = Files.createTempDirectory("rehearsal");
        writer = InfluenceFiles.begin(folder, 2);
        Architecture architecture = new Architecture(INPUTS, List.of(hidden), List.of(), Activation.RELU, true, List.of(CLASSES));
        List<Loss> losses = List.of(new SoftmaxLoss(CLASSES));
        double[] start = new Initialization.He().parameters(architecture, List.of("t"), 0, 1);
        StepSettings steps = new StepSettings(StepSettings.Method.SGD, 0, false, 1e-4, Schedule.CONSTANT, 0, OptionalDouble.empty());
        Learner learner = new Learner(architecture, losses, start, steps, DenseEngine::new, Precision.FLOAT, workers, "t",
                Long.MAX_VALUE);
        Memory memory = new Memory(MEMORY_ROWS);
        for (int i = 0; i < MEMORY_ROWS; i++) {
            memory.put(i, new Memory.Place(new Example(image(), 0, random.nextInt(CLASSES), "m" + i, "s"), 0));
        }
        double[][] images = IntStream.range(0, TASK_ROWS).mapToObj(i -> image()).toArray(double[][]::new);
        TaskRows rows = new TaskRows("t", 0, IntStream.range(0, TASK_ROWS).toArray(),
                random.ints(TASK_ROWS, 0, CLASSES).toArray(),
                new Design(ArrayFeatures.of(images), Standardization.NONE, false), RowIds.positions());
        RehearsalMethod chosen = RehearsalMethod.of(method).orElseThrow();
        ContinualSettings settings = new ContinualSettings(Setting.CLASS, chosen, MEMORY_ROWS, batch, batch, 1, 1,
                MEMORY_ROWS / 10, 1, RehearsalMemory.Drop.CLASS, RehearsalMemory.Choice.BOTH, 1);
        strategy = chosen.strategy();
        episode = new Episode(settings, 2, rows, List.of(), learner, memory, writer);
        strategy.begin(episode);
    }

    private double[] image() {
        return random.doubles(INPUTS).toArray();
    }

    /** Ends the threads and deletes what was written. */
    @TearDown
    public void tearDown() throws IOException {
        writer.close();
        episode.learner().close();
        workers.close();
        Folders.delete(folder);
    }

    /** A step. */
    @Benchmark
    public int step() {
        int[] chosen = new int[batch];
        Arrays.setAll(chosen, i -> random.nextInt(TASK_ROWS));
        strategy.step(episode, episode.rows().at(chosen), new Rehearsal.Position(1, ++step, chosen));
        return step;
    }
}
