package org.mtl.influence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.linalg.NativeMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TaskWeights;
import org.mtl.training.TrainedModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * First-order scores of 100,000 training rows on 30 targets into an array, on one thread, beside the 2·n·p·K flops that
 * they cannot do without: the same number of flops in large products, and in products of the pass's own shape.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
public class RowInfluenceBenchmark {

    private static final int TASKS = 30;
    private static final int ROWS = 100_000;
    private static final int FEATURES = 66;
    private static final int COLUMNS = FEATURES + 1;
    private static final int TILE = 200;
    private static final int LARGE = 1000;

    private Workers workers;
    private RowInfluence influence;
    private double[] scores;
    private double[] rows;
    private double[] vectors;
    private NativeMatrix squareA;
    private NativeMatrix squareB;
    private NativeMatrix squareC;
    private NativeMatrix nativeTileA;
    private NativeMatrix nativeTileC;
    private NativeMatrix nativeVectors;

    /** Draws the data, fits the model and solves for the directions. */
    @Setup
    public void setUp() {
        workers = new Workers(1);
        Random random = new Random(1);
        Dataset data = data(random);
        LinearSettings settings = new LinearSettings(Sharing.SOFT, true, Standardization.Mode.NONE,
                new PenaltyRule.Scaled(0.1), 0, new TaskWeights.Equal());
        TrainedModel trained = new LinearTrainer(settings, workers).train(data);
        LinearObjective objective = trained.model().objective(data, workers);
        List<Integer> targets = IntStream.range(0, TASKS).boxed().toList();
        double[][] gradients = trained.model().meanLosses(data, Split.VALIDATION, workers)
                .gradients(trained.fit().parameters());
        Directions directions =
                ExactInfluence.directions(trained.fit().hessian(), Sharing.SOFT, gradients, targets);
        influence = new RowInfluence(objective, TASKS,
                new FirstOrderScorer(objective, trained.fit().parameters(), directions, Normalization.FIXED));
        scores = new double[ROWS * TASKS];
        rows = random.doubles((long) ROWS * COLUMNS).toArray();
        vectors = random.doubles((long) COLUMNS * TASKS).toArray();
        double[] tileA = random.doubles((long) TILE * COLUMNS).toArray();
        squareA = NativeMatrix.of(random.doubles((long) LARGE * LARGE).toArray());
        squareB = NativeMatrix.of(random.doubles((long) LARGE * LARGE).toArray());
        squareC = new NativeMatrix(LARGE * LARGE);
        nativeTileA = NativeMatrix.of(tileA);
        nativeTileC = new NativeMatrix(TILE * TASKS);
        nativeVectors = NativeMatrix.of(vectors);
    }

    /** Tasks of equal size; a tenth as many rows again are for validation. */
    private static Dataset data(Random random) {
        int validation = ROWS / 10;
        double[][] features = new double[ROWS + validation][];
        double[] labels = new double[features.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = random.doubles(FEATURES, -1, 1).toArray();
            labels[i] = features[i][i % TASKS] + random.nextGaussian() > 0 ? 1 : 0;
        }
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < TASKS; k++) {
            int task = k;
            tasks.add(new TaskData("t" + k, Map.of(
                    Split.TRAIN, part(labels, IntStream.range(0, ROWS).filter(i -> i % TASKS == task).toArray()),
                    Split.VALIDATION, part(labels,
                            IntStream.range(ROWS, labels.length).filter(i -> i % TASKS == task).toArray())),
                    List.of("0", "1")));
        }
        List<String> names = IntStream.range(0, FEATURES).mapToObj(j -> "x" + j).toList();
        return new Dataset(ChunkedFeatures.of(names, features), RowIds.positions(), Dataset.Form.LONG, tasks);
    }

    private static TaskData.Labelled part(double[] labels, int[] positions) {
        return new TaskData.Labelled(positions, Arrays.stream(positions).mapToDouble(i -> labels[i]).toArray());
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }

    /** The pass: all rows, all targets, in file order. */
    @Benchmark
    public double[] pass() {
        RowInfluence.scores(List.of(influence), workers, scores);
        return scores;
    }

    /** The floor's product in the floor's own shape, n × p by p × K. */
    @Benchmark
    public double[] floorInOneProduct() {
        Blas.multiply(ROWS, TASKS, COLUMNS, 1, rows, vectors, 0, scores);
        return scores;
    }

    /** The same flops in products of tiles that stay in the cache, as the pass has them, without its data. */
    @Benchmark
    public NativeMatrix floorInTiles() {
        for (int tile = 0; tile < ROWS / TILE; tile++) {
            Blas.multiply(TILE, TASKS, COLUMNS, nativeTileA, nativeVectors, nativeTileC);
        }
        return nativeTileC;
    }

    /** No products at all: every row is copied once to where products would find it, and every score is stored. */
    @Benchmark
    public double[] memoryAlone() {
        for (int tile = 0; tile < ROWS / TILE; tile++) {
            nativeTileA.set(0, rows, tile * TILE * COLUMNS, TILE * COLUMNS);
            Arrays.fill(scores, tile * TILE * TASKS, (tile + 1) * TILE * TASKS, tile);
        }
        return scores;
    }

    /** 2·1000³ flops in the shape that suits the library best, on matrices outside the heap: what the machine can do. */
    @Benchmark
    public NativeMatrix largeProduct() {
        Blas.multiply(LARGE, LARGE, LARGE, squareA, squareB, squareC);
        return squareC;
    }
}
