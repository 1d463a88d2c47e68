package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Device;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.EngineFolder;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
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
 * The same steps on both engines, 100 → 256 → 128 → 10 binary tasks, 256 rows, two threads. Needs what {@code make dl4j} built:
 * {@code JAVA_TOOL_OPTIONS=-Dmtl.engines=$PWD/build/mtl/engines make bench BENCH=Dl4j}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class Dl4jBenchmark {

    private static final int ROWS = 256;
    private static final int TASKS = 10;

    /** What computes. */
    @Param({"cpu", "dl4j"})
    private String engineName;

    private Workers workers;
    private NetworkEngine engine;
    private OptimizerSteps optimizer;
    private OptimizerSteps.Step step;
    private Batch batch;

    /** Draws weights, rows and labels. */
    @Setup
    public void setUp() {
        workers = new Workers(2);
        List<Loss> losses = new ArrayList<>(Collections.nCopies(TASKS, new LogisticLoss()));
        Architecture architecture = new Architecture(100, List.of(256, 128), List.of(), Activation.RELU, true,
                Collections.nCopies(TASKS, 1));
        EngineFactory engines = engineName.equals("cpu") ? DenseEngine::new : EngineFolder.dl4j().engines(Device.CPU);
        engine = engines.create(architecture, losses, Precision.FLOAT, workers);
        double[] start = new Initialization.He().parameters(architecture,
                IntStream.range(0, TASKS).mapToObj(k -> "t" + k).toList(), 0, 1);
        engine.parameters().put(0, start.length, start);
        optimizer = new OptimizerSteps(new Adam(0, false), architecture, Precision.FLOAT, workers);
        boolean[] all = new boolean[TASKS];
        Arrays.fill(all, true);
        step = new OptimizerSteps.Step(1e-4, 1, all);
        Random random = new Random(1);
        int[] rows = IntStream.range(0, ROWS).toArray();
        List<Batch.Labels> labels = IntStream.range(0, TASKS).mapToObj(k -> new Batch.Labels(k, rows,
                random.ints(ROWS, 0, 2).asDoubleStream().toArray(), 1.0 / ROWS)).toList();
        batch = new Batch(ROWS, random.doubles(ROWS * 100L, -1, 1).toArray(), labels);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        engine.close();
        workers.close();
    }

    /** A gradient of all tasks and a step of Adam. */
    @Benchmark
    public void jointStep() {
        engine.gradient(batch, Dropout.NONE, false);
        optimizer.take(step, engine.parameters(), engine.gradient());
    }

    /** The gradients of ten tasks and the products of all pairs of them. */
    @Benchmark
    public double[] gradientsOfTasks() {
        return engine.taskGradients(batch, Dropout.NONE).gram();
    }
}
