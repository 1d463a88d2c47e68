package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.Normalization;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;

/** Scores of rows and tasks against gradients written out. */
class NetworkRowsTest {

    static List<SmallNetwork> networks() {
        return SmallNetwork.all();
    }

    /** A line of scores. */
    record Line(int row, int task, double[] scores) {}

    private static List<TaskData.Labelled> training(Dataset data) {
        return data.tasks().stream().map(task -> task.in(Split.TRAIN)).toList();
    }

    private static List<Line> lines(SmallNetwork network, List<List<NetworkRows.Part>> models, int columns) {
        List<Line> lines = new ArrayList<>();
        NetworkRows rows = new NetworkRows(training(network.data()), 4, models, columns);
        try {
            rows.forEachBlock(0, rows.blocks(), block -> {
                for (int i = 0; i < block.size(); i++) {
                    lines.add(new Line(block.rows()[i], block.tasks()[i],
                            Arrays.copyOfRange(block.scores(), i * columns, (i + 1) * columns)));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private interface Scorers {
        PairScorer of(TrainedObjective objective, TargetGradients targets);
    }

    private static List<Line> score(SmallNetwork network, int threads, Scorers scorers) {
        try (Workers workers = new Workers(threads); ModelNetworks opened = network.open(workers)) {
            List<NetworkRows.Part> parts = new ArrayList<>();
            for (ModelNetworks.Part part : opened.parts()) {
                TargetGradients targets = TargetGradients.of(part, network.data(), Split.VALIDATION, network.targets());
                parts.add(new NetworkRows.Part(part.objective(), part.tasks(), scorers.of(part.objective(), targets),
                        targets.columns()));
            }
            return lines(network, List.of(parts), network.targets().size());
        }
    }

    /** What the score of a label on a target is, by gradients written out. */
    private interface Expected {
        double of(TrainedObjective objective, Explicit.Example example, List<Explicit.Example> all, double[] v);
    }

    private static void check(SmallNetwork network, List<Line> lines, Expected expected) {
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            int found = 0;
            for (ModelNetworks.Part part : opened.parts()) {
                TrainedObjective objective = part.objective();
                TargetGradients targets = TargetGradients.of(part, network.data(), Split.VALIDATION, network.targets());
                List<Explicit.Example> all = Explicit.examples(objective);
                for (Explicit.Example example : all) {
                    int task = part.tasks().get(example.task());
                    int row = objective.training().row(example.task(), example.label());
                    Line line = lines.stream().filter(l -> l.row() == row && l.task() == task).findFirst().orElseThrow();
                    double[] scores = new double[network.targets().size()];
                    for (int t = 0; t < targets.count(); t++) {
                        double[] v = Arrays.copyOfRange(targets.vectors(), t * objective.size(), (t + 1) * objective.size());
                        scores[targets.columns().get(t)] = expected.of(objective, example, all, v);
                    }
                    assertArrayEquals(scores, line.scores(), 1e-7);
                    found++;
                }
            }
            assertEquals(found, lines.size());
        }
        for (int i = 1; i < lines.size(); i++) {
            Line before = lines.get(i - 1);
            Line line = lines.get(i);
            assertTrue(before.row() < line.row() || before.row() == line.row() && before.task() < line.task());
        }
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void scoresAreProductsOfGradientsWithDirections(SmallNetwork network) {
        Scorers scorers = (objective, targets) -> new FirstOrderPairs(objective, EkfacInverse.of(objective, Fisher.sampled(0),
                Damping.AUTO).apply(targets.vectors(), targets.count()), targets.count(), Normalization.FIXED);
        check(network, score(network, 2, scorers), (objective, example, all, v) -> -example.weight() * dot(example.gradient(),
                EkfacInverse.of(objective, Fisher.sampled(0), Damping.AUTO).apply(v, 1)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void keptScoresSubtractTheMeanOfTheTask(SmallNetwork network) {
        check(network, score(network, 1, (objective, targets) ->
                new FirstOrderPairs(objective, targets.vectors(), targets.count(), Normalization.KEPT)), (objective, example, all, v) -> {
            int rows = objective.training().of(example.task()).size();
            double mean = all.stream().filter(e -> e.task() == example.task()).mapToDouble(e -> dot(e.gradient(), v)).sum() / rows;
            return -objective.weight(example.task()) / (rows - 1) * (dot(example.gradient(), v) - mean);
        });
    }

    @ParameterizedTest
    @MethodSource("networks")
    void cosinesAreThoseOfGradients(SmallNetwork network) {
        check(network, score(network, 1, (objective, targets) -> new CosinePairs(objective, targets.vectors(), targets.count())),
                (objective, example, all, v) -> -dot(example.gradient(), v)
                        / Math.sqrt(dot(example.gradient(), example.gradient()) * dot(v, v)));
    }

    /** Every inverse: from factors, and with gradients as vectors. */
    @ParameterizedTest
    @MethodSource("networks")
    void aRowsInfluenceOnItselfIsItsForm(SmallNetwork network) {
        List<Function<TrainedObjective, CurvatureInverse>> inverses = List.of(
                objective -> new IdentityInverse(objective.workers()),
                objective -> KfacInverse.of(objective, Fisher.sampled(0), Damping.AUTO),
                objective -> EkfacInverse.of(objective, Fisher.GIVEN, Damping.AUTO),
                objective -> new DataInfInverse(objective, Damping.AUTO),
                objective -> ConjugateGradientInverse.ofGaussNewton(objective, Fisher.GIVEN, Damping.AUTO,
                        new ConjugateGradientInverse.Stop(1e-12, 500)));
        for (Function<TrainedObjective, CurvatureInverse> inverse : inverses) {
            try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
                List<NetworkRows.Part> parts = new ArrayList<>();
                for (ModelNetworks.Part part : opened.parts()) {
                    CurvatureInverse of = inverse.apply(part.objective());
                    parts.add(new NetworkRows.Part(part.objective(), part.tasks(), new SelfPairs(part.objective(), of), List.of(0)));
                }
                List<Line> lines = lines(network, List.of(parts), 1);
                for (ModelNetworks.Part part : opened.parts()) {
                    CurvatureInverse of = inverse.apply(part.objective());
                    for (Explicit.Example example : Explicit.examples(part.objective())) {
                        int row = part.objective().training().row(example.task(), example.label());
                        int task = part.tasks().get(example.task());
                        double expected = example.weight() * dot(example.gradient(), of.apply(example.gradient(), 1));
                        double actual = lines.stream().filter(l -> l.row() == row && l.task() == task).findFirst().orElseThrow()
                                .scores()[0];
                        assertEquals(expected, actual, 1e-6 * (1 + expected));
                        assertTrue(actual >= 0);
                    }
                }
            }
        }
    }

    /** −u·(π_l Σ_i ∇ℓ_li/n_l + wd·θ_l), the penalty on shared parameters left out. */
    @ParameterizedTest
    @MethodSource("networks")
    void tasksAreTheSumOfTheirRowsAndTheirPenalty(SmallNetwork network) {
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            for (ModelNetworks.Part part : opened.parts()) {
                TrainedObjective objective = part.objective();
                double[] u = new Random(5).doubles(objective.size(), -1, 1).toArray();
                double[][] scores = NetworkTasks.scores(objective, u, 1);
                double[] w = new double[objective.size()];
                objective.engine().parameters().get(0, w.length, w);
                List<Explicit.Example> all = Explicit.examples(objective);
                for (int task = 0; task < scores.length; task++) {
                    int source = task;
                    double expected = all.stream().filter(e -> e.task() == source)
                            .mapToDouble(e -> -e.weight() * dot(e.gradient(), u)).sum();
                    for (var block : objective.architecture().blocks()) {
                        for (int j = block.offset(); j < block.offset() + block.size(); j++) {
                            boolean own = block.task().isPresent() && block.task().getAsInt() == task;
                            expected -= own ? network.decay() * w[j] * u[j] : 0;
                        }
                    }
                    assertEquals(expected, scores[task][0], 1e-7);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void scoresAreTheSameForAnyNumberOfThreads(SmallNetwork network) {
        NetworkModel floats = new NetworkModel(network.model().features(), network.model().standardization(),
                network.model().components(), network.model().tasks(), network.model().networks(), Precision.FLOAT);
        SmallNetwork same = new SmallNetwork(network.name(), floats, network.data(), network.decay());
        List<Scorers> all = List.of(
                (objective, targets) -> new FirstOrderPairs(objective, EkfacInverse.of(objective, Fisher.sampled(0), Damping.AUTO)
                        .apply(targets.vectors(), targets.count()), targets.count(), Normalization.KEPT),
                (objective, targets) -> new FirstOrderPairs(objective, new DataInfInverse(objective, Damping.AUTO)
                        .apply(targets.vectors(), targets.count()), targets.count(), Normalization.FIXED),
                (objective, targets) -> new FirstOrderPairs(objective, ConjugateGradientInverse.ofGaussNewton(objective,
                        Fisher.sampled(0), Damping.AUTO, new ConjugateGradientInverse.Stop(1e-6, 50))
                        .apply(targets.vectors(), targets.count()), targets.count(), Normalization.FIXED),
                (objective, targets) -> new CosinePairs(objective, targets.vectors(), targets.count()));
        for (Scorers scorers : all) {
            List<Line> one = score(same, 1, scorers);
            for (int threads : new int[] {2, 4}) {
                List<Line> more = score(same, threads, scorers);
                for (int i = 0; i < one.size(); i++) {
                    assertArrayEquals(one.get(i).scores(), more.get(i).scores());
                }
            }
        }
    }

    /** On single rows: the product of a row's gradient with a target row's direction; their mean is the task's score. */
    @ParameterizedTest
    @MethodSource("networks")
    void scoresOnSingleRowsAreProductsToo(SmallNetwork network) {
        List<Function<TrainedObjective, CurvatureInverse>> inverses = List.of(
                objective -> new IdentityInverse(objective.workers()),
                objective -> KfacInverse.of(objective, Fisher.GIVEN, Damping.AUTO),
                objective -> EkfacInverse.of(objective, Fisher.sampled(0), Damping.AUTO),
                objective -> new DataInfInverse(objective, Damping.AUTO),
                objective -> ConjugateGradientInverse.ofGaussNewton(objective, Fisher.GIVEN, Damping.AUTO,
                        new ConjugateGradientInverse.Stop(1e-12, 500)));
        for (Function<TrainedObjective, CurvatureInverse> inverse : inverses) {
            for (Normalization normalization : Normalization.values()) {
                try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
                    checkSingleRows(network, opened, inverse, normalization);
                }
            }
        }
    }

    private static void checkSingleRows(SmallNetwork network, ModelNetworks opened,
            Function<TrainedObjective, CurvatureInverse> inverse, Normalization normalization) {
        RowTargets targets = new RowTargets(network.data(), Split.VALIDATION, network.targets());
        List<NetworkRows.Part> single = new ArrayList<>();
        List<NetworkRows.Part> means = new ArrayList<>();
        for (ModelNetworks.Part part : opened.parts()) {
            CurvatureInverse of = inverse.apply(part.objective());
            single.add(new NetworkRows.Part(part.objective(), part.tasks(),
                    TargetRowPairs.of(part, network.data(), targets, of, normalization), TargetRowPairs.columns(part, targets)));
            TargetGradients v = TargetGradients.of(part, network.data(), Split.VALIDATION, network.targets());
            means.add(new NetworkRows.Part(part.objective(), part.tasks(), new FirstOrderPairs(part.objective(),
                    of.apply(v.vectors(), v.count()), v.count(), normalization), v.columns()));
        }
        List<Line> lines = lines(network, List.of(single), targets.count());
        List<Line> expected = lines(network, List.of(means), network.targets().size());
        for (int i = 0; i < lines.size(); i++) {
            double[] sums = new double[network.targets().size()];
            for (int t = 0; t < targets.count(); t++) {
                int rows = network.data().tasks().get(targets.task(t)).size(Split.VALIDATION);
                sums[targets.task(t)] += lines.get(i).scores()[t] / rows;
            }
            double scale = Arrays.stream(lines.get(i).scores()).map(Math::abs).max().orElse(0);
            assertArrayEquals(expected.get(i).scores(), sums, 2e-6 * scale);
        }
        int last = targets.count() - 1;
        assertTrue(targets.row(0) <= targets.row(last));
        checkOneTarget(network, opened, inverse, normalization, targets, lines);
    }

    /** One target by its own gradient, as if it were the only validation row of its task. */
    private static void checkOneTarget(SmallNetwork network, ModelNetworks opened,
            Function<TrainedObjective, CurvatureInverse> inverse, Normalization normalization, RowTargets targets, List<Line> lines) {
        int target = targets.count() / 2;
        int task = targets.task(target);
        TaskData.Labelled all = network.data().tasks().get(task).in(Split.VALIDATION);
        int label = all.find(targets.row(target));
        List<TaskData> tasks = new ArrayList<>(network.data().tasks());
        tasks.set(task, tasks.get(task).with(Map.of(Split.TRAIN, tasks.get(task).in(Split.TRAIN),
                Split.VALIDATION, all.at(new int[] {label}))));
        Dataset one = new Dataset(network.data().features(), network.data().ids(), network.data().form(), tasks);
        for (ModelNetworks.Part part : opened.parts()) {
            if (part.tasks().contains(task)) {
                TargetGradients v = TargetGradients.of(part, one, Split.VALIDATION, List.of(task));
                NetworkRows.Part scored = new NetworkRows.Part(part.objective(), part.tasks(), new FirstOrderPairs(part.objective(),
                        inverse.apply(part.objective()).apply(v.vectors(), 1), 1, normalization), List.of(0));
                for (Line line : lines(network, List.of(List.of(scored)), 1)) {
                    if (part.tasks().contains(line.task())) {
                        double found = lines.stream().filter(l -> l.row() == line.row() && l.task() == line.task()).findFirst()
                                .orElseThrow().scores()[target];
                        assertEquals(line.scores()[0], found, 1e-5 * (1 + Math.abs(found)));
                    }
                }
            }
        }
    }

    /** Several models give the mean of their scores. */
    @Test
    void severalModelsGiveTheMean() {
        SmallNetwork network = networks().get(0);
        SmallNetwork other = SmallNetwork.of(Dataset.Form.LONG, true, true, List.of(3), List.of(), network.model().losses(), 60, 77)
                .with(network.data());
        Scorers scorers = (objective, targets) ->
                new FirstOrderPairs(objective, targets.vectors(), targets.count(), Normalization.FIXED);
        List<Line> first = score(network, 1, scorers);
        List<Line> second = score(other, 1, scorers);
        try (Workers workers = new Workers(1); ModelNetworks a = network.open(workers); ModelNetworks b = other.open(workers)) {
            List<List<NetworkRows.Part>> models = new ArrayList<>();
            for (ModelNetworks opened : List.of(a, b)) {
                ModelNetworks.Part part = opened.parts().get(0);
                TargetGradients targets = TargetGradients.of(part, network.data(), Split.VALIDATION, network.targets());
                models.add(List.of(new NetworkRows.Part(part.objective(), part.tasks(), scorers.of(part.objective(), targets),
                        targets.columns())));
            }
            List<Line> both = lines(network, models, 3);
            for (int i = 0; i < both.size(); i++) {
                for (int t = 0; t < 3; t++) {
                    double mean = (first.get(i).scores()[t] + second.get(i).scores()[t]) / 2;
                    assertEquals(mean, both.get(i).scores()[t], 1e-15);
                }
            }
        }
    }

    /** Rows in another order have the same scores, in that order. */
    @Test
    void theOrderOfRowsDoesNotMatter() {
        SmallNetwork network = networks().get(0);
        int rows = network.data().features().rows();
        int[] place = IntStream.range(0, rows).map(i -> i * 7 % rows).toArray();
        double[][] moved = new double[rows][];
        for (int i = 0; i < rows; i++) {
            moved[place[i]] = ((ArrayFeatures) network.data().features()).values()[i];
        }
        List<TaskData> tasks = new ArrayList<>();
        for (TaskData task : network.data().tasks()) {
            Map<Split, TaskData.Labelled> splits = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                TaskData.Labelled of = task.in(split);
                int[] order = IntStream.range(0, of.size()).boxed().sorted((a, b) -> place[of.row(a)] - place[of.row(b)])
                        .mapToInt(Integer::intValue).toArray();
                splits.put(split, new TaskData.Labelled(IntStream.of(order).map(i -> place[of.row(i)]).toArray(),
                        IntStream.of(order).mapToDouble(i -> of.target(i, 0)).toArray()));
            }
            tasks.add(task.with(splits));
        }
        Dataset other = new Dataset(ArrayFeatures.of(moved), network.data().ids(), network.data().form(), tasks);
        Scorers scorers = (objective, targets) -> new FirstOrderPairs(objective, EkfacInverse.of(objective, Fisher.GIVEN,
                Damping.AUTO).apply(targets.vectors(), targets.count()), targets.count(), Normalization.FIXED);
        List<Line> before = score(network, 1, scorers);
        List<Line> after = score(network.with(other), 1, scorers);
        for (Line line : before) {
            Line same = after.stream().filter(l -> l.row() == place[line.row()] && l.task() == line.task()).findFirst().orElseThrow();
            assertArrayEquals(line.scores(), same.scores(), 1e-12);
        }
    }

    /** A value that a float cannot hold: the layer and the row are named, in passes for curvature and for scores. */
    @Test
    void whatIsNotFiniteIsNamed() {
        SmallNetwork network = networks().get(0);
        double[][] values = Arrays.stream(((ArrayFeatures) network.data().features()).values()).map(double[]::clone)
                .toArray(double[][]::new);
        int row = network.data().tasks().get(1).in(Split.TRAIN).row(2);
        values[row][1] = 1e300;
        Dataset broken = new Dataset(ArrayFeatures.of(values), network.data().ids(), network.data().form(), network.data().tasks());
        NetworkModel floats = new NetworkModel(network.model().features(), network.model().standardization(),
                network.model().components(), network.model().tasks(), network.model().networks(), Precision.FLOAT);
        SmallNetwork bad = new SmallNetwork(network.name(), floats, broken, network.decay());
        String expected = "row '" + row + "' of task 'task 1': what layer trunk.1 takes in is not finite";
        List<Scorers> all = List.of(
                (objective, targets) -> new FirstOrderPairs(objective, targets.vectors(), targets.count(), Normalization.FIXED),
                (objective, targets) -> new FirstOrderPairs(objective, EkfacInverse.of(objective, Fisher.sampled(0), Damping.AUTO)
                        .apply(targets.vectors(), targets.count()), targets.count(), Normalization.FIXED));
        for (Scorers scorers : all) {
            MtlException e = assertThrows(MtlException.class, () -> score(bad, 2, scorers));
            assertTrue(e.getMessage().startsWith(expected), e.getMessage());
            assertEquals(MtlException.Kind.DATA, e.kind());
        }
    }

    /** The scores of several blocks are those of one pass: more rows than a block has. */
    @Test
    void blocksFollowEachOther() {
        SmallNetwork network = SmallNetwork.of(Dataset.Form.WIDE, true, true, List.of(2), List.of(),
                networks().get(0).model().losses(), 20_000, 6);
        try (Workers workers = new Workers(2)) {
            NetworkRows rows = new NetworkRows(training(network.data()), 4, List.of(), 1);
            assertEquals(20, rows.blocks());
            int labels = training(network.data()).stream().mapToInt(TaskData.Labelled::size).sum();
            assertEquals(labels, rows.lines(0, 7) + rows.lines(7, 20));
        }
        List<Line> lines = score(network, 2, (objective, targets) ->
                new FirstOrderPairs(objective, targets.vectors(), targets.count(), Normalization.FIXED));
        double[] sums = new double[3];
        lines.stream().filter(line -> line.task() == 0).forEach(line -> IntStream.range(0, 3).forEach(t -> sums[t] += line.scores()[t]));
        try (Workers workers = new Workers(1);
                ModelNetworks opened = new ModelNetworks(network.model(), network.data(), 0, Precision.DOUBLE, DenseEngine::new, workers)) {
            ModelNetworks.Part part = opened.parts().get(0);
            TargetGradients targets = TargetGradients.of(part, network.data(), Split.VALIDATION, network.targets());
            assertArrayEquals(NetworkTasks.scores(part.objective(), targets.vectors(), 3)[0], sums, 1e-9);
        }
    }
}
