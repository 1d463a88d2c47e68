package org.mtl.training.tribuo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.evaluation.TaskMetrics;
import org.mtl.model.LinearModel;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Sharing;
import org.mtl.model.tribuo.Learner;
import org.mtl.model.tribuo.TribuoModel;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.testing.Datasets;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TaskWeights;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.impl.ArrayExample;

class TribuoTrainerTest {

    private static double[][] values(Dataset data) {
        return ((ArrayFeatures) data.features()).values();
    }

    private static int[] everyRow(Dataset data) {
        return IntStream.range(0, data.features().rows()).toArray();
    }

    /** The positions of the k nearest training rows. */
    private static int[] nearest(Dataset data, TaskData.Labelled training, int row, int k) {
        double[] x = values(data)[row];
        return IntStream.range(0, training.size()).boxed().sorted(Comparator.comparingDouble(i -> {
            double[] other = values(data)[training.rows()[i]];
            return IntStream.range(0, x.length).mapToDouble(j -> (x[j] - other[j]) * (x[j] - other[j])).sum();
        })).limit(k).mapToInt(i -> i).toArray();
    }

    @Test
    void neighborsAreThoseOfASearchThroughAllRows() {
        Dataset data = Datasets.linear(3, 2, 60, 3, 0.4);
        TrainedLearner numbers = Learned.train(Learned.given(Learner.KNN, 4), data, 2);
        Dataset classes = Learned.classes(data, "low", "middle", "high");
        TrainedLearner votes = Learned.train(Learned.given(Learner.KNN, 4), classes, 2);
        for (int k = 0; k < 2; k++) {
            TaskData.Labelled training = data.tasks().get(k).in(Split.TRAIN);
            for (int row : everyRow(data)) {
                int[] near = nearest(data, training, row, 4);
                double mean = Arrays.stream(near).mapToDouble(i -> training.targets()[i]).average().orElseThrow();
                assertEquals(mean, Learned.predict(numbers, data, k, row)[0], 1e-12);
                double[] codes = classes.tasks().get(k).in(Split.TRAIN).targets();
                double[] predicted = Learned.predict(votes, classes, k, row);
                for (int c = 0; c < 3; c++) {
                    int code = c;
                    double share = Arrays.stream(near).filter(i -> codes[i] == code).count() / 4.0;
                    assertEquals(Math.log(Math.max(share, TribuoModel.LEAST_PROBABILITY)), predicted[c], 1e-12);
                }
            }
        }
    }

    /** 0 0 0 | 10 12 | 11: the first split is at 2.5, the second, one level down, at 4.5. */
    @Test
    void aTreeByHand() {
        double[][] rows = {{0}, {1}, {2}, {3}, {4}, {5}};
        double[] targets = {0, 0, 0, 10, 10, 13};
        Dataset data = Learned.one(rows, targets, List.of());
        assertArrayEquals(new double[] {0, 0, 0, 11, 11, 11},
                Learned.predict(Learned.train(Learned.given(Learner.CART, 1), data, 1), data, 0, 0, 1, 2, 3, 4, 5), 1e-6);
        TrainedLearner deeper = Learned.train(Learned.given(Learner.CART, 2), data, 1);
        assertArrayEquals(new double[] {0, 0, 0, 10, 10, 13}, Learned.predict(deeper, data, 0, 0, 1, 2, 3, 4, 5), 1e-6);
        Dataset between = Learned.one(new double[][] {{2.49}, {2.51}, {4.49}, {4.51}}, new double[4], List.of());
        assertArrayEquals(new double[] {0, 10, 10, 13}, Learned.predict(deeper, between, 0, 0, 1, 2, 3), 1e-6);
    }

