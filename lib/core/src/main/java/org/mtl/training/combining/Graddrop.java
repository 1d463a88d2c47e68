package org.mtl.training.combining;

import java.util.Random;

/**
 * Gradient sign dropout (GradDrop; Chen et al. 2020): in each coordinate one sign is drawn, the positive one with
 * probability P = ½(1 + Σg_t/Σ|g_t|), and the gradients of the other sign are left out of the sum.
 */
public record Graddrop() implements RowsCombiner {

    @Override
    public double[] direction(double[][] rows, int[] tasks, double[] losses, Random random) {
        double[] direction = new double[rows.length == 0 ? 0 : rows[0].length];
        for (int i = 0; i < direction.length; i++) {
            double positive = 0;
            double negative = 0;
            for (double[] row : rows) {
                positive += Math.max(0, row[i]);
                negative += Math.min(0, row[i]);
            }
            double size = positive - negative;
            double share = size > 0 ? 0.5 * (1 + (positive + negative) / size) : 0.5;
            double drawn = random.nextDouble();
            direction[i] = share > drawn ? positive : share < drawn ? negative : 0;
        }
        return direction;
    }
}
