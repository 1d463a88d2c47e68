package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * What the engine does for a batch of 256 rows on two threads, beside the products of matrices that a joint step and the
 * gradients of all tasks cannot do without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class NetworkBenchmark {

    private static final int ROWS = 256;
    private static final int THREADS = 2;

    /** Inputs, hidden widths, and the number of binary tasks. */
    @Param({"100,256,128,10", "784,512,512,10", "50,32,1"})
    private String shape;

    private Workers workers;
    private NetworkEngine engine;
    private OptimizerSteps optimizer;
    private OptimizerSteps.Step step;
    private Batch wide;
    private Batch separate;
    private NetworkEngine.Directions direction;
    private double[] vector;
    private double[] product;
    private double[] products;
    private int[] widths;
    private RealKernels<float[]> kernels;
    private List<Matrix> activations;
    private List<Matrix> deltas;
    private List<Matrix> weights;

    /** Draws weights, rows and labels. */
    @Setup
    public void setUp() {
        workers = new Workers(THREADS);
        int[] sizes = Arrays.stream(shape.split(",")).mapToInt(Integer::parseInt).toArray();
        int tasks = sizes[sizes.length - 1];
        List<Integer> hidden = IntStream.range(1, sizes.length - 1).mapToObj(i -> sizes[i]).toList();
        List<Loss> losses = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            losses.add(new LogisticLoss());
            outputs.add(1);
        }
        Architecture architecture = new Architecture(sizes[0], hidden, List.of(), Activation.RELU, true, outputs);
        engine = new DenseEngine(architecture, losses, Precision.FLOAT, workers);
        double[] start = new Initialization.He().parameters(architecture, IntStream.range(0, tasks).mapToObj(k -> "t" + k).toList(), 0, 1);
        engine.parameters().put(0, start.length, start);
        optimizer = new OptimizerSteps(new Adam(0, false), architecture, Precision.FLOAT, workers);
        boolean[] all = new boolean[tasks];
        Arrays.fill(all, true);
        step = new OptimizerSteps.Step(1e-4, 1, all);
        Random random = new Random(1);
        double[] features = random.doubles((long) ROWS * sizes[0], -1, 1).toArray();
        wide = new Batch(ROWS, features, labels(tasks, random, (row, task) -> true));
        separate = new Batch(ROWS, features, labels(tasks, random, (row, task) -> row % tasks == task));
        vector = random.doubles(start.length, -1, 1).toArray();
        direction = engine.directions(vector, 1);
        product = new double[start.length];
        products = new double[wide.pairs()];
        widths = sizes;
        floor(sizes);
    }

    private interface Labelled {
        boolean has(int row, int task);
    }

    private static List<Batch.Labels> labels(int tasks, Random random, Labelled labelled) {
        List<Batch.Labels> labels = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            int task = k;
            int[] positions = IntStream.range(0, ROWS).filter(row -> labelled.has(row, task)).toArray();
            double[] targets = Arrays.stream(positions).mapToDouble(row -> random.nextInt(2)).toArray();
            labels.add(new Batch.Labels(k, positions, targets, 1.0 / positions.length));
        }
        return labels;
    }

    private void floor(int[] sizes) {
        kernels = RealKernels.ofFloats();
        activations = new ArrayList<>();
        deltas = new ArrayList<>();
        weights = new ArrayList<>();
        for (int layer = 0; layer < sizes.length; layer++) {
            activations.add(new Matrix(kernels.vector(ROWS * sizes[layer]), 0, sizes[layer]));
            deltas.add(new Matrix(kernels.vector(ROWS * sizes[layer]), 0, sizes[layer]));
            int inputs = layer == 0 ? 0 : sizes[layer - 1];
            weights.add(new Matrix(kernels.vector(inputs * sizes[layer]), 0, sizes[layer]));
        }
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        engine.close();
        workers.close();
    }

    /** The gradient of all tasks together. */
    @Benchmark
    public double[] gradient() {
        return engine.gradient(wide, Dropout.NONE, false);
    }

    /** The gradient of all tasks together, and a step of Adam. */
    @Benchmark
    public double[] jointStep() {
        double[] losses = engine.gradient(wide, Dropout.NONE, false);
        optimizer.take(step, engine.parameters(), engine.gradient());
        return losses;
    }

    /** The gradients of each task, where every row has a label of every task. */
    @Benchmark
    public Object taskGradients() {
        return engine.taskGradients(wide, Dropout.NONE);
    }

    /** The gradients of each task, where every row has a label of one task. */
    @Benchmark
    public Object taskGradientsOfSeparateRows() {
        return engine.taskGradients(separate, Dropout.NONE);
    }

    /** Products of each example's gradient with a direction, where every row has a label of one task. */
    @Benchmark
    public double[] exampleProducts() {
        engine.exampleProducts(separate, direction, products);
        return products;
    }

    /** A product with the Hessian. */
    @Benchmark
    public double[] hessianProduct() {
        engine.hessianProduct(wide, vector, product, false);
        return product;
    }

    /** The products of a joint step alone, half of the rows on each thread, in the sizes that suit the library. */
    @Benchmark
    public Object floorOfJointStep() {
        int half = ROWS / THREADS;
        workers.forEach(THREADS, t -> {
            int first = t * half;
            for (int layer = 1; layer < widths.length; layer++) {
                kernels.multiply(half, widths[layer], widths[layer - 1], activations.get(layer - 1).part(first, 0), weights.get(layer), 0,
                        activations.get(layer).part(first, 0));
            }
            back(first, half);
        });
        workers.forEach(THREADS, t -> {
            for (int layer = 1; layer < widths.length; layer++) {
                gradient(layer, t);
            }
        });
        return weights;
    }

    private void back(int first, int rows) {
        for (int layer = widths.length - 1; layer > 1; layer--) {
            kernels.multiplyByTransposed(rows, widths[layer - 1], widths[layer], deltas.get(layer).part(first, 0), weights.get(layer), 0,
                    deltas.get(layer - 1).part(first, 0));
        }
    }

    private void gradient(int layer, int part) {
        int rows = widths[layer - 1] / THREADS;
        kernels.multiplyTransposed(rows, widths[layer], ROWS, activations.get(layer - 1).part(0, part * rows), deltas.get(layer), 0,
                weights.get(layer).part(part * rows, 0));
    }

    /** The products of the gradients of all tasks alone: one forward pass, then a backward pass for each. */
    @Benchmark
    public Object floorOfTaskGradients() {
        int half = ROWS / THREADS;
        int tasks = widths[widths.length - 1];
        workers.forEach(THREADS, t -> {
            int first = t * half;
            for (int layer = 1; layer < widths.length; layer++) {
                kernels.multiply(half, widths[layer], widths[layer - 1], activations.get(layer - 1).part(first, 0), weights.get(layer), 0,
                        activations.get(layer).part(first, 0));
            }
            for (int k = 0; k < tasks; k++) {
                for (int layer = widths.length - 2; layer > 1; layer--) {
                    kernels.multiplyByTransposed(half, widths[layer - 1], widths[layer], deltas.get(layer).part(first, 0),
                            weights.get(layer), 0, deltas.get(layer - 1).part(first, 0));
                }
            }
        });
        workers.forEach(THREADS * tasks, i -> {
            for (int layer = 1; layer < widths.length - 1; layer++) {
                gradient(layer, i % THREADS);
            }
        });
        return weights;
    }
}
