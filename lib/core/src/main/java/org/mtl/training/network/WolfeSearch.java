package org.mtl.training.network;

/**
 * Finds a step length that fulfils the strong Wolfe conditions: φ(α) ≤ φ(0) + c₁αφ'(0) and |φ'(α)| ≤ c₂|φ'(0)|, with
 * c₁ = 1e-4, c₂ = 0.9.
 *
 * <p>Close to a minimum differences of φ are lost in rounding; where φ(α) and φ(0) are equal up to that, the slope decides,
 * φ'(α) ≤ (2c₁ − 1)φ'(0) (Hager and Zhang 2005).
 */
final class WolfeSearch {

    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double SMALL_SLOPE = 0.9;
    private static final double ROUNDING = 1e-13;
    private static final double GROWTH = 2.5;
    private static final double MARGIN = 0.1;
    private static final int MAX_EVALUATIONS = 40;

    private final SmoothFunction function;
    private final double[] origin;
    private final double[] direction;
    private final double originValue;
    private final double originSlope;
    private final double[] place;
    private final double[] gradient;
    private double value;
    private int evaluations;

    /** φ and its slope at a length. */
    private record Point(double length, double value, double slope) {}

    /**
     * A search along a direction.
     *
     * @param value φ(0)
     * @param slope φ'(0), negative
     */
    WolfeSearch(SmoothFunction function, double[] origin, double[] direction, double value, double slope) {
        this.function = function;
        this.origin = origin;
        this.direction = direction;
        this.originValue = value;
        this.originSlope = slope;
        this.place = new double[origin.length];
        this.gradient = new double[origin.length];
    }

    /** The place that was found. */
    double[] place() {
        return place;
    }

    /** The gradient there. */
    double[] gradient() {
        return gradient;
    }

    /** The value there. */
    double value() {
        return value;
    }

    /**
     * Searches from a first length on.
     *
     * @return whether a length was found
     */
    boolean run(double first) {
        Point before = new Point(0, originValue, originSlope);
        double length = first;
        while (evaluations < MAX_EVALUATIONS) {
            Point point = at(length);
            if (!decreases(point) || before.length() > 0 && point.value() > before.value() && !isEqual(point)) {
                return zoom(before, point);
            }
            if (isFlat(point)) {
                return true;
            }
            if (point.slope() >= 0) {
                return zoom(point, before);
            }
            before = point;
            length *= GROWTH;
        }
        return false;
    }

    /** Narrows an interval whose low end decreases most and whose slope there points into it. */
    private boolean zoom(Point start, Point end) {
        Point low = start;
        Point high = end;
        while (evaluations < MAX_EVALUATIONS) {
            Point point = at(between(low, high));
            if (!decreases(point) || point.value() > low.value() && !isEqual(point)) {
                high = point;
            } else {
                if (isFlat(point)) {
                    return true;
                }
                if (point.slope() * (high.length() - low.length()) >= 0) {
                    high = low;
                }
                low = point;
            }
        }
        // A length that only decreases is still a step forward.
        return low.length() > 0 && at(low.length()).value() < originValue;
    }

    private Point at(double length) {
        evaluations++;
        for (int i = 0; i < place.length; i++) {
            place[i] = origin[i] + length * direction[i];
        }
        value = function.at(place, gradient);
        return new Point(length, value, Lbfgs.dot(gradient, direction));
    }

    private boolean decreases(Point point) {
        if (isEqual(point)) {
            return point.slope() <= (2 * SUFFICIENT_DECREASE - 1) * originSlope;
        }
        return Double.isFinite(point.slope())
                && point.value() <= originValue + SUFFICIENT_DECREASE * point.length() * originSlope;
    }

    private boolean isEqual(Point point) {
        return Math.abs(point.value() - originValue) <= ROUNDING * Math.abs(originValue);
    }

    private boolean isFlat(Point point) {
        return Math.abs(point.slope()) <= -SMALL_SLOPE * originSlope;
    }

    /** The minimum of the cubic through both ends, kept away from them; the middle where there is none. */
    private static double between(Point low, Point high) {
        double width = high.length() - low.length();
        double middle = low.length() + 0.5 * width;
        if (!Double.isFinite(high.value()) || !Double.isFinite(high.slope())) {
            return low.length() + MARGIN * width;
        }
        double first = low.slope() + high.slope() - 3 * (low.value() - high.value()) / (low.length() - high.length());
        double root = first * first - low.slope() * high.slope();
        if (!(root >= 0)) {
            return middle;
        }
        double second = Math.signum(width) * Math.sqrt(root);
        double share = (high.slope() + second - first) / (high.slope() - low.slope() + 2 * second);
        double length = high.length() - width * share;
        double inside = (length - low.length()) / width;
        if (!Double.isFinite(inside)) {
            return middle;
        }
        return low.length() + Math.min(1 - MARGIN, Math.max(MARGIN, inside)) * width;
    }
}
