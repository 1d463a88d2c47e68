package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.Normalization;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Batch;
import org.mtl.parallel.Workers;

/** Single rows and rows themselves as targets along a path: against losses after steps, means, and the row as the only target. */
class ModelPathTest {

    private static final double RATE = 0.05;

    static List<SmallNetwork> networks() {
        return SmallNetwork.all();
    }

    private static ModelPath steps(ModelNetworks opened, int steps, double rate) {
        return PseudoUpdates.of(opened, new PseudoUpdates.Steps(steps, new InnerRate(OptionalDouble.of(rate), 0)));
    }

    /** Two segments, the first with two checkpoints, near the parameters. */
    private static ModelPath segments(ModelNetworks opened) {
        Random random = new Random(7);
        List<List<double[]>> points = IntStream.range(0, 3).mapToObj(c -> opened.parts().stream()
                .map(part -> Arrays.stream(part.objective().engine().parameters().values())
                        .map(w -> w + 0.1 * random.nextGaussian()).toArray()).toList()).toList();
        return SourceUnrolling.of(opened, List.of(
                new SourceUnrolling.Segment(List.of(1, 2), points.subList(0, 2), 0.7),
                new SourceUnrolling.Segment(List.of(3), points.subList(2, 3), 0.3)), 10, Fisher.GIVEN);
    }

    /** What a scorer says of each training label of a network, task after task. */
    private static List<double[]> scores(TrainedObjective objective, PairScorer scorer, int columns) {
        LabelledRows rows = objective.training();
        List<List<double[]>> found = IntStream.range(0, rows.tasks()).mapToObj(k -> (List<double[]>) new ArrayList<double[]>()).toList();
        rows.forEachBatch(17, (task, labels, size) -> 1, (batch, before) -> {
            double[] scores = new double[batch.pairs() * columns];
            scorer.score(batch, before, scores);
            int at = 0;
            for (Batch.Labels labels : batch.labels()) {
                for (int i = 0; i < labels.size(); i++, at += columns) {
                    found.get(labels.task()).add(Arrays.copyOfRange(scores, at, at + columns));
                }
            }
        });
        return found.stream().flatMap(List::stream).toList();
    }

    /** A network of a model opened at each point of its path. */
    private record AtPoints(List<ModelNetworks> opened, List<TrainedObjective> objectives) implements AutoCloseable {

        static AtPoints of(SmallNetwork network, ModelPath path, int part, Workers workers) {
            List<ModelNetworks> opened = new ArrayList<>();
            for (PathPoint point : path.points(network.data(), Split.VALIDATION, List.of())) {
                ModelNetworks one = network.open(workers);
                double[] w = point.parameters().get(part);
                one.parts().get(part).objective().engine().parameters().put(0, w.length, w);
                opened.add(one);
            }
            return new AtPoints(opened, opened.stream().map(one -> one.parts().get(part).objective()).toList());
        }

        /** Sums of scores over points. */
        List<double[]> sums(List<PairScorer> scorers, int columns) {
            List<double[]> sums = null;
            for (int p = 0; p < scorers.size(); p++) {
                List<double[]> own = scores(objectives.get(p), scorers.get(p), columns);
                List<double[]> before = sums;
                sums = before == null ? own : IntStream.range(0, own.size()).mapToObj(i -> IntStream.range(0, columns)
                        .mapToDouble(j -> before.get(i)[j] + own.get(i)[j]).toArray()).toList();
            }
            return sums;
        }

        @Override
        public void close() {
            opened.forEach(ModelNetworks::close);
        }
    }

    private static List<double[]> rows(SmallNetwork network, ModelPath path, int part, RowTargets targets, Normalization normalization,
            Workers workers) {
        try (AtPoints points = AtPoints.of(network, path, part, workers)) {
            int columns = TargetRowPairs.columns(points.opened().get(0).parts().get(part), targets).size();
            return points.sums(path.rows(part, points.objectives(), network.data(), targets, normalization), columns);
        }
    }

