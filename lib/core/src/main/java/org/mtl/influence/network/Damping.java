package org.mtl.influence.network;

import java.util.OptionalDouble;
import org.mtl.MtlException;

/**
 * What is added to the diagonal of the curvature.
 *
 * @param given the number, or nothing for a tenth of the curvature's mean eigenvalue
 */
public record Damping(OptionalDouble given) {

    /** A tenth of the mean eigenvalue. */
    public static final Damping AUTO = new Damping(OptionalDouble.empty());

    private static final double SHARE = 0.1;

    /**
     * Checks the number.
     *
     * @throws MtlException (USAGE) if it is negative or not finite
     */
    public Damping {
        if (given.isPresent() && !(given.getAsDouble() >= 0 && Double.isFinite(given.getAsDouble()))) {
            throw MtlException.usage("--damping: expected auto or a number of at least 0, found " + given.getAsDouble());
        }
    }

    /** A number. */
    public static Damping of(double value) {
        return new Damping(OptionalDouble.of(value));
    }

    /**
     * The number in effect.
     *
     * @param meanEigenvalue of the curvature without penalty
     * @param decay the penalty's part of the diagonal
     * @throws MtlException (USAGE) if nothing at all is added, so that directions without curvature have no inverse
     */
    double value(double meanEigenvalue, double decay) {
        double value = plain(meanEigenvalue);
        if (!(value + decay > 0)) {
            throw MtlException.usage(given.isPresent()
                    ? "--damping 0: a network trained without weight decay has directions without curvature; expected a number"
                            + " above 0 or auto"
                    : "--damping auto: the curvature is 0 at every training row; expected a number above 0");
        }
        return value;
    }

    /** The number, which may be 0. */
    double plain(double meanEigenvalue) {
        return given.orElse(SHARE * meanEigenvalue);
    }
}