    /** Classes a a a b b a: Gini splits off the first three, and the other leaf holds a third of a. */
    @Test
    void aTreeOfClassesByHand() {
        double[][] rows = {{0}, {1}, {2}, {3}, {4}, {5}};
        Dataset data = Learned.one(rows, new double[] {0, 0, 0, 1, 1, 0}, List.of("a", "b"));
        double[] predicted = Learned.predict(Learned.train(Learned.given(Learner.CART, 1), data, 1), data, 0, 0, 2, 3, 5);
        double sure = Math.log(TribuoModel.LEAST_PROBABILITY);
        double third = Math.log(2.0 / 3) - Math.log(1.0 / 3);
        assertArrayEquals(new double[] {sure, sure, third, third}, predicted, 1e-9);
    }

    /** (X'X/n + λI)θ = X'y/n with centred columns; what is on absolute values is a millionth of the penalty. */
    @Test
    void linearReachesTheClosedForm() {
        Dataset data = Datasets.linear(5, 2, 80, 4, 0.3);
        double lambda = 0.2;
        TrainedLearner trained = Learned.train(Learned.ridge(lambda), data, 1);
        for (int k = 0; k < 2; k++) {
            TaskData.Labelled training = data.tasks().get(k).in(Split.TRAIN);
            int n = training.size();
            RealMatrix x = new Array2DRowRealMatrix(n, 4);
            double[] means = new double[4];
            for (int j = 0; j < 4; j++) {
                int column = j;
                means[j] = Arrays.stream(training.rows()).mapToDouble(row -> values(data)[row][column]).average().orElseThrow();
                for (int i = 0; i < n; i++) {
                    x.setEntry(i, j, values(data)[training.rows()[i]][j] - means[j]);
                }
            }
            double mean = Arrays.stream(training.targets()).average().orElseThrow();
            RealMatrix left = x.transpose().multiply(x).scalarMultiply(1.0 / n);
            for (int j = 0; j < 4; j++) {
                left.addToEntry(j, j, lambda);
            }
            double[] right = x.transpose().operate(Arrays.stream(training.targets()).map(y -> (y - mean) / n).toArray());
            double[] theta = new CholeskyDecomposition(left).getSolver().solve(new ArrayRealVector(right)).toArray();
            for (int row : everyRow(data)) {
                double expected = mean;
                for (int j = 0; j < 4; j++) {
                    expected += theta[j] * (values(data)[row][j] - means[j]);
                }
                assertEquals(expected, Learned.predict(trained, data, k, row)[0], 2e-5);
            }
        }
    }

