package org.mtl.training.network;

import java.util.List;
import java.util.OptionalDouble;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;

/**
 * Takes the steps of an optimiser with a network's parameters, piece by piece on all threads, and keeps its moments. Numbers
 * are those of the network: with 32 bits steps are as exact as those of other toolkits, and four times as fast as with 64.
 *
 * <p>The order is PyTorch's: the gradient of the loss is clipped first, then the optimiser adds coupled weight decay. The
 * heads of tasks without labels in a batch are left as they are: neither decay nor moments change them, and their steps are
 * not counted.
 */
public final class OptimizerSteps {

    /**
     * One step.
     *
     * @param rate the learning rate
     * @param factor what the gradient is multiplied by first: below 1 where it is clipped
     * @param tasks for every task whether its head takes the step
     */
    public record Step(double rate, double factor, boolean[] tasks) {}

    private final Optimizer optimizer;
    private final Workers workers;
    private final List<PieceValues> pieces;
    private final long[] steps;
    private final boolean sharedFixed;
    private final ThreadLocal<PieceValues.Room> rooms = ThreadLocal.withInitial(PieceValues.Room::new);

    /**
     * Begins with moments of 0, for all parameters.
     *
     * @param precision the numbers of the network, which are also those of the moments
     */
    public OptimizerSteps(Optimizer optimizer, Architecture architecture, Precision precision, Workers workers) {
        this(optimizer, ParameterPiece.of(architecture), precision, workers, false);
    }

    /** Begins for parameters of another kind. */
    OptimizerSteps(Optimizer optimizer, List<ParameterPiece> all, Precision precision, Workers workers) {
        this(optimizer, all, precision, workers, false);
    }

    /**
     * The same.
     *
     * @param sharedFixed whether what tasks share takes no steps
     */
    OptimizerSteps(Optimizer optimizer, List<ParameterPiece> all, Precision precision, Workers workers, boolean sharedFixed) {
        this.optimizer = optimizer;
        this.workers = workers;
        this.pieces = all.stream()
                .map(piece -> PieceValues.of(piece, optimizer.moments(), precision == Precision.FLOAT)).toList();
        this.steps = new long[pieces.size()];
        this.sharedFixed = sharedFixed;
    }

    /** Moves the parameters by one step. */
    public void take(Step step, RealVector parameters, RealVector gradient) {
        run(step, parameters, gradient, parameters, true);
    }

    /**
     * Stores where the parameters would be after a step that is not taken; moments stay as they are.
     *
     * @param into receives all parameters
     */
    public void preview(Step step, RealVector parameters, RealVector gradient, RealVector into) {
        run(step, parameters, gradient, into, false);
    }

    private void run(Step step, RealVector parameters, RealVector gradient, RealVector into, boolean taken) {
        workers.forEach(pieces.size(), i -> {
            PieceValues values = pieces.get(i);
            if (taken && !moves(values, step.tasks())) {
                return;
            }
            values.load(parameters, gradient, taken, rooms.get());
            if (!moves(values, step.tasks())) {
                values.store(into);
                return;
            }
            if (step.factor() != 1) {
                values.combine(PieceValues.GRADIENT, step.factor(), PieceValues.GRADIENT, 0, PieceValues.GRADIENT);
            }
            optimizer.update(values, step.rate(), steps[i] + 1);
            values.store(into);
            if (taken) {
                steps[i]++;
            }
        });
    }

    private boolean moves(PieceValues values, boolean[] tasks) {
        return values.piece().task().isEmpty() ? !sharedFixed : tasks[values.piece().task().getAsInt()];
    }

    /** What a step's gradient is multiplied by for its norm to be at most a limit: 1 without one. */
    double clipFactor(OptionalDouble limit, RealVector gradient, boolean[] tasks) {
        return limit.isPresent() ? Math.min(1, limit.getAsDouble() / norm(gradient, tasks)) : 1;
    }

    /** ‖g‖ over the parameters that a step for these tasks moves. */
    public double norm(RealVector gradient, boolean[] tasks) {
        double[] sums = new double[pieces.size()];
        workers.forEach(pieces.size(), i -> {
            PieceValues values = pieces.get(i);
            if (moves(values, tasks)) {
                double[] part = rooms.get().doubles(1, values.count())[0];
                gradient.get(values.piece().from(), values.count(), part);
                sums[i] = squares(part, values.count());
            }
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return Math.sqrt(sum);
    }

    /** Four sums, since one would wait for each addition. */
    private static double squares(double[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += values[i] * values[i];
            b += values[i + 1] * values[i + 1];
            c += values[i + 2] * values[i + 2];
            d += values[i + 3] * values[i + 3];
        }
        for (; i < count; i++) {
            a += values[i] * values[i];
        }
        return a + b + c + d;
    }

    /** The number of values of {@link #state}. */
    public int stateSize() {
        return pieces.stream().mapToInt(values -> 1 + values.moments() * values.count()).sum();
    }

    /** All that steps depend on but the parameters: for every piece the number of its steps and its moments. */
    public double[] state() {
        double[] state = new double[stateSize()];
        int at = 0;
        for (int i = 0; i < steps.length; i++) {
            PieceValues values = pieces.get(i);
            state[at++] = steps[i];
            for (int m = 0; m < values.moments(); m++) {
                values.copyMoment(m, state, at);
                at += values.count();
            }
        }
        return state;
    }

    /** Goes on from a state of an optimiser and a network of the same kind. */
    public void restore(double[] state) {
        if (state.length != stateSize()) {
            throw new IllegalArgumentException("expected a state of " + stateSize() + " values, found " + state.length);
        }
        int at = 0;
        for (int i = 0; i < steps.length; i++) {
            PieceValues values = pieces.get(i);
            steps[i] = (long) state[at++];
            for (int m = 0; m < values.moments(); m++) {
                values.restoreMoment(m, state, at);
                at += values.count();
            }
        }
    }
}
