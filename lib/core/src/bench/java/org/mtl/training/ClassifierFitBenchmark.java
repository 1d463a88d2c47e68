package org.mtl.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

/**
 * One logistic fit at given penalties, from zero. The environment may name real data: MTL_BENCH_ROWS a CSV file without
 * header of task,label,features of training rows, MTL_BENCH_LAMBDA a CSV file of task,penalty, and
 * MTL_BENCH_SHARING is SOFT (the default), NONE or POOLED. Without rows 30 tasks × 275 rows × 66 features are drawn.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
public class ClassifierFitBenchmark {

    @Param({"1", "2"})
    private int threads;

    private Workers workers;
    private Dataset data;
    private LinearTrainer trainer;

    /** Reads or draws the data. */
    @Setup
    public void setUp() throws IOException {
        workers = new Workers(threads);
        String rows = System.getenv("MTL_BENCH_ROWS");
        String lambda = System.getenv("MTL_BENCH_LAMBDA");
        Sharing sharing = Sharing.valueOf(System.getenv().getOrDefault("MTL_BENCH_SHARING", "SOFT"));
        data = dataset(rows == null ? drawn() : Files.readAllLines(Path.of(rows)));
        Map<String, Double> penalties = new LinkedHashMap<>();
        for (TaskData task : data.tasks()) {
            penalties.put(task.name(), 0.005);
        }
        if (lambda != null) {
            for (String line : Files.readAllLines(Path.of(lambda))) {
                penalties.put(line.split(",")[0], Double.valueOf(line.split(",")[1]));
            }
        }
        trainer = new LinearTrainer(new LinearSettings(sharing, true, Standardization.Mode.POOLED,
                new PenaltyRule.Given(0.005, penalties), 0, new TaskWeights.Equal()), workers);
    }

    private static List<String> drawn() {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30 * 275; i++) {
            double[] features = random.doubles(66, -1, 1).toArray();
            int label = features[i % 30] + random.nextGaussian() > 0 ? 1 : 0;
            StringBuilder line = new StringBuilder("t" + i % 30 + "," + label);
            Arrays.stream(features).forEach(value -> line.append(',').append(value));
            lines.add(line.toString());
        }
        return lines;
    }

    private static Dataset dataset(List<String> lines) {
        Map<String, List<Integer>> positions = new LinkedHashMap<>();
        double[][] features = new double[lines.size()][];
        double[] labels = new double[lines.size()];
        for (int i = 0; i < features.length; i++) {
            String[] cells = lines.get(i).split(",");
            positions.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(i);
            labels[i] = Double.parseDouble(cells[1]);
            features[i] = Arrays.stream(cells, 2, cells.length).mapToDouble(Double::parseDouble).toArray();
        }
        List<TaskData> tasks = new ArrayList<>();
        positions.forEach((name, list) -> {
            int[] rows = list.stream().mapToInt(Integer::intValue).toArray();
            double[] targets = Arrays.stream(rows).mapToDouble(i -> labels[i]).toArray();
            tasks.add(new TaskData(name, Map.of(Split.TRAIN, new TaskData.Labelled(rows, targets)), List.of("0", "1")));
        });
        List<String> names = IntStream.range(0, features[0].length).mapToObj(j -> "x" + j).toList();
        return new Dataset(ChunkedFeatures.of(names, features), RowIds.positions(), Dataset.Form.LONG, tasks);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }

    /** Standardization and the fit. */
    @Benchmark
    public TrainedModel fit() {
        return trainer.train(data);
    }
}