    /** Our own solver, tasks apart, minimises the same sum with the same λ. */
    @Test
    void linearIsOurModelWithTasksApart() {
        Dataset data = Datasets.linear(6, 3, 50, 3, 0.3);
        TrainedLearner trained = Learned.train(Learned.ridge(0.1), data, 2);
        LinearModel ours = ours(data, 0.1);
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(ours.predict(data.features(), k, everyRow(data)),
                    Learned.predict(trained, data, k, everyRow(data)), 2e-5);
        }
    }

    private static LinearModel ours(Dataset data, double lambda) {
        LinearSettings settings = new LinearSettings(Sharing.NONE, true, Standardization.Mode.NONE,
                new PenaltyRule.Given(lambda, Map.of()), 0, new TaskWeights.Equal());
        try (Workers workers = new Workers(1)) {
            return new LinearTrainer(settings, workers).train(data).model();
        }
    }

    /**
     * Steps of AdaGrad on single rows end near the minimum that our solver reaches without a penalty: after E epochs of n rows
     * they are about lr/√(nE) long, here 0.1/√(64·400) = 6e-4 for a coefficient, and their noise some ten times that.
     */
    @Test
    void logisticEndsNearTheConvexMinimum() {
        Dataset data = Learned.classes(Datasets.linear(8, 1, 120, 2, 1.5), "no", "yes");
        TrainedLearner trained = Learned.train(Learned.settings(Learner.LOGISTIC, OptionalDouble.of(0.1),
                new TribuoSettings.Details(1e-6, 400, 5, 100, OptionalDouble.empty())), data, 1);
        double[] theirs = Learned.predict(trained, data, 0, everyRow(data));
        double[] ours = ours(data, 1e-8).predict(data.features(), 0, everyRow(data));
        for (int i = 0; i < ours.length; i++) {
            assertEquals(LogisticLoss.sigmoid(ours[i]), LogisticLoss.sigmoid(theirs[i]), 0.02);
        }
    }

    /** What a forest says is the share of its trees that vote for a class. */
    @Test
    void aForestIsTheVoteOfItsTrees() {
        Dataset data = Learned.classes(Datasets.linear(9, 1, 60, 3, 0.5), "a", "b", "c");
        TrainedLearner trained = Learned.train(Learned.given(Learner.RANDOM_FOREST, 3), data, 1);
        EnsembleModel<Label> forest = (EnsembleModel<Label>) trained.model().tasks().get(0).model().castModel(Label.class);
        assertEquals(10, forest.getModels().size());
        for (int row : everyRow(data)) {
            Example<Label> example =
                    new ArrayExample<>(new Label("a"), new String[] {"f0", "f1", "f2"}, values(data)[row].clone());
            double[] predicted = Learned.predict(trained, data, 0, row);
            for (int c = 0; c < 3; c++) {
                String name = data.tasks().get(0).classes().get(c);
                long votes = forest.getModels().stream().map((Model<Label> tree) -> tree.predict(example).getOutput().getLabel())
                        .filter(name::equals).count();
                assertEquals(Math.log(Math.max(votes / 10.0, TribuoModel.LEAST_PROBABILITY)), predicted[c], 1e-9);
            }
        }
    }

    /** Each value that is tried gives what a run with it alone gives; the best of them is taken, of equal ones the simplest. */
    @Test
    void theValueIsChosenByTheValidationRows() {
        Dataset data = Datasets.linear(10, 3, 60, 2, 0.5);
        TrainedLearner trained = Learned.train(Learned.open(Learner.KNN), data, 2);
        assertEquals(6, trained.trials().size());
        double least = Double.POSITIVE_INFINITY;
        double best = Double.NaN;
        for (TrainedLearner.Trial trial : trained.trials()) {
            // No task has 40 training rows.
            double k = Math.min(trial.value(), data.tasks().get(0).size(Split.TRAIN));
            try (Workers workers = new Workers(1)) {
                TribuoModel alone = Learned.train(Learned.given(Learner.KNN, k), data, 1).model();
                double mean = TaskMetrics.means(TaskMetrics.of(alone, data, Split.VALIDATION, workers)).get("loss");
                assertEquals(mean, trial.validation(), 1e-12);
                if (mean < least * (1 - 1e-9)) {
                    least = mean;
                    best = trial.value();
                }
            }
        }
        assertEquals(best, trained.best());
    }

    @ParameterizedTest
    @EnumSource(Learner.class)
    void threadsChangeNothingAndVectorsAreLearned(Learner learner) {
        Dataset numbers = Datasets.linear(11, 4, 40, 3, 0.5);
        Dataset data = learner == Learner.LOGISTIC ? Learned.classes(numbers, "a", "b", "c") : Datasets.vectors(numbers, 2);
        TrainedLearner one = Learned.train(Learned.open(learner), data, 1);
        TrainedLearner two = Learned.train(Learned.open(learner), data, 2);
        assertEquals(one.trials(), two.trials());
        for (int k = 0; k < 4; k++) {
            double[] predicted = Learned.predict(one, data, k, everyRow(data));
            assertArrayEquals(predicted, Learned.predict(two, data, k, everyRow(data)));
            if (learner != Learner.LOGISTIC) {
                // The second value of these labels is twice the first.
                for (int i = 0; i < predicted.length; i += 2) {
                    assertEquals(2 * predicted[i], predicted[i + 1], 1e-4 * (1 + Math.abs(predicted[i])));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Learner.class, names = "LINEAR", mode = EnumSource.Mode.EXCLUDE)
    void aClassWithoutTrainingRowsHasTheLeastProbability(Learner learner) {
        Dataset data = Learned.one(new double[][] {{0}, {1}, {2}}, new double[] {1, 1, 1}, List.of("a", "b"));
        double value = learner == Learner.LOGISTIC ? 0.1 : 2;
        double[] predicted = Learned.predict(Learned.train(Learned.given(learner, value), data, 1), data, 0, 0, 1, 2);
        for (double each : predicted) {
            assertEquals(-Math.log(TribuoModel.LEAST_PROBABILITY), each, 1e-9);
        }
    }

    @Property(tries = 40)
    void asManyNeighborsAsRowsGiveTheMean(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int features) {
        Dataset data = Datasets.linear(seed, 1, 20, features, 1);
        TaskData.Labelled training = data.tasks().get(0).in(Split.TRAIN);
        TrainedLearner trained = Learned.train(Learned.given(Learner.KNN, training.size()), data, 1);
        double mean = Arrays.stream(training.targets()).average().orElseThrow();
        for (double each : Learned.predict(trained, data, 0, everyRow(data))) {
            assertEquals(mean, each, 1e-9);
        }
    }

    /** Means of labels stay between them, whatever the split. */
    @Property(tries = 40)
    void treesAndForestsStayBetweenTheLabels(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int depth) {
        Dataset data = Datasets.linear(seed, 1, 30, 3, 1);
        double[] labels = data.tasks().get(0).in(Split.TRAIN).targets();
        double least = Arrays.stream(labels).min().orElseThrow();
        double most = Arrays.stream(labels).max().orElseThrow();
        for (Learner learner : List.of(Learner.CART, Learner.RANDOM_FOREST)) {
            TrainedLearner trained = Learned.train(Learned.given(learner, depth), data, 1);
            for (double each : Learned.predict(trained, data, 0, everyRow(data))) {
                assertTrue(each >= least - 1e-5 && each <= most + 1e-5, learner + " " + each);
            }
        }
    }

    private static MtlException fails(TribuoSettings settings, Dataset data) {
        return assertThrows(MtlException.class, () -> Learned.train(settings, data, 1));
    }

    @Test
    void learnersThatDoNotSuitSayWhichDoes() {
        Dataset numbers = Datasets.linear(1, 1, 20, 2, 1);
        MtlException logistic = fails(Learned.open(Learner.LOGISTIC), numbers);
        assertEquals(MtlException.Kind.USAGE, logistic.kind());
        assertTrue(logistic.getMessage().endsWith("expected --learner tribuo:linear"), logistic.getMessage());
        MtlException linear = fails(Learned.open(Learner.LINEAR), Learned.classes(numbers, "a", "b"));
        assertEquals(MtlException.Kind.USAGE, linear.kind());
        assertTrue(linear.getMessage().endsWith("expected --learner tribuo:logistic"), linear.getMessage());
        assertEquals(MtlException.Kind.DATA, fails(Learned.given(Learner.KNN, 100), numbers).kind());
    }

    /** Values that overflow in the middle of a computation are said, not passed on. */
    @ParameterizedTest
    @EnumSource(value = Learner.class, names = {"LINEAR", "LOGISTIC"})
    void overflowIsSaid(Learner learner) {
        double[][] rows = {{1e300, -1e300}, {-1e300, 1e300}, {1e300, 1e300}, {0, 1}};
        boolean classes = learner == Learner.LOGISTIC;
        Dataset data = Learned.one(rows, classes ? new double[] {0, 1, 0, 1} : new double[] {1, 2, 3, 4},
                classes ? List.of("a", "b") : List.of());
        MtlException e = fails(classes ? Learned.given(learner, 1) : Learned.ridge(0.1), data);
        assertEquals(MtlException.Kind.DATA, e.kind());
        assertFalse(e.getMessage().isEmpty());
    }
}
