package org.mtl.influence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.testing.ArrayFeatures;

class TargetLossTest {

    private static final int WIDTH = 3;

    /** Blocks of few rows add up to what one block gives, and both to the difference of two sums of losses. */
    @Property(tries = 200)
    void blocksAddUp(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 70) int blockValues, @ForAll @IntRange(max = 2) int kind) {
        Random random = new Random(seed);
        Loss loss = List.of(new SquaredLoss(), new LogisticLoss(), new SoftmaxLoss(3)).get(kind);
        int outputs = loss.outputs();
        double[][] x = new double[rows][];
        for (int i = 0; i < rows; i++) {
            x[i] = random.doubles(WIDTH, -1, 1).toArray();
        }
        Design design = new Design(ArrayFeatures.of(x), Standardization.NONE, true);
        int p = design.columns();
        double[] targets = IntStream.range(0, rows)
                .mapToDouble(i -> kind == 0 ? random.nextGaussian() : random.nextInt(kind + 1)).toArray();
        TaskData.Labelled labelled = new TaskData.Labelled(IntStream.range(0, rows).toArray(), targets);
        double[] fitted = random.doubles((long) p * outputs, -1, 1).toArray();
        double[] changes = random.doubles(5L * p * outputs, -1, 1).toArray();
        double[] whole = new double[5];
        new TargetLoss(design, 0, labelled, loss, fitted).changes(changes, 5, whole, 0, 1);
        double[] blocks = new double[11];
        new TargetLoss(design, 0, labelled, loss, fitted, blockValues).changes(changes, 5, blocks, 1, 2);
        for (int i = 0; i < 5; i++) {
            double[] moved = fitted.clone();
            for (int j = 0; j < moved.length; j++) {
                moved[j] += changes[i * moved.length + j];
            }
            double plain = (sum(loss, x, targets, moved) - sum(loss, x, targets, fitted)) / rows;
            assertEquals(plain, whole[i], 1e-10 * (1 + Math.abs(plain)));
            assertEquals(whole[i], blocks[1 + 2 * i], 1e-12 * (1 + Math.abs(whole[i])));
        }
    }

    private static double sum(Loss loss, double[][] x, double[] targets, double[] coefficients) {
        int outputs = loss.outputs();
        double[] predictions = new double[x.length * outputs];
        for (int i = 0; i < x.length; i++) {
            for (int c = 0; c < outputs; c++) {
                predictions[i * outputs + c] = coefficients[WIDTH * outputs + c];
                for (int j = 0; j < WIDTH; j++) {
                    predictions[i * outputs + c] += x[i][j] * coefficients[j * outputs + c];
                }
            }
        }
        return loss.sum(predictions, targets, x.length);
    }

    /** Labels 2 and 3, predicted as 0 and then as 1: (1 + 4) less (4 + 9), over two rows. */
    @Test
    void byHand() {
        Design design = new Design(ArrayFeatures.of(new double[][] {{1}, {1}}), Standardization.NONE, false);
        TaskData.Labelled labelled = new TaskData.Labelled(new int[] {0, 1}, new double[] {2, 3});
        for (int blockValues : new int[] {1, 2}) {
            double[] result = new double[1];
            new TargetLoss(design, 0, labelled, new SquaredLoss(), new double[] {0}, blockValues)
                    .changes(new double[] {1}, 1, result, 0, 1);
            assertArrayEquals(new double[] {-4}, result, 1e-15);
        }
    }
}
