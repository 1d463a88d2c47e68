package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LinearModel;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.LossRule;
import org.mtl.training.PenaltyRule;
import org.mtl.training.Projection;
import org.mtl.training.TaskWeights;

/** Against refits without each row, and where labels are known to be wrong. */
class LabelNoiseTest {

    private static final double PENALTY = 0.01;

    private static double[][] rows(int count, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[count][4];
        for (double[] row : x) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        return x;
    }

    private static Dataset data(double[][] x, double[] y, int[] rows, String... classes) {
        double[] labels = IntStream.of(rows).mapToDouble(i -> y[i]).toArray();
        TaskData task = new TaskData("t", Map.of(Split.TRAIN, new TaskData.Labelled(rows, labels)), List.of(classes));
        return new Dataset(ArrayFeatures.of(x), RowIds.positions(), Dataset.Form.LONG, List.of(task));
    }

    private static LinearModel fit(Dataset data, double penalty, String loss) {
        try (Workers workers = new Workers(1)) {
            return new LinearTrainer(new LinearSettings(Sharing.NONE, false, Standardization.Mode.NONE,
                    new PenaltyRule.Given(penalty, Map.of()), 0, new TaskWeights.Equal(), new LossRule(Optional.of(loss), Map.of()),
                    Projection.NONE), workers).train(data).model();
        }
    }

    private static double noise(Dataset data, String loss) {
        try (Workers workers = new Workers(1)) {
            return LabelNoise.of(fit(data, PENALTY, loss), data, workers);
        }
    }

    /** The sum of squares that refits without a row leave, over that of the mean. */
    @Test
    void isTheLossLeftOut() {
        int n = 400;
        double[][] x = rows(n, 1);
        Random random = new Random(2);
        double[] y = Arrays.stream(x).mapToDouble(row -> row[0] - row[1] + random.nextGaussian()).toArray();
        double left = 0;
        double mean = Arrays.stream(y).average().orElseThrow();
        double total = 0;
        for (int i = 0; i < n; i++) {
            int out = i;
            // Weights stay 1/n: with n − 1 rows the same penalty is larger by n/(n − 1).
            LinearModel model = fit(data(x, y, IntStream.range(0, n).filter(j -> j != out).toArray()), PENALTY * n / (n - 1), "squared");
            double[] theta = model.parameters().predicting(0);
            double residual = y[i];
            for (int j = 0; j < 4; j++) {
                residual -= theta[j] * x[i][j];
            }
            left += residual * residual;
            total += (y[i] - mean) * (y[i] - mean);
        }
        // To first order in leverages, whose squares are about (4/400)².
        assertEquals(left / total, noise(data(x, y, IntStream.range(0, n).toArray()), "squared"), 5e-4);
    }

    /** A task whose classes features tell almost surely, with a fifth of its labels turned round. */
    @Test
    void countsLabelsThatWereFlipped() {
        int n = 1000;
        double[][] x = rows(n, 3);
        double[] y = Arrays.stream(x).mapToDouble(row -> row[0] + row[1] > 0 ? 1 : 0).toArray();
        int[] all = IntStream.range(0, n).toArray();
        assertEquals(0, noise(data(x, y, all, "no", "yes"), "logistic"), 0.03);
        for (int i = 0; i < n / 5; i++) {
            y[i] = 1 - y[i];
        }
        assertEquals(0.2, noise(data(x, y, all, "no", "yes"), "logistic"), 0.03);
    }
}
