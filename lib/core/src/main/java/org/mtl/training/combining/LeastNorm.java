package org.mtl.training.combining;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mtl.linalg.SmallSystem;

/**
 * The shortest vector among the convex combinations of gradients, the least w'Gw on the simplex, by Wolfe's method (Finding
 * the nearest point in a polytope, 1976): gradients enter one by one, and the shortest vector of the plane through those
 * that are in is solved exactly, so that it ends after a few small systems however badly conditioned G is.
 */
final class LeastNorm {

    private static final double GAP = 1e-12;

    private final Gram gram;
    /** The places of the gradients that are in, the corral. */
    private int[] corral;
    /** Their shares, 0 for the others. */
    private double[] shares;

    private LeastNorm(Gram gram) {
        this.gram = gram;
        int shortest = IntStream.range(0, gram.size()).reduce((a, b) -> gram.at(b, b) < gram.at(a, a) ? b : a).orElseThrow();
        this.corral = new int[] {shortest};
        this.shares = new double[gram.size()];
        shares[shortest] = 1;
    }

    /** The shares w ≥ 0, which sum to 1, of at least one gradient. */
    static double[] of(Gram gram) {
        return new LeastNorm(gram).run();
    }

    private double[] run() {
        double least = value(shares);
        while (true) {
            double[] products = gram.times(shares);
            int next = IntStream.range(0, products.length).reduce((a, b) -> products[b] < products[a] ? b : a).orElseThrow();
            boolean isIn = Arrays.stream(corral).anyMatch(place -> place == next);
            if (isIn || least - products[next] <= GAP * Math.sqrt(Math.max(0, least)) * gram.norm(next)) {
                return shares;
            }
            double[] before = shares.clone();
            corral = Arrays.copyOf(corral, corral.length + 1);
            corral[corral.length - 1] = next;
            boolean solved = descend();
            double value = value(shares);
            // Each step makes it shorter, until rounding decides.
            if (!solved || !(value < least)) {
                return before;
            }
            least = value;
        }
    }

    private double value(double[] w) {
        return Gram.dot(w, gram.times(w));
    }

    /** To the shortest vector of the corral's plane, leaving out those whose shares would be negative on the way. */
    private boolean descend() {
        while (true) {
            double[] plane = ofPlane();
            if (plane == null) {
                return false;
            }
            double length = 1;
            int leaving = -1;
            for (int i = 0; i < plane.length; i++) {
                double share = shares[corral[i]];
                if (plane[i] < 0 && (leaving < 0 || share / (share - plane[i]) < length)) {
                    length = share / (share - plane[i]);
                    leaving = corral[i];
                }
            }
            for (int i = 0; i < plane.length; i++) {
                shares[corral[i]] += length * (plane[i] - shares[corral[i]]);
            }
            if (leaving < 0) {
                return true;
            }
            shares[leaving] = 0;
            int left = leaving;
            corral = Arrays.stream(corral).filter(place -> place != left).toArray();
        }
    }

    /** Shares w of either sign of the corral that sum to 1 and give the shortest vector: Gw = μ1, 1'w = 1. */
    private double[] ofPlane() {
        int n = corral.length;
        double[] matrix = new double[(n + 1) * (n + 1)];
        double[] solution = new double[n + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i * (n + 1) + j] = gram.at(corral[i], corral[j]);
            }
            matrix[i * (n + 1) + n] = -1;
            matrix[n * (n + 1) + i] = 1;
        }
        solution[n] = 1;
        boolean solved = SmallSystem.solve(n + 1, matrix, solution) && Arrays.stream(solution).allMatch(Double::isFinite);
        return solved ? Arrays.copyOf(solution, n) : null;
    }
}
