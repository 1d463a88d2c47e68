package org.mtl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.model.LinearModel;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;
import org.mtl.testing.Datasets;
import org.mtl.training.LinearSettings;
import org.mtl.training.LinearTrainer;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TaskWeights;

class RowLossesTest {

    @Test
    void theirMeanIsTheLossOfTheTask() {
        Dataset data = Datasets.linear(3, 2, 40, 3, 0.5);
        try (Workers workers = new Workers(1)) {
            LinearModel model = new LinearTrainer(new LinearSettings(Sharing.SOFT, true, Standardization.Mode.NONE,
                    new PenaltyRule.Scaled(0.1), 0, new TaskWeights.Equal()), workers).train(data).model();
            double[] means = model.lossesOn(data, Split.TRAIN, workers);
            for (int k = 0; k < 2; k++) {
                double[] losses = RowLosses.of(model, data, k, workers);
                assertEquals(means[k], Arrays.stream(losses).average().orElseThrow(), 1e-12);
                double residual = data.tasks().get(k).in(Split.TRAIN).target(0, 0)
                        - model.predict(data.features(), k, data.tasks().get(k).in(Split.TRAIN).rows(0, 1), workers)[0];
                assertEquals(residual * residual, losses[0], 1e-12);
            }
        }
    }
}
