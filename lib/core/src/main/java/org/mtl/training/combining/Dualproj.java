package org.mtl.training.combining;

import java.util.Random;

/**
 * The mean gradient, projected on the cone of directions that conflict with no task (Lopez-Paz and Ranzato 2017; Quinton
 * and Rey 2024).
 */
public record Dualproj() implements GramCombiner {

    @Override
    public double[] coefficients(Gram gram, Random random) {
        return new DualCone(gram).project(Simplex.middle(gram.size()));
    }
}
