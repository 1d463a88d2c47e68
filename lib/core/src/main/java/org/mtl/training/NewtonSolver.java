package org.mtl.training;

import org.mtl.MtlException;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;
import org.mtl.model.LinearObjective.Point;
import org.mtl.parallel.Workers;

/**
 * Minimises a convex linear objective exactly, by Newton's method with a line search (METHODS §2).
 *
 * <p>For a quadratic the first step lands on the minimiser and a second one removes the rounding of the first; the
 * curvature of its data is computed once and kept for every later solve with other penalties.
 */
public final class NewtonSolver {

    private static final double TOLERANCE = 1e-24;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    /** A gradient as large as this is no rounding, whatever the decrement says. */
    private static final double STUCK_GRADIENT = 1e-9;
    private static final int MAX_STEPS = 200;
    private static final int MAX_HALVINGS = 50;

    private final LinearObjective data;
    private final Workers workers;
    private final Separability separability;
    private Curvature constant;

    /** A solver for objectives with these data; penalties may differ from solve to solve. */
    public NewtonSolver(LinearObjective data, Workers workers) {
        this.data = data;
        this.workers = workers;
        this.separability = new Separability(data, workers);
    }

    /** Where the search stands: parameters, L with its gradient, and the Newton step with its decrement. */
    private record State(BlockMatrix parameters, Point point, LinearHessian hessian, BlockMatrix step, double decrement) {

        /** Once the decrement is lost in the rounding of L, only the gradient tells better from worse. */
        boolean isAtRounding() {
            return decrement <= 64 * Math.ulp(1 + Math.abs(point.value()));
        }

        boolean isBetterThan(State other) {
            return other.isAtRounding() ? decrement < other.decrement : point.value() < other.point.value();
        }
    }

    /**
     * Finds the minimiser with the given penalties, from the given start; takes at least one step.
     *
     * @param penalties λ_k, one per task
     * @throws MtlException (DATA) if the objective overflows, has no finite minimiser, or the search does not come to rest
     */
    public LinearFit solve(double[] penalties, BlockMatrix start) {
        LinearObjective objective = data.withPenalties(penalties);
        LinearFit fit = search(objective, start, MAX_STEPS);
        if (fit.steps() == MAX_STEPS) {
            throw MtlException.data("the fit did not come to rest in " + MAX_STEPS
                    + " Newton steps; standardize the features (--standardize pooled) or raise the penalty (--lambda)");
        }
        separability.requireFinite(objective, fit.hessian());
        return fit;
    }

    /** Finds the minimiser with the penalties that the objective has, from the given start; as {@link #solve}. */
    public LinearFit solve(BlockMatrix start) {
        return solve(data.tasks().stream().mapToDouble(task -> task.penalty()).toArray(), start);
    }

    /** Takes Newton steps, each with a line search, from the given start: at most so many, fewer if they come to rest. */
    public LinearFit improve(BlockMatrix start, int steps) {
        return search(data, start, steps);
    }

    private LinearFit search(LinearObjective objective, BlockMatrix start, int maxSteps) {
        State state = state(objective, start, null);
        int step = 0;
        boolean moving = true;
        while (moving && step < maxSteps) {
            step++;
            State next = step(objective, state);
            moving = next.isBetterThan(state);
            state = moving ? next : state;
            moving &= !isConverged(state);
            if (moving) {
                separability.check(objective, state.parameters(), step);
            }
        }
        double gradientMax = state.point().gradient().maxAbsolute();
        return new LinearFit(
                state.parameters(), state.hessian(), state.point().value(), state.decrement(), gradientMax, step);
    }

    private static boolean isConverged(State state) {
        return state.decrement() <= TOLERANCE * (1 + Math.abs(state.point().value()));
    }

    /** The next state along the Newton step: the full one where it decreases L enough, else halved until it does. */
    private State step(LinearObjective objective, State state) {
        double length = 1;
        for (int halving = 0; halving < MAX_HALVINGS; halving++) {
            BlockMatrix candidate = state.parameters().plus(-length, state.step());
            Point point = objective.at(candidate);
            double wanted = SUFFICIENT_DECREASE * length * state.decrement();
            if (state.isAtRounding() || point.value() <= state.point().value() - wanted) {
                return state(objective, candidate, new Reuse(state.hessian(), point));
            }
            length /= 2;
        }
        return state;
    }

    /** What is known at a candidate already: L there, and a Hessian that still holds if the objective is quadratic. */
    private record Reuse(LinearHessian hessian, Point point) {}

    private State state(LinearObjective objective, BlockMatrix parameters, Reuse known) {
        Point point = known == null ? objective.at(parameters) : known.point();
        if (!Double.isFinite(point.value()) || !Double.isFinite(point.gradient().maxAbsolute())) {
            throw MtlException.data("the objective is not finite (" + point.value()
                    + "): the features or targets are too large; try --standardize pooled");
        }
        LinearHessian hessian =
                known != null && objective.isQuadratic() ? known.hessian() : hessian(objective, parameters);
        BlockMatrix step = hessian.solve(point.gradient());
        double decrement = Math.max(0, point.gradient().dot(step));
        boolean stuck = decrement <= TOLERANCE * (1 + Math.abs(point.value()))
                && point.gradient().maxAbsolute() > STUCK_GRADIENT * (1 + Math.abs(point.value()));
        if (stuck && !objective.isQuadratic()) {
            // The curvature vanishes where the gradient does not, as Huber's does far out: step with a majorant's.
            step = hessian(objective.majorant(), parameters).solve(point.gradient());
            decrement = Math.max(0, point.gradient().dot(step));
        }
        return new State(parameters, point, hessian, step, decrement);
    }

    private LinearHessian hessian(LinearObjective objective, BlockMatrix parameters) {
        if (!objective.isQuadratic()) {
            return new Curvature(objective, parameters, workers).hessian(objective);
        }
        if (constant == null) {
            constant = new Curvature(objective, parameters, workers);
        }
        return constant.hessian(objective);
    }
}
