package org.mtl.training;

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
import org.mtl.model.Sharing;
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

/** The exact fit of 30 tasks × 280 rows × 100 features, and the search over penalties. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinearFitBenchmark {

    private static final int TASKS = 30;
    private static final int ROWS = 280;
    private static final int FEATURES = 100;

    @Param({"1", "2"})
    private int threads;

    private Workers workers;
    private Dataset data;

    /** Draws the data. */
    @Setup
    public void setUp() {
        workers = new Workers(threads);
        Random random = new Random(1);
        double[][] rows = new double[TASKS * ROWS][];
        List<TaskData> tasks = new ArrayList<>();
        for (int k = 0; k < TASKS; k++) {
            int first = k * ROWS;
            double[] targets = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                rows[first + i] = random.doubles(FEATURES, -1, 1).toArray();
                targets[i] = rows[first + i][k] + random.nextGaussian();
            }
            int[] positions = IntStream.range(first, first + ROWS).toArray();
            int cut = ROWS * 4 / 5;
            tasks.add(new TaskData("t" + k, Map.of(
                    Split.TRAIN, part(positions, targets, 0, cut), Split.VALIDATION, part(positions, targets, cut, ROWS))));
        }
        List<String> names = IntStream.range(0, FEATURES).mapToObj(j -> "x" + j).toList();
        data = new Dataset(ChunkedFeatures.of(names, rows), RowIds.positions(), Dataset.Form.LONG, tasks);
    }

    private static TaskData.Labelled part(int[] rows, double[] targets, int from, int to) {
        return new TaskData.Labelled(
                Arrays.copyOfRange(rows, from, to), Arrays.copyOfRange(targets, from, to));
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }

    private TrainedModel train(PenaltyRule rule) {
        LinearSettings settings = new LinearSettings(
                Sharing.SOFT, true, Standardization.Mode.NONE, rule, 0, new TaskWeights.Equal());
        return new LinearTrainer(settings, workers).train(data);
    }

    /** One fit at a given penalty. */
    @Benchmark
    public TrainedModel fit() {
        return train(new PenaltyRule.Scaled(0.1));
    }

    /** Six fits and their validation losses. */
    @Benchmark
    public TrainedModel tune() {
        return train(new PenaltyRule.Auto());
    }
}
