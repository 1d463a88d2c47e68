package org.mtl.training.network;

/** A function of many values with a gradient. */
@FunctionalInterface
public interface SmoothFunction {

    /**
     * The function at a place.
     *
     * @param place n values
     * @param gradient receives n values
     * @return the value, which is not finite where the place is out of reach
     */
    double at(double[] place, double[] gradient);
}
