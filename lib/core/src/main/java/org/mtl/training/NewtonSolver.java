package org.mtl.training;

import java.util.List;
import org.mtl.MtlException;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;
import org.mtl.model.LinearObjective.Point;
import org.mtl.model.Quadratic;
import org.mtl.parallel.Workers;

/**
 * Minimises a convex linear objective exactly, by Newton's method with a line search (METHODS §2).
 *
 * <p>For a quadratic the first step lands on the minimiser and a second one removes the rounding of the first; the
 * curvature of its data is computed once and kept for every later solve with other penalties. Where the data of squared
 * losses were read once for their {@link Quadratic} functions, both steps are taken with these, and the rows only show that
 * they led there.
 */
public final class NewtonSolver {

    private static final double TOLERANCE = 1e-24;
    /** A gradient as large as this is no rounding, whatever the decrement says. */
    private static final double STUCK_GRADIENT = 1e-9;
    private static final int MAX_STEPS = 200;
    /** A decrement, over L, that changes no mean loss by more than 1e-9 of it. */
    private static final double PRECISE = 1e-20;

    private final LinearObjective data;
    private final Workers workers;
    private final Separability separability;
    private final List<Quadratic> functions;
    private Curvature constant;
    private List<double[]> free;

    /** A solver for objectives with these data; penalties may differ from solve to solve. */
    public NewtonSolver(LinearObjective data, Workers workers) {
        this(data, List.of(), workers);
    }

    /**
     * A solver that knows the data of squared losses as functions.
     *
     * @param functions (π_k/n_k) Σ_i ℓ_ki for every task, or none
     */
    NewtonSolver(LinearObjective data, List<Quadratic> functions, Workers workers) {
        this.data = data;
        this.workers = workers;
        this.separability = new Separability(data, workers);
        this.functions = List.copyOf(functions);
    }

    /**
     * A solver for data that differ by a row or a task from others whose fit is known, which saves finding out anew which
     * directions are free.
     *
     * @param known the fit of the others
     */
    public NewtonSolver(LinearObjective data, LinearHessian known, Workers workers) {
        this(data, workers);
        this.free = known.freeDirections();
    }

    /** Where the search stands: parameters, L with its gradient, and the Newton step with its decrement. */
    private record State(BlockMatrix parameters, Point point, LinearHessian hessian, BlockMatrix step, double decrement) {

        /** Once the decrement is lost in the rounding of L, only the gradient tells better from worse. */
        boolean isAtRounding() {
            return NewtonSolver.isAtRounding(decrement, point.value());
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
        if (!functions.isEmpty()) {
            return confirm(penalties, approximate(penalties, start)).fit();
        }
        if (objective.isQuadratic()) {
            return fit(search(objective, state(objective, start, null, false), MAX_STEPS, false), objective);
        }
        Search quick = search(objective, state(objective, start, null, true), MAX_STEPS, true);
        // The quick steps cannot tell a flat direction from a free one; the eigendecompositions of the last ones can.
        State last = state(objective, quick.state().parameters(), null, false);
        if (isConverged(last)) {
            return fit(new Search(last, quick.steps()), objective);
        }
        Search thorough = search(objective, last, MAX_STEPS, false);
        return fit(new Search(thorough.state(), quick.steps() + thorough.steps()), objective);
    }

    /** A minimiser found without the rows, with the Hessian. */
    record Candidate(BlockMatrix parameters, LinearHessian hessian) {}

    /**
     * The minimiser with the given penalties, of the functions that the solver knows; no pass over the rows.
     *
     * @throws MtlException (DATA) if the objective overflows
     */
    Candidate approximate(double[] penalties, BlockMatrix start) {
        LinearObjective objective = data.withPenalties(penalties);
        Point first = objective.at(start, functions);
        requireFinite(first);
        LinearHessian hessian = hessian(objective, start, false);
        BlockMatrix landed = start.plus(-1, hessian.solve(first.gradient()));
        Point second = objective.at(landed, functions);
        requireFinite(second);
        return new Candidate(landed.plus(-1, hessian.solve(second.gradient())), hessian);
    }

    /**
     * A fit that started from a candidate.
     *
     * @param fit the fit
     * @param precise whether the candidate was as near to the minimum, by the gradient of the rows, as validation losses
     *     need: a change of the parameters by √decrement in the norm of the Hessian changes them by less than 1e-9
     */
    record Confirmed(LinearFit fit, boolean precise) {}

    /** Looks by the rows whether a candidate is the minimiser, and goes on from it where it is not. */
    Confirmed confirm(double[] penalties, Candidate candidate) {
        LinearObjective objective = data.withPenalties(penalties);
        Reuse known = new Reuse(candidate.hessian(), objective.at(candidate.parameters()));
        State state = state(objective, candidate.parameters(), known, false);
        boolean precise = state.decrement() <= PRECISE * Math.abs(state.point().value());
        if (isConverged(state)) {
            return new Confirmed(fit(new Search(state, 1), objective), precise);
        }
        Search search = search(objective, state, MAX_STEPS, false);
        return new Confirmed(fit(new Search(search.state(), search.steps() + 1), objective), precise);
    }

