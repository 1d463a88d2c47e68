package org.mtl.influence.network;

import java.util.Map;

/**
 * From gradients v to directions u ≈ (H + damping·I)⁻¹v: all in which influence methods for networks differ. H holds the
 * penalty. Linear in v, and symmetric, where nothing else is said.
 */
public interface CurvatureInverse {

    /**
     * Applies the inverse to several vectors.
     *
     * @param vectors v, count × p, row-major, unchanged
     * @return u, count × p
     */
    double[] apply(double[] vectors, int count);

    /** What a reader of the scores should know: damping in effect, iterations done. */
    Map<String, Object> facts();
}
