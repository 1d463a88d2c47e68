package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TaskGradients;
import org.mtl.parallel.Workers;
import org.mtl.training.combining.Aligned;
import org.mtl.training.combining.Cagrad;
import org.mtl.training.combining.Config;
import org.mtl.training.combining.Dualproj;
import org.mtl.training.combining.Fairgrad;
import org.mtl.training.combining.Gram;
import org.mtl.training.combining.GramCombiner;
import org.mtl.training.combining.Gradvac;
import org.mtl.training.combining.Imtl;
import org.mtl.training.combining.Mgda;
import org.mtl.training.combining.Nash;
import org.mtl.training.combining.Pcgrad;
import org.mtl.training.combining.Upgrad;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * What a direction takes beside the gradients of all tasks that it is made of, and beside the plain gradient: a batch of
 * 256 rows with labels of all tasks, layers of 561, 100 and 50, on two threads. What a method takes is counted beside the gradients of
 * the very same steps, since forks differ from each other by more than that.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 2, time = 1)
public class BalanceBenchmark {

    private static final int ROWS = 256;
    private static final int THREADS = 2;
    private static final int FEATURES = 561;

    /** What is done: the plain gradient, the gradients of all tasks, or a method on top of them. */
    @Param({"plain", "gradients", "gram", "mgda", "pcgrad", "gradvac", "cagrad", "imtl", "nash", "aligned", "upgrad", "dualproj", "config",
        "fairgrad"})
    private String method;

    /** K. */
    @Param({"3", "10", "40"})
    private int tasks;

    private Workers workers;
    private NetworkEngine engine;
    private Batch batch;
    private GramCombiner combiner;

    /** Nanoseconds of the gradients of all tasks, and of what is made of them. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Parts {

        /** Of the gradients. */
        public long gradients;
        /** Of their products, the method and the direction. */
        public long rest;
    }

    /** Draws weights, rows and labels. */
    @Setup
    public void setUp() {
        workers = new Workers(THREADS);
        List<Loss> losses = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (int k = 0; k < tasks; k++) {
            losses.add(new LogisticLoss());
            outputs.add(1);
        }
        Architecture architecture = new Architecture(FEATURES, List.of(100, 50), List.of(), Activation.RELU, true, outputs);
        engine = new DenseEngine(architecture, losses, Precision.FLOAT, workers);
        double[] start = new Initialization.He().parameters(
                architecture, IntStream.range(0, tasks).mapToObj(k -> "t" + k).toList(), 0, 1);
        engine.parameters().put(0, start.length, start);
        Random random = new Random(1);
        List<Batch.Labels> labels = new ArrayList<>();
        int[] positions = IntStream.range(0, ROWS).toArray();
        for (int k = 0; k < tasks; k++) {
            labels.add(new Batch.Labels(k, positions, random.ints(ROWS, 0, 2).asDoubleStream().toArray(), 1.0 / ROWS));
        }
        batch = new Batch(ROWS, random.doubles((long) ROWS * FEATURES, -1, 1).toArray(), labels);
        combiner = Map.<String, GramCombiner>ofEntries(
                Map.entry("mgda", new Mgda()), Map.entry("pcgrad", new Pcgrad()), Map.entry("gradvac", new Gradvac(0.01, tasks)),
                Map.entry("cagrad", new Cagrad(0.4, Cagrad.Rescale.SQUARE)), Map.entry("imtl", new Imtl()), Map.entry("nash", new Nash()),
                Map.entry("aligned", new Aligned()), Map.entry("upgrad", new Upgrad()), Map.entry("dualproj", new Dualproj()),
                Map.entry("config", new Config()), Map.entry("fairgrad", new Fairgrad(2))).get(method);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        engine.close();
        workers.close();
    }

    /** A direction. */
    @Benchmark
    public Object direction(Parts parts) {
        if (method.equals("plain")) {
            return engine.gradient(batch, Dropout.NONE, false);
        }
        long begun = System.nanoTime();
        TaskGradients gradients = engine.taskGradients(batch, Dropout.NONE);
        long between = System.nanoTime();
        parts.gradients += between - begun;
        if (method.equals("gradients")) {
            return gradients;
        }
        Object direction = direction(gradients);
        parts.rest += System.nanoTime() - between;
        return direction;
    }

    private Object direction(TaskGradients gradients) {
        double[] gram = gradients.gram();
        if (combiner == null) {
            return gram;
        }
        int[] all = new int[tasks];
        Arrays.setAll(all, k -> k);
        gradients.combine(combiner.coefficients(new Gram(gram, all), new Random(1)));
        return gradients;
    }
}