    private LinearFit fit(Search search, LinearObjective objective) {
        requireRest(search);
        State state = search.state();
        separability.requireFinite(objective, state.hessian());
        double gradientMax = state.point().gradient().maxAbsolute();
        return new LinearFit(
                state.parameters(), state.hessian(), state.point().value(), state.decrement(), gradientMax, search.steps());
    }

    private static void requireRest(Search search) {
        if (search.steps() >= MAX_STEPS) {
            throw MtlException.data("the fit did not come to rest in " + MAX_STEPS
                    + " Newton steps; standardize the features (--standardize pooled) or raise the penalty (--lambda)");
        }
    }

    /**
     * The minimiser with the penalties that the objective has, from a start close to it; without the Hessian there, which
     * costs as much as several steps.
     */
    public BlockMatrix minimise(BlockMatrix start) {
        Search search = search(data, state(data, start, null, true), MAX_STEPS, true);
        requireRest(search);
        return search.state().parameters();
    }

    /** Takes Newton steps, each with a line search, from the given start: at most so many, fewer if they come to rest. */
    public BlockMatrix improve(BlockMatrix start, int steps) {
        return search(data, state(data, start, null, true), steps, true).state().parameters();
    }

    /** Where a search ended, after so many steps. */
    private record Search(State state, int steps) {}

    private Search search(LinearObjective objective, State start, int maxSteps, boolean quick) {
        State state = start;
        int step = 0;
        boolean moving = true;
        while (moving && step < maxSteps) {
            step++;
            State next = step(objective, state, quick);
            moving = next.isBetterThan(state);
            state = moving ? next : state;
            moving &= !isConverged(state);
            if (moving) {
                separability.check(objective, state.parameters(), step);
            }
        }
        return new Search(state, step);
    }

    private static boolean isConverged(State state) {
        return isConverged(state.decrement(), state.point().value());
    }

    /** Whether a decrement is so small that the search is at its end. */
    static boolean isConverged(double decrement, double value) {
        return decrement <= TOLERANCE * (1 + Math.abs(value));
    }

    /** Whether a decrement is lost in the rounding of L. */
    static boolean isAtRounding(double decrement, double value) {
        return decrement <= 64 * Math.ulp(1 + Math.abs(value));
    }

    /** The next state along the Newton step, or the same one where the step leads to nothing better. */
    private State step(LinearObjective objective, State state, boolean quick) {
        LineSearch line = new LineSearch(objective, state.parameters(), state.step(), state.decrement());
        // Once the decrement is lost in the rounding of L, only the gradient tells better from worse.
        LineSearch.Place place = state.isAtRounding() ? line.at(1) : line.search(state.point().value());
        return place == null ? state : state(objective, place.parameters(), new Reuse(state.hessian(), place.point()), quick);
    }

    /** What is known at a candidate already: L there, and a Hessian that still holds if the objective is quadratic. */
    private record Reuse(LinearHessian hessian, Point point) {}

    private State state(LinearObjective objective, BlockMatrix parameters, Reuse known, boolean quick) {
        Point point = known == null ? objective.at(parameters) : known.point();
        requireFinite(point);
        LinearHessian hessian =
                known != null && objective.isQuadratic() ? known.hessian() : hessian(objective, parameters, quick);
        BlockMatrix step = hessian.solve(point.gradient());
        double decrement = Math.max(0, point.gradient().dot(step));
        boolean stuck = decrement <= TOLERANCE * (1 + Math.abs(point.value()))
                && point.gradient().maxAbsolute() > STUCK_GRADIENT * (1 + Math.abs(point.value()));
        if (stuck && !objective.isQuadratic()) {
            // The curvature vanishes where the gradient does not, as Huber's does far out: step with a majorant's.
            step = hessian(objective.majorant(), parameters, false).solve(point.gradient());
            decrement = Math.max(0, point.gradient().dot(step));
        }
        return new State(parameters, point, hessian, step, decrement);
    }

    private static void requireFinite(Point point) {
        if (!Double.isFinite(point.value()) || !Double.isFinite(point.gradient().maxAbsolute())) {
            throw MtlException.data("the objective is not finite (" + point.value()
                    + "): the features or targets are too large; try --standardize pooled");
        }
    }

    private LinearHessian hessian(LinearObjective objective, BlockMatrix parameters, boolean quick) {
        if (quick) {
            Curvature curvature = new Curvature(objective, parameters, workers);
            return curvature.stepHessian(objective, free(objective)).orElseGet(() -> curvature.hessian(objective));
        }
        if (!objective.isQuadratic()) {
            return new Curvature(objective, parameters, workers).hessian(objective);
        }
        if (constant == null) {
            constant = functions.isEmpty()
                    ? new Curvature(objective, parameters, workers)
                    : new Curvature(objective, functions, workers);
        }
        return constant.hessian(objective);
    }

    /** The directions that the data leave free; they depend neither on penalties nor, curvature being positive, on w. */
    private List<double[]> free(LinearObjective objective) {
        if (free == null) {
            free = new Curvature(data.majorant(), data.zeroParameters(), workers).hessian(objective).freeDirections();
        }
        return free;
    }
}
