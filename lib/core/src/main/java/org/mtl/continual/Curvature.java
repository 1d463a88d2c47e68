package org.mtl.continual;

import java.util.function.Supplier;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;

/**
 * Products of second derivatives of a batch's value with directions, at the parameters that an engine has. Where it has no second
 * derivatives they are central differences of gradients, (∇L(w + hv) − ∇L(w − hv))/2h, in double precision.
 */
final class Curvature implements AutoCloseable {

    /**
     * ‖hv‖, where ‖w‖ is above 1 its share of that. Rounding then makes up about 1e-8 of a product, and what the third derivatives
     * add less. Shorter is better than the usual cube root of the precision: where relu or a maximum turns between the two points
     * its gradient jumps, for which the second derivatives of engines have 0, and so short a way next to none does.
     */
    private static final double STEP = 1e-8;

    private final NetworkEngine engine;
    private final Supplier<NetworkEngine> makesDoubles;
    private NetworkEngine doubles;

    /**
     * The second derivatives of an engine.
     *
     * @param makesDoubles makes an engine of the same network in double precision
     */
    Curvature(NetworkEngine engine, Supplier<NetworkEngine> makesDoubles) {
        this.engine = engine;
        this.makesDoubles = makesDoubles;
    }

    /** Hv. */
    double[] product(Batch batch, double[] direction) {
        double[] product = new double[direction.length];
        if (engine.hasSecondDerivatives()) {
            engine.hessianProduct(batch, direction, product, false);
            return product;
        }
        double[] here = engine.parameters().values();
        double norm = norm(direction);
        if (norm == 0) {
            return product;
        }
        if (doubles == null) {
            doubles = makesDoubles.get();
        }
        double step = STEP * Math.max(1, norm(here)) / norm;
        Vectors.add(product, 1 / (2 * step), gradient(batch, here, step, direction));
        Vectors.add(product, -1 / (2 * step), gradient(batch, here, -step, direction));
        return product;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Vectors.dot(values, values));
    }

    private double[] gradient(Batch batch, double[] here, double step, double[] direction) {
        double[] at = here.clone();
        Vectors.add(at, step, direction);
        doubles.parameters().put(0, at.length, at);
        doubles.gradient(batch, Dropout.NONE, false);
        return doubles.gradient().values();
    }

    @Override
    public void close() {
        if (doubles != null) {
            doubles.close();
        }
    }
}
