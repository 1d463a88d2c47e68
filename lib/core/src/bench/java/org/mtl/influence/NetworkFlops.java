package org.mtl.influence;

import java.util.List;
import org.mtl.model.network.Architecture;

/**
 * The flops of the products of matrices that a method's formula asks for, in units of 10⁹, those that are computed in 32 bits and
 * those in 64. A product of n × r and r × c is 2nrc, of a matrix with its own transpose half of that; nothing else counts, so that
 * it is a floor. Per row and with p weights of which p₁ are in the first layer, whose inputs need no gradient, there are: forwards
 * 2p, back to the layers' deltas 2(p − p₁), a gradient out of them 2p, their product with a direction 2p.
 */
record NetworkFlops(double floats, double doubles) {

    /** What of a network the counts depend on. */
    record Layers(double weights, double first, double sides, double squares) {

        static Layers of(List<Architecture.Block> blocks) {
            double weights = 0;
            double sides = 0;
            double squares = 0;
            for (Architecture.Block block : blocks) {
                weights += block.size();
                sides += block.rows() + block.columns();
                squares += (double) block.rows() * block.rows() + (double) block.columns() * block.columns();
            }
            return new Layers(weights, blocks.get(0).size(), sides, squares);
        }

        private double later() {
            return weights - first;
        }

        /** Activations and deltas. */
        private double factors() {
            return 2 * (weights + later());
        }

        /** A gradient of a sum over rows, or each row's product with one direction. */
        private double direction() {
            return factors() + 2 * weights;
        }

        /** A product with the Gauss–Newton matrix: forwards, the same along the direction, back, gradient. */
        private double gaussNewton() {
            return 2 * (3 * weights + 2 * later());
        }

        /** A product with the Hessian: all of the gradient, and again along the direction, where each product has two terms. */
        private double hessian() {
            return 2 * (3 * weights + 5 * later());
        }

        /** A product with the sum of outer products: each row's with the direction, and their sum. */
        private double outerProducts() {
            return factors() + 4 * weights;
        }
    }

    private NetworkFlops plus(NetworkFlops other) {
        return new NetworkFlops(floats + other.floats, doubles + other.doubles);
    }

    private NetworkFlops times(double factor) {
        return new NetworkFlops(factor * floats, factor * doubles);
    }

    /** All in 64 bits. */
    private NetworkFlops wide() {
        return new NetworkFlops(0, floats + doubles);
    }

    /**
     * Counts.
     *
     * @param training n
     * @param validation the rows that the one target is the mean of
     * @param steps of a method that takes steps, the products that it took; the checkpoints of one that goes over several
     * @param batch the rows of such a step
     * @param powers the products that an estimate of the largest eigenvalue took
     * @param projection D
     */
    static NetworkFlops of(String method, Layers layers, double training, double validation, int steps, double batch, int powers,
            int projection) {
        double n = training / 1e9;
        double m = validation / 1e9;
        NetworkFlops scores = floats(n * layers.direction());
        NetworkFlops base = scores.plus(floats(m * layers.direction()));
        NetworkFlops kronecker = new NetworkFlops(n * layers.factors(), n * layers.squares());
        NetworkFlops moments = new NetworkFlops(n * layers.factors(), n * (2 * layers.squares() + 2 * layers.weights()));
        NetworkFlops damping = floats(n * layers.factors());
        double rows = steps * batch / 1e9;
        double estimate = powers * n * layers.gaussNewton();
        return switch (method) {
            case "grad-dot" -> base;
            case "tracin" -> base.times(steps);
            case "kfac" -> base.plus(kronecker);
            case "ekfac" -> base.plus(kronecker).plus(moments);
            case "source" -> scores.plus(kronecker).plus(moments).times(steps).plus(floats(m * layers.direction()));
            case "datainf" -> base.plus(damping).plus(new NetworkFlops(n * layers.factors(), 4 * n * layers.weights()));
            case "gauss-newton" -> base.plus(damping).plus(floats(rows * layers.gaussNewton())).wide();
            case "cg" -> base.plus(damping).plus(floats(rows * layers.hessian())).wide();
            case "outer-products" -> base.plus(damping).plus(floats(rows * layers.outerProducts())).wide();
            case "arnoldi" -> base.plus(damping).plus(floats(rows * layers.gaussNewton()));
            case "lissa" -> base.plus(damping).plus(floats(estimate + rows * layers.gaussNewton()));
            case "neumann" -> base.plus(floats(estimate + rows * layers.hessian()));
            case "metasp" -> base.plus(floats(estimate + steps * n * layers.direction()));
            case "trak" -> floats((2 * n + m) * (layers.factors() + 2 * projection * layers.sides())
                    + n * projection * projection + 2 * n * projection).wide();
            default -> throw new IllegalArgumentException(method);
        };
    }

    private static NetworkFlops floats(double count) {
        return new NetworkFlops(count, 0);
    }
}
