package org.mtl.influence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LinearObjective;
import org.mtl.model.Sharing;
import org.mtl.model.SquaredLoss;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;
import org.mtl.testing.ArrayFeatures;

class RowInfluenceTest {

    private static final int ROWS = 3000;
    private static final int TASKS = 3;

    /** A score that tells which row of which task was read: the sum of its features, and the task. */
    private static RowInfluence sums(double[][] values, Workers workers) {
        Design design = new Design(ArrayFeatures.of(values), Standardization.NONE, false);
        List<TaskTerm> terms = new ArrayList<>();
        for (int k = 0; k < TASKS; k++) {
            int task = k;
            int[] rows = IntStream.range(0, ROWS).filter(i -> i % TASKS != task).toArray();
            terms.add(new TaskTerm("t" + k, new TaskData.Labelled(rows, new double[rows.length]), new SquaredLoss(), 1, 1));
        }
        int width = values[0].length;
        return new RowInfluence(new LinearObjective(design, terms, Sharing.NONE, 0, workers), 2,
                (tile, scores) -> {
                    double[] x = tile.design(width);
                    for (int i = 0; i < tile.count(); i++) {
                        scores[tile.line(i) * 2] = Arrays.stream(x, i * width, (i + 1) * width).sum();
                        scores[tile.line(i) * 2 + 1] = tile.task();
                    }
                });
    }

    /** Models of few and of many features would each have blocks of another size, and need room of another size. */
    @Test
    void modelsOfDifferentFeaturesHaveAMean() throws IOException {
        Random random = new Random(1);
        List<double[][]> features = new ArrayList<>();
        for (int width : new int[] {90, 2, 200}) {
            features.add(IntStream.range(0, ROWS).mapToObj(i -> random.doubles(width).toArray()).toArray(double[][]::new));
        }
        try (Workers workers = new Workers(2)) {
            List<RowInfluence> models = features.stream().map(values -> sums(values, workers)).toList();
            List<int[]> found = new ArrayList<>();
            RowInfluence.forEachBlock(models, workers, block -> {
                for (int line = 0; line < block.size(); line++) {
                    int row = block.rows()[line];
                    double expected = features.stream().mapToDouble(values -> Arrays.stream(values[row]).sum()).sum() / 3;
                    assertEquals(expected, block.scores()[line * 2], 1e-12);
                    assertEquals(block.tasks()[line], block.scores()[line * 2 + 1]);
                    found.add(new int[] {row, block.tasks()[line]});
                }
            });
            assertEquals(2 * ROWS, found.size());
            for (int line = 0; line < found.size(); line++) {
                int row = line / 2;
                int[] tasks = IntStream.range(0, TASKS).filter(k -> row % TASKS != k).toArray();
                assertEquals(row, found.get(line)[0]);
                assertEquals(tasks[line % 2], found.get(line)[1]);
            }
        }
    }
}
