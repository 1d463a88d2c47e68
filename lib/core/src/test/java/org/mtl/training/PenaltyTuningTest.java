package org.mtl.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LinearObjective;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.Sharing;
import org.mtl.model.SquaredLoss;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;
import org.mtl.testing.Datasets;

/** Tuning by functions of the parameters, against fits in passes over the rows. */
class PenaltyTuningTest {

    private static PenaltyTuning.Result byRows(Dataset data, Sharing sharing, int outputs, Workers workers) {
        Loss loss = new SquaredLoss(outputs);
        List<TaskTerm> terms = new ArrayList<>();
        for (TaskData task : data.tasks()) {
            terms.add(new TaskTerm(task.name(), task.in(Split.TRAIN), loss, 1, Double.NaN));
        }
        Design design = new Design(data.features(), Standardization.NONE, true);
        LinearObjective objective = new LinearObjective(design, terms, sharing, 0, workers);
        MeanLosses validation = new MeanLosses(design,
                data.tasks().stream().map(task -> task.in(Split.VALIDATION)).toList(),
                data.tasks().stream().map(task -> loss).toList(), workers);
        return PenaltyTuning.tune(objective, new NewtonSolver(objective, workers), validation);
    }

    private static PenaltyTuning.Result trained(Dataset data, Sharing sharing, Workers workers) {
        LinearSettings settings = new LinearSettings(sharing, true, Standardization.Mode.NONE, new PenaltyRule.Auto(), 0,
                new TaskWeights.Equal());
        return new LinearTrainer(settings, workers).train(data).tuning().orElseThrow();
    }

    private static void assertSame(PenaltyTuning.Result expected, PenaltyTuning.Result found, double relative) {
        assertEquals(expected.best().scale(), found.best().scale());
        for (int i = 0; i < expected.trials().size(); i++) {
            double loss = expected.trials().get(i).validationLoss();
            assertEquals(expected.trials().get(i).scale(), found.trials().get(i).scale());
            // Where targets are fitted exactly, what is left is the square of their rounding.
            assertEquals(loss, found.trials().get(i).validationLoss(), relative * loss + 1e-24);
        }
        double size = expected.fit().parameters().maxAbsolute();
        double difference = expected.fit().parameters().plus(-1, found.fit().parameters()).maxAbsolute();
        assertTrue(difference <= 1e-10 * size, "parameters differ by " + difference);
        assertEquals(expected.fit().value(), found.fit().value(), 1e-12 * expected.fit().value());
        assertTrue(found.fit().decrement() <= 1e-24 * (1 + found.fit().value()));
    }

    @Property(tries = 40)
    void theSamePenaltyAndParameters(@ForAll long seed, @ForAll Sharing sharing, @ForAll @IntRange(min = 1, max = 5) int tasks,
            @ForAll @IntRange(min = 10, max = 60) int rows, @ForAll @IntRange(min = 1, max = 6) int features,
            @ForAll @IntRange(min = 1, max = 3) int outputs) {
        Dataset scalars = Datasets.linear(seed, tasks, rows, features, 0.5);
        Dataset data = outputs == 1 ? scalars : Datasets.vectors(scalars, outputs);
        try (Workers workers = new Workers(2)) {
            assertSame(byRows(data, sharing, outputs, workers), trained(data, sharing, workers), 1e-9);
        }
    }

    /** Where features are far from 0 and depend on each other nearly, or targets hold no noise, the functions say too little. */
    @Test
    void illConditionedDataAreFittedByTheirRows() {
        Dataset clean = Datasets.linear(11, 3, 40, 3, 0);
        Dataset noisy = Datasets.linear(12, 3, 40, 3, 0.5);
        double[][] far = Arrays.stream(((ArrayFeatures) noisy.features()).values())
                .map(x -> new double[] {x[0] + 30, x[0] + 0.01 * x[1], x[2] - 30}).toArray(double[][]::new);
        Dataset near = new Dataset(ArrayFeatures.of(far), noisy.ids(), noisy.form(), noisy.tasks());
        try (Workers workers = new Workers(1)) {
            for (Sharing sharing : Sharing.values()) {
                assertSame(byRows(clean, sharing, 1, workers), trained(clean, sharing, workers), 1e-9);
                assertSame(byRows(near, sharing, 1, workers), trained(near, sharing, workers), 1e-9);
            }
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Dataset data = Datasets.linear(13, 3, 200, 5, 0.5);
        try (Workers one = new Workers(1); Workers three = new Workers(3)) {
            for (Sharing sharing : Sharing.values()) {
                PenaltyTuning.Result expected = trained(data, sharing, one);
                PenaltyTuning.Result found = trained(data, sharing, three);
                assertEquals(expected.trials(), found.trials());
                assertEquals(0, expected.fit().parameters().plus(-1, found.fit().parameters()).maxAbsolute());
                assertEquals(expected.fit().decrement(), found.fit().decrement());
            }
        }
    }
}