    private static List<double[]> means(SmallNetwork network, Dataset data, ModelPath path, int part, Normalization normalization,
            Workers workers) {
        try (AtPoints points = AtPoints.of(network, path, part, workers)) {
            List<PathPoint> of = path.points(data, Split.VALIDATION, network.targets());
            List<PairScorer> scorers = new ArrayList<>();
            for (int p = 0; p < of.size(); p++) {
                TargetGradients u = of.get(p).directions().get(part);
                scorers.add(new FirstOrderPairs(points.objectives().get(p), u.vectors(), u.count(), normalization));
            }
            return points.sums(scorers, of.get(0).directions().get(part).count());
        }
    }

    /** The loss of one labelled row of a split after steps in which the n-th training example counts 1 + ε. */
    private static double lossAfter(ModelNetworks.Part part, LabelledRows rows, int steps, int example, double epsilon, int task, int label) {
        TrainedObjective objective = part.objective();
        double[] start = objective.engine().parameters().values();
        double[] w = start.clone();
        for (int step = 0; step < steps; step++) {
            double[] sum = Arrays.stream(w).map(x -> objective.decay() * x).toArray();
            List<Explicit.Example> examples = Explicit.examples(objective, TrainedObjective.Labels.GIVEN);
            for (int i = 0; i < examples.size(); i++) {
                double weight = examples.get(i).weight() * (i == example ? 1 + epsilon : 1);
                double[] gradient = examples.get(i).gradient();
                Arrays.setAll(sum, j -> sum[j] + weight * gradient[j]);
            }
            Arrays.setAll(w, j -> w[j] - RATE * sum[j]);
            objective.engine().parameters().put(0, w.length, w);
        }
        double[] loss = new double[1];
        int row = rows.row(task, label);
        rows.forEachBatch(row, row + 1, 1, (k, labels, size) -> 1, (batch, before) -> loss[0] = objective.engine().losses(batch)[task]);
        objective.engine().parameters().put(0, w.length, start);
        return loss[0];
    }

