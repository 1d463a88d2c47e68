package org.mtl.training;

import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.LinearObjective.Point;

/**
 * Finds how far to go along a descent direction of a convex objective: until the slope is small against that at the
 * start.
 *
 * <p>Far from the minimum a plain Newton step goes too far or not far enough; a pass over the rows to find the right length
 * costs much less than the step did. Close to the minimum the full step is right and nothing more is computed.
 */
final class LineSearch {

    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double SMALL_SLOPE = 0.1;
    private static final double MOST_GROWTH = 4;
    private static final int MAX_HALVINGS = 50;
    private static final int MAX_REFINEMENTS = 6;

    private final LinearObjective objective;
    private final BlockMatrix origin;
    private final BlockMatrix step;
    private final double decrement;

    /**
     * A search from {@code origin} towards {@code origin − step}.
     *
     * @param decrement ∇L'step at the origin, positive
     */
    LineSearch(LinearObjective objective, BlockMatrix origin, BlockMatrix step, double decrement) {
        this.objective = objective;
        this.origin = origin;
        this.step = step;
        this.decrement = decrement;
    }

    /** A place on the line, with the slope of L along it. */
    record Place(double length, BlockMatrix parameters, Point point, double slope) {}

    /** The place at a given length. */
    Place at(double length) {
        BlockMatrix parameters = origin.plus(-length, step);
        Point point = objective.at(parameters);
        return new Place(length, parameters, point, -point.gradient().dot(step));
    }

    /**
     * The best place found: the full step, or a shorter or longer one where that is better.
     *
     * @param value L at the origin
     * @return null where no length decreases L
     */
    Place search(double value) {
        Place place = at(1);
        for (int halving = 0; !decreases(place, value); halving++) {
            if (halving == MAX_HALVINGS) {
                return null;
            }
            place = at(place.length() / 2);
        }
        return refined(place);
    }

    private boolean decreases(Place place, double value) {
        return place.point().value() <= value - SUFFICIENT_DECREASE * place.length() * decrement;
    }

    /** Goes on by the secant of the slopes on either side of the minimum, keeping the lowest place. */
    private Place refined(Place first) {
        Place best = first;
        Place place = first;
        double low = 0;
        double lowSlope = -decrement;
        double high = Double.POSITIVE_INFINITY;
        double highSlope = 0;
        for (int i = 0; i < MAX_REFINEMENTS && Math.abs(place.slope()) > SMALL_SLOPE * decrement; i++) {
            if (place.slope() < 0) {
                low = place.length();
                lowSlope = place.slope();
            } else {
                high = place.length();
                highSlope = place.slope();
            }
            double next = Double.isInfinite(high)
                    ? MOST_GROWTH * low
                    : low + (high - low) * lowSlope / (lowSlope - highSlope);
            place = at(next);
            if (!Double.isFinite(place.point().value())) {
                return best;
            }
            best = place.point().value() < best.point().value() ? place : best;
        }
        return best;
    }
}
