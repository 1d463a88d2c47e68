package org.mtl.influence.network;

import java.util.OptionalDouble;
import org.mtl.MtlException;
import org.mtl.data.Seeds;

/**
 * The rate α of steps of gradient descent that stand for training on.
 *
 * @param given the number, or nothing for 1/λ_max, λ_max estimated
 * @param seed what the estimate starts from
 */
public record InnerRate(OptionalDouble given, long seed) {

    /**
     * Checks the number.
     *
     * @throws MtlException (USAGE) if it is not above 0 and finite
     */
    public InnerRate {
        if (given.isPresent() && !(given.getAsDouble() > 0 && Double.isFinite(given.getAsDouble()))) {
            throw MtlException.usage("--inner-rate: expected auto or a number above 0, found " + given.getAsDouble());
        }
    }

    /**
     * The number in effect; some passes over the training rows where it is not given.
     *
     * @throws MtlException (DATA) if there is no curvature to take it from
     */
    double value(TrainedObjective objective) {
        if (given.isPresent()) {
            return given.getAsDouble();
        }
        double largest = LargestEigenvalue.of(objective, Seeds.random(seed, "inner rate"));
        if (!(largest > 0 && Double.isFinite(largest))) {
            throw MtlException.data("--inner-rate auto: the largest curvature is " + largest + "; expected a number");
        }
        return 1 / largest;
    }
}
