package org.mtl.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Sharing;
import org.mtl.parallel.Workers;

class TrainingPlanTest {

    private static final Dataset DATA = new Dataset(
            ChunkedFeatures.of(List.of("u", "v"), new double[] {1, 2}, new double[] {3, 1}, new double[] {0, 5},
                    new double[] {2, 2}),
            RowIds.positions(), Dataset.Form.WIDE,
            List.of(new TaskData("a", Map.of(
                            Split.TRAIN, new TaskData.Labelled(new int[] {0, 1}, new double[] {1, 2}),
                            Split.VALIDATION, new TaskData.Labelled(new int[] {2}, new double[] {3}))),
                    new TaskData("b", Map.of(
                            Split.TRAIN, new TaskData.Labelled(new int[] {0, 1, 2, 3}, new double[] {0, 1, 1, 0})),
                            List.of("no", "yes"))));

    private static LinearSettings settings(Sharing sharing, PenaltyRule rule) {
        return new LinearSettings(sharing, true, Standardization.Mode.NONE, rule, 0, new TaskWeights.Equal());
    }

    @Test
    void countsByHand() {
        TrainingPlan plan = TrainingPlan.of(DATA, settings(Sharing.SOFT, new PenaltyRule.Auto()), 2);
        assertEquals(3, plan.columns());
        assertEquals(9, plan.parameters(Sharing.SOFT));
        assertEquals(6, plan.parameters(Sharing.NONE));
        assertEquals(3, plan.parameters(Sharing.POOLED));
        // 4 rows of 2; 7 labels of 12 bytes; 2 sums and 6 more of 3 x 3; 2 tiles of 4096 x (3 + 1).
        assertEquals(new TrainingPlan.Memory(64, 84, 8 * 8 * 9, 2 * 8 * 4096 * 4), plan.memory());
        assertEquals(List.of("squared", "logistic"), plan.tasks().stream().map(task -> task.loss().label()).toList());
        assertEquals(6, plan.scales().size());
        // c sqrt(2 / 2) and c sqrt(2 / 4) for c = 1.
        assertEquals(1, plan.tasks().get(0).penalties().get(4));
        assertEquals(Math.sqrt(0.5), plan.tasks().get(1).penalties().get(4));
    }

    @Test
    void plansThePenaltiesAndTheSizeThatTheTrainerTakes() {
        for (Sharing sharing : Sharing.values()) {
            LinearSettings settings = settings(sharing, new PenaltyRule.Scaled(0.3));
            TrainingPlan plan = TrainingPlan.of(DATA, settings, 1);
            try (Workers workers = new Workers(1)) {
                TrainedModel trained = new LinearTrainer(settings, workers).train(DATA);
                for (int k = 0; k < 2; k++) {
                    assertEquals(List.of(trained.model().tasks().get(k).penalty()), plan.tasks().get(k).penalties());
                }
                long own = trained.model().parameters().shared().length;
                for (double[] block : trained.model().parameters().own()) {
                    own += block.length;
                }
                assertEquals(own, plan.parameters(sharing));
            }
        }
    }

    @Test
    void refusesWhatTheTrainerRefuses() {
        LinearSettings given = settings(Sharing.SOFT, new PenaltyRule.Given(Double.NaN, Map.of("a", 1.0)));
        assertEquals("--lambda: no value for task 'b'",
                assertThrows(MtlException.class, () -> TrainingPlan.of(DATA, given, 1)).getMessage());
        LinearSettings projected = new LinearSettings(Sharing.SOFT, true, Standardization.Mode.NONE, new PenaltyRule.Auto(),
                0, new TaskWeights.Equal(), new LossRule(Optional.empty(), Map.of()), new Projection(3, false, true));
        assertEquals("--pca: expected at most 2 components, found 3",
                assertThrows(MtlException.class, () -> TrainingPlan.of(DATA, projected, 1)).getMessage());
    }
}
