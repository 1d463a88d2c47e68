package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.model.HuberLoss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;

/** Over labels drawn from a prediction the slope has mean 0, and its second moment is the mean curvature. */
class SampledLabelsTest {

    private static final int DRAWS = 200_000;

    static List<Loss> losses() {
        return List.of(new SquaredLoss(1), new SquaredLoss(2), new LogisticLoss(), new SoftmaxLoss(4), new HuberLoss());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theSecondMomentOfTheSlopeIsTheCurvature(Loss loss) {
        int width = loss.outputs();
        double[] prediction = new Random(2).doubles(width, -1.5, 1.5).toArray();
        Random random = new Random(3);
        double[] mean = new double[width];
        double[] moment = new double[width * width];
        double[] curvature = new double[width * width];
        double[] slope = new double[width];
        for (int i = 0; i < DRAWS; i++) {
            double[] target = SampledLabels.draw(loss, prediction, random);
            loss.gradients(prediction, target, 1, slope);
            double[] root = loss.curvatureRoots(prediction, target, 1);
            for (int a = 0; a < width; a++) {
                mean[a] += slope[a] / DRAWS;
                for (int b = 0; b < width; b++) {
                    moment[a * width + b] += slope[a] * slope[b] / DRAWS;
                    for (int c = 0; c < width; c++) {
                        curvature[a * width + b] += root[a * width + c] * root[b * width + c] / DRAWS;
                    }
                }
            }
        }
        for (int a = 0; a < width; a++) {
            assertEquals(0, mean[a], 0.02);
            for (int b = 0; b < width; b++) {
                assertEquals(curvature[a * width + b], moment[a * width + b], 0.03);
            }
        }
    }
}
