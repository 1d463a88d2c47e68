package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.training.network.LookAhead.Heads;
import org.mtl.training.network.LookAhead.Move;
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
 * What it takes to look ahead from a step, beside the step: a batch of 256 rows with labels of all tasks, layers of 100, 256 and
 * 128, on two threads. The floor of looking ahead is the gradients of all tasks and the products of its forward passes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CollectionBenchmark {

    private static final int ROWS = 256;
    private static final int THREADS = 2;
    private static final int[] HIDDEN = {100, 256, 128};

    /** K. */
    @Param("10")
    private int tasks;

    private Workers workers;
    private NetworkEngine engine;
    private OptimizerSteps optimizer;
    private OptimizerSteps.Step step;
    private NetworkLookAhead lookAhead;
    private Batch batch;
    private RealKernels<float[]> kernels;
    private List<Matrix> activations;
    private List<Matrix> weights;
    private int[] widths;

    /** Draws weights, rows and labels. */
    @Setup
    public void setUp() {
        workers = new Workers(THREADS);
        widths = Arrays.copyOf(HIDDEN, HIDDEN.length + 1);
        widths[HIDDEN.length] = tasks;
        List<Loss> losses = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            losses.add(new LogisticLoss());
            outputs.add(1);
        }
        Architecture architecture = new Architecture(HIDDEN[0], List.of(HIDDEN[1], HIDDEN[2]), List.of(), Activation.RELU, true, outputs);
        engine = new DenseEngine(architecture, losses, Precision.FLOAT, workers);
        double[] start = new Initialization.He().parameters(
                architecture, IntStream.range(0, tasks).mapToObj(k -> "t" + k).toList(), 0, 1);
        engine.parameters().put(0, start.length, start);
        optimizer = new OptimizerSteps(new Adam(0, false), architecture, Precision.FLOAT, workers);
        boolean[] all = new boolean[tasks];
        Arrays.fill(all, true);
        step = new OptimizerSteps.Step(1e-4, 1, all);
        lookAhead = new NetworkLookAhead(engine, new ParameterSpace.OfNetwork(engine), optimizer, losses, OptionalDouble.empty(),
                NetworkEngine.Summand.LOSS);
        Random random = new Random(1);
        List<Batch.Labels> labels = new ArrayList<>();
        int[] positions = IntStream.range(0, ROWS).toArray();
        for (int k = 0; k < tasks; k++) {
            labels.add(new Batch.Labels(k, positions, random.ints(ROWS, 0, 2).asDoubleStream().toArray(), 1.0 / ROWS));
        }
        batch = new Batch(ROWS, random.doubles((long) ROWS * HIDDEN[0], -1, 1).toArray(), labels);
        kernels = RealKernels.ofFloats();
        activations = new ArrayList<>();
        weights = new ArrayList<>();
        for (int layer = 0; layer < widths.length; layer++) {
            activations.add(new Matrix(kernels.vector(ROWS * widths[layer]), 0, widths[layer]));
            weights.add(new Matrix(kernels.vector((layer == 0 ? 0 : widths[layer - 1]) * widths[layer]), 0, widths[layer]));
        }
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        engine.close();
        workers.close();
    }

    /** A step of Adam on all tasks, with nothing collected. */
    @Benchmark
    public double[] step() {
        double[] losses = engine.gradient(batch, Dropout.NONE, false);
        optimizer.take(step, engine.parameters(), engine.gradient());
        return losses;
    }

    private void look() {
        lookAhead.begin(batch, engine.taskGradients(batch, Dropout.NONE), 1e-4);
    }

    /** What cosines take: the gradients of all tasks and their products with each other. */
    @Benchmark
    public double[] cosine() {
        look();
        return lookAhead.gram();
    }

    /** K + 1 forward passes. */
    @Benchmark
    public double[][] tag() {
        look();
        lookAhead.before();
        return lookAhead.after(IntStream.range(0, tasks).mapToObj(k -> new Move(List.of(k), Heads.NONE)).toList());
    }

    /** K(K + 3)/2 forward passes: one for each task, one for each pair, a task with itself included. */
    @Benchmark
    public double[][] transferGain() {
        look();
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            moves.add(new Move(List.of(i), Heads.ALL));
            for (int j = i; j < tasks; j++) {
                moves.add(new Move(List.of(i, j), Heads.ALL));
            }
        }
        return lookAhead.after(moves);
    }

    /** The gradients of all tasks alone. */
    @Benchmark
    public Object taskGradients() {
        return engine.taskGradients(batch, Dropout.NONE);
    }

    /** The products of one forward pass alone, half of the rows on each thread. */
    @Benchmark
    public Object forwardProducts() {
        int half = ROWS / THREADS;
        workers.forEach(THREADS, t -> {
            for (int layer = 1; layer < widths.length; layer++) {
                kernels.multiply(half, widths[layer], widths[layer - 1], activations.get(layer - 1).part(t * half, 0),
                        weights.get(layer), 0, activations.get(layer).part(t * half, 0));
            }
        });
        return activations;
    }
}
