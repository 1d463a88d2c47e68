package org.mtl.grouping;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverSolutionCallback;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.SatParameters;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;

/**
 * The one place that makes CP-SAT solvers, so that none of them handles signals by itself (Ctrl-C, even seconds after a
 * solve, would abort the JVM), prints, or gives a result that depends on the number of threads.
 *
 * <p>One solve runs at a time. {@link #stop} may be called from any thread, a signal handler's too.
 */
public final class CpSatFactory {

    /** How long {@link #stop} waits for a solve to end, in milliseconds. */
    private static final long PATIENCE = 2000;

    private static final int SEED = 1;

    private final int threads;
    private final Object monitor = new Object();
    private CpSolver running;
    private volatile boolean stopped;

    /**
     * A factory of solvers.
     *
     * @param threads the threads that a parallel solve may use, at least 1
     */
    public CpSatFactory(int threads) {
        this.threads = threads;
    }

    /**
     * An empty model. Building one calls the native library already.
     *
     * @throws MtlException (UNAVAILABLE) if that cannot be loaded
     */
    static CpModel newModel() {
        CpSatNatives.require();
        return new CpModel();
    }

    /**
     * What a solve ended with.
     *
     * @param status what is known
     * @param solver holds the values of the variables where there is a solution
     */
    record Solved(CpSolverStatus status, CpSolver solver) {

        boolean isOptimal() {
            return status == CpSolverStatus.OPTIMAL;
        }

        boolean isInfeasible() {
            return status == CpSolverStatus.INFEASIBLE;
        }

        /** The work it took, in the solver's own units of about a second. */
        double work() {
            return solver.response().getDeterministicTime();
        }

        boolean hasSolution() {
            return isOptimal() || status == CpSolverStatus.FEASIBLE;
        }
    }

    /** How to search. */
    enum Search {
        /** One worker with a strong linear relaxation, for models that end in milliseconds. */
        SINGLE,
        /** All of the solver's strategies, dealt to the threads in batches, so that their number does not matter. */
        PORTFOLIO
    }

    /**
     * Solves a model.
     *
     * @throws CancellationException if {@link #stop} was called before the end
     */
    Solved solve(CpModel model, Search search, Deadline deadline) {
        Solved solved = solve(model, search, SearchSettings.UNLIMITED.until(deadline));
        requireNotStopped();
        return solved;
    }

    /**
     * Solves a model within the limits of a search. After {@link #stop}, what was found until then is returned.
     *
     * @param settings deadline, limit of work, gap and progress, in units of the model's objective; the hint is not used
     * @throws CancellationException if {@link #stop} was called before the solve began
     */
    Solved solve(CpModel model, Search search, SearchSettings settings) {
        CpSolver solver = solver(search, settings);
        synchronized (monitor) {
            requireNotStopped();
            running = solver;
        }
        CpSolverStatus status;
        try {
            status = solver.solve(model, new CpSolverSolutionCallback() {
                @Override
                public void onSolutionCallback() {
                    settings.progress().report(objectiveValue(), bestObjectiveBound());
                }
            });
        } finally {
            synchronized (monitor) {
                running = null;
                monitor.notifyAll();
            }
        }
        if (status == CpSolverStatus.MODEL_INVALID) {
            throw new IllegalStateException("CP-SAT rejects the model: " + model.validate());
        }
        return new Solved(status, solver);
    }

    private CpSolver solver(Search search, SearchSettings settings) {
        CpSolver solver = new CpSolver();
        SatParameters.Builder parameters = solver.getParameters();
        parameters.setCatchSigintSignal(false).setLogSearchProgress(false).setRandomSeed(SEED).setLinearizationLevel(2);
        // The presolve of OR-Tools 9.15 for constraints that include others loses solutions and still reports a proof.
        parameters.setPresolveInclusionWorkLimit(0);
        if (search == Search.SINGLE) {
            parameters.setNumWorkers(1);
        } else {
            parameters.setInterleaveSearch(true).setNumWorkers(threads);
            // In small models the strategy "core" of OR-Tools 9.15 can go on after the others have proven the optimum.
            parameters.addIgnoreSubsolvers("core");
        }
        if (settings.deadline().limited()) {
            parameters.setMaxTimeInSeconds(settings.deadline().seconds());
        }
        if (settings.deterministicLimit() < Double.POSITIVE_INFINITY) {
            parameters.setMaxDeterministicTime(Math.max(0, settings.deterministicLimit()));
        }
        parameters.setRelativeGapLimit(settings.gap());
        return solver;
    }

    /**
     * Ends the running solve and all later ones; returns when the running one has ended, or after two seconds.
     *
     * <p>A process must not exit while the solver's threads run: the library's static objects are destroyed at exit.
     */
    public void stop() {
        long end = System.nanoTime() + PATIENCE * 1_000_000;
        synchronized (monitor) {
            stopped = true;
            try {
                // A stop that comes before the solver has begun is lost, hence once more until it has ended.
                while (running != null && System.nanoTime() < end) {
                    running.stopSearch();
                    monitor.wait(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether {@link #stop} was called. */
    boolean isStopped() {
        return stopped;
    }

    /** @throws CancellationException after {@link #stop} */
    void requireNotStopped() {
        if (stopped) {
            throw new CancellationException("the search was stopped");
        }
    }
}
