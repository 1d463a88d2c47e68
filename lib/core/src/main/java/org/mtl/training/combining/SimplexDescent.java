package org.mtl.training.combining;

/**
 * Minimises b'w + φ√(w'Gw) over the points w of the simplex by moving weight from the task of the largest slope to that of
 * the least, as far as it pays (Frank and Wolfe's method with pairwise steps, Lacoste-Julien and Jaggi 2015): it converges
 * linearly where the original does not. It ends when the duality gap w'∇ − min_t ∇_t is below a billionth of the slopes'
 * size.
 */
final class SimplexDescent {

    private static final double GAP = 1e-9;
    private static final int MOST_STEPS = 20_000;
    private static final int BISECTIONS = 60;

    private final Gram gram;
    private final double[] linear;
    private final double root;
    private final double[] point;
    private double[] product;

    private SimplexDescent(Gram gram, double[] linear, double root) {
        this.gram = gram;
        this.linear = linear;
        this.root = root;
        this.point = Simplex.middle(gram.size());
        this.product = gram.times(point);
    }

    /**
     * The point of the least b'w + φ√(w'Gw).
     *
     * @param root φ, above 0
     */
    static double[] leastSum(Gram gram, double[] linear, double root) {
        return new SimplexDescent(gram, linear, root).run();
    }

    private double[] run() {
        for (int step = 0; step < MOST_STEPS; step++) {
            if (step % 64 == 63) {
                // Rounding adds up where products are only brought up to date.
                product = gram.times(point);
            }
            double[] slopes = slopes();
            int least = 0;
            int most = -1;
            double mean = 0;
            double size = 0;
            for (int i = 0; i < slopes.length; i++) {
                least = slopes[i] < slopes[least] ? i : least;
                if (point[i] > 0 && (most < 0 || slopes[i] > slopes[most])) {
                    most = i;
                }
                mean += point[i] * slopes[i];
                size = Math.max(size, Math.abs(slopes[i]));
            }
            if (mean - slopes[least] <= GAP * size) {
                break;
            }
            move(most, least);
        }
        return point;
    }

    private double[] slopes() {
        double size = Math.sqrt(Math.max(0, Gram.dot(point, product)));
        double factor = size > 0 ? root / size : 0;
        double[] slopes = new double[point.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = linear[i] + factor * product[i];
        }
        return slopes;
    }

    private void move(int from, int to) {
        double curvature = gram.at(from, from) + gram.at(to, to) - 2 * gram.at(from, to);
        double slope = product[to] - product[from];
        double length = bisected(linear[to] - linear[from], slope, curvature, point[from]);
        for (int i = 0; i < point.length; i++) {
            product[i] += length * (gram.at(i, to) - gram.at(i, from));
        }
        point[to] += length;
        // The whole weight leaves nothing behind, not even what rounding would.
        point[from] = length == point[from] ? 0 : point[from] - length;
    }

    /** Where β + φ(p + γr)/√(q + 2γp + γ²r), which grows, changes its sign, or the end where it does not. */
    private double bisected(double beta, double p, double r, double end) {
        double q = Gram.dot(point, product);
        double low = 0;
        double high = end;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = i == 0 ? end : 0.5 * (low + high);
            double size = Math.sqrt(Math.max(0, q + 2 * middle * p + middle * middle * r));
            double slope = beta + (size > 0 ? root * (p + middle * r) / size : 0);
            if (slope > 0) {
                high = middle;
            } else if (i == 0) {
                return end;
            } else {
                low = middle;
            }
        }
        return 0.5 * (low + high);
    }
}
