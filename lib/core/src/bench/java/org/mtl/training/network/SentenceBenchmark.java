package org.mtl.training.network;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.data.WordVectors;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TextEngine;
import org.mtl.model.network.TextTrunk;
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

/** A step of networks of words on two threads: 64 sentences of 1 to 35 words, vectors of 100 numbers, a task of two classes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class SentenceBenchmark {

    private static final int ROWS = 64;
    private static final int LONGEST = 35;
    private static final int WORDS = 20_000;
    private static final int WIDTH = 100;

    /** The layers, and what becomes of the vectors of words. */
    @Param({"text-cnn,fixed", "text-cnn,tuned", "text-lstm,fixed", "text-lstm,tuned"})
    private String layers;

    private Workers workers;
    private TextEngine engine;
    private OptimizerSteps optimizer;
    private OptimizerSteps.Step step;
    private Batch batch;

    /** Draws vectors, weights, sentences and labels. */
    @Setup
    public void setUp() {
        workers = new Workers(2);
        Random random = new Random(1);
        float[] table = new float[WORDS * WIDTH];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) random.nextGaussian();
        }
        boolean convolves = layers.startsWith("text-cnn");
        TextTrunk trunk = new TextTrunk(convolves ? TextTrunk.Kind.CNN : TextTrunk.Kind.LSTM, LONGEST, WORDS, WIDTH, convolves ? 100 : 200,
                convolves ? List.of(3, 4, 5) : List.of(), layers.endsWith("tuned"), Optional.of(new WordVectors(WORDS, WIDTH, table)));
        Architecture architecture = new Architecture(Optional.empty(), LONGEST, List.of(), List.of(), Activation.RELU, true, List.of(2),
                OptionalInt.empty(), Optional.of(trunk));
        engine = new TextEngine(architecture, List.of(new SoftmaxLoss(2)), Precision.FLOAT, workers);
        double[] start = new Initialization.He().parameters(architecture, List.of("t"), 0, 1);
        engine.parameters().put(0, start.length, start);
        optimizer = new OptimizerSteps(new Adam(0, false), architecture, Precision.FLOAT, workers);
        step = new OptimizerSteps.Step(1e-4, 1, new boolean[] {true});
        double[] features = new double[ROWS * LONGEST];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j <= i * 7 % LONGEST; j++) {
                features[i * LONGEST + j] = 1 + random.nextInt(WORDS - 1);
            }
        }
        double[] classes = IntStream.range(0, ROWS).mapToDouble(i -> random.nextInt(2)).toArray();
        batch = new Batch(ROWS, features,
                List.of(new Batch.Labels(0, IntStream.range(0, ROWS).toArray(), classes, 1.0 / ROWS)));
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        engine.close();
        workers.close();
    }

    /** The gradient, and a step of Adam. */
    @Benchmark
    public double[] jointStep() {
        double[] losses = engine.gradient(batch, Dropout.NONE, false);
        optimizer.take(step, engine.parameters(), engine.gradient());
        return losses;
    }
}
