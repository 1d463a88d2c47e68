package org.mtl.training.combining;

import java.util.Random;

/**
 * The shortest vector among the convex combinations of gradients (MGDA; Désidéri 2012, Sener and Koltun 2018): the least
 * a'Ga on the simplex, for two tasks in closed form. No task's loss grows along it; it is 0 where no direction serves all.
 */
public record Mgda() implements GramCombiner {

    @Override
    public double[] coefficients(Gram gram, Random random) {
        if (gram.size() != 2) {
            return LeastNorm.of(gram);
        }
        double curvature = gram.at(0, 0) + gram.at(1, 1) - 2 * gram.at(0, 1);
        // Equal gradients: any share is as good.
        double share = curvature > 0 ? (gram.at(1, 1) - gram.at(0, 1)) / curvature : 0.5;
        double first = Math.min(1, Math.max(0, share));
        return new double[] {first, 1 - first};
    }
}