    @ParameterizedTest
    @MethodSource("networks")
    void afterStepsTheyAreDerivativesOfARowsLoss(SmallNetwork network) {
        double h = 1e-3;
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            RowTargets targets = new RowTargets(network.data(), Split.VALIDATION, network.targets());
            for (int steps : new int[] {1, 3}) {
                ModelPath path = steps(opened, steps, RATE);
                for (int n = 0; n < opened.parts().size(); n++) {
                    ModelNetworks.Part part = opened.parts().get(n);
                    List<double[]> rows = rows(network, path, n, targets, Normalization.FIXED, workers);
                    List<double[]> self = scores(part.objective(), path.self(n), 1);
                    List<Explicit.Example> examples = Explicit.examples(part.objective(), TrainedObjective.Labels.GIVEN);
                    List<Integer> own = targets.of(part);
                    LabelledRows validation = part.rows(network.data(), Split.VALIDATION);
                    for (int i : new int[] {0, 4, 9}) {
                        // Explicit examples come batch by batch, scores task after task.
                        Explicit.Example example = examples.get(i);
                        int at = place(part, example);
                        double up = lossAfter(part, part.objective().training(), steps, i, h, example.task(), example.label());
                        double down = lossAfter(part, part.objective().training(), steps, i, -h, example.task(), example.label());
                        assertEquals(-(up - down) / (2 * h), self.get(at)[0], 1e-6);
                        int column = (7 * i + 1) % own.size();
                        int task = part.tasks().indexOf(targets.task(own.get(column)));
                        int label = validation.of(task).find(targets.row(own.get(column)));
                        up = lossAfter(part, validation, steps, i, h, task, label);
                        down = lossAfter(part, validation, steps, i, -h, task, label);
                        assertEquals((up - down) / (2 * h), rows.get(at)[column], 1e-6);
                    }
                }
            }
        }
    }

    private static int place(ModelNetworks.Part part, Explicit.Example example) {
        int place = example.label();
        for (int task = 0; task < example.task(); task++) {
            place += part.objective().training().of(task).size();
        }
        return place;
    }

    /** Also with the curvature of segments, where the last one's directions come from factors and the others are written out. */
    @ParameterizedTest
    @MethodSource("networks")
    void theMeanOfSingleRowsIsTheTasksScore(SmallNetwork network) {
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            for (ModelPath path : List.of(segments(opened), steps(opened, 1, RATE), steps(opened, 4, RATE))) {
                for (Normalization normalization : Normalization.values()) {
                    checkMeans(network, opened, path, normalization, workers);
                }
            }
        }
    }

    @Property(tries = 15)
    void theMeanOfSingleRowsIsTheTasksScoreForAnySteps(@ForAll @IntRange(min = 1, max = 5) int steps,
            @ForAll @DoubleRange(min = 0.01, max = 0.1) double rate, @ForAll long seed) {
        SmallNetwork network = SmallNetwork.of(
                Dataset.Form.WIDE, true, true, List.of(3), List.of(2), List.of(new SquaredLoss(1), new SquaredLoss(2)), 40, seed);
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            checkMeans(network, opened, steps(opened, steps, rate), Normalization.FIXED, workers);
        }
    }

    private static void checkMeans(SmallNetwork network, ModelNetworks opened, ModelPath path, Normalization normalization,
            Workers workers) {
        RowTargets targets = new RowTargets(network.data(), Split.VALIDATION, network.targets());
        for (int n = 0; n < opened.parts().size(); n++) {
            ModelNetworks.Part part = opened.parts().get(n);
            List<Integer> own = targets.of(part);
            List<double[]> rows = rows(network, path, n, targets, normalization, workers);
            List<double[]> means = means(network, network.data(), path, n, normalization, workers);
            for (int i = 0; i < rows.size(); i++) {
                double[] line = rows.get(i);
                double scale = Arrays.stream(line).map(Math::abs).max().orElse(0);
                for (int t = 0; t < part.tasks().size(); t++) {
                    int task = part.tasks().get(t);
                    double mean = IntStream.range(0, own.size()).filter(v -> targets.task(own.get(v)) == task)
                            .mapToDouble(v -> line[v]).average().orElse(0);
                    // Products from factors are of 32 bits.
                    assertEquals(means.get(i)[t], mean, 2e-6 * scale);
                }
            }
        }
    }

    /** A training row as the only validation row of its task: what it does to that is what it does to itself, the sign turned. */
    @ParameterizedTest
    @MethodSource("networks")
    void aRowOnItselfIsATargetLikeAnother(SmallNetwork network) {
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            for (ModelPath path : List.of(segments(opened), steps(opened, 3, RATE))) {
                for (int n = 0; n < opened.parts().size(); n++) {
                    ModelNetworks.Part part = opened.parts().get(n);
                    List<double[]> self = scores(part.objective(), path.self(n), 1);
                    for (int task = 0; task < part.tasks().size(); task++) {
                        int label = part.objective().training().of(task).size() / 2;
                        int at = place(part, new Explicit.Example(task, label, 0, new double[0]));
                        Dataset one = with(network.data(), part.tasks().get(task), label);
                        double expected = means(network, one, path, n, Normalization.FIXED, workers).get(at)[task];
                        assertEquals(-expected, self.get(at)[0], 1e-10 * (1 + Math.abs(expected)));
                    }
                }
            }
        }
    }

    private static Dataset with(Dataset data, int task, int label) {
        List<TaskData> tasks = new ArrayList<>(data.tasks());
        TaskData.Labelled training = tasks.get(task).in(Split.TRAIN);
        tasks.set(task, tasks.get(task).with(Map.of(Split.TRAIN, training, Split.VALIDATION, training.at(new int[] {label}))));
        return new Dataset(data.features(), data.ids(), data.form(), tasks);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void enginesKeepTheirParameters(SmallNetwork network) {
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            List<double[]> before = opened.parts().stream().map(part -> part.objective().engine().parameters().values()).toList();
            for (ModelPath path : List.of(segments(opened), steps(opened, 3, RATE))) {
                path.points(network.data(), Split.VALIDATION, network.targets());
                scores(opened.parts().get(0).objective(), path.self(0), 1);
            }
            for (int n = 0; n < before.size(); n++) {
                assertArrayEquals(before.get(n), opened.parts().get(n).objective().engine().parameters().values());
            }
        }
    }
}
