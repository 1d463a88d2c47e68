package org.mtl.training.network;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.Architecture;
import org.mtl.parallel.Workers;

/**
 * Takes the steps of an optimiser with a network's parameters, piece by piece on all threads, and keeps its moments in
 * double.
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
    private final List<ParameterPiece> pieces;
    private final double[][][] moments;
    private final long[] steps;
    private final ThreadLocal<Room> rooms;

    /** What a thread needs for a piece. */
    private static final class Room {

        private final double[] parameters;
        private final double[] gradient;
        private final double[][] moments;

        Room(int size, int moments) {
            this.parameters = new double[size];
            this.gradient = new double[size];
            this.moments = new double[moments][size];
        }
    }

    /** Begins with moments of 0. */
    public OptimizerSteps(Optimizer optimizer, Architecture architecture, Workers workers) {
        this.optimizer = optimizer;
        this.workers = workers;
        this.pieces = ParameterPiece.of(architecture);
        this.moments = new double[pieces.size()][optimizer.moments()][];
        this.steps = new long[pieces.size()];
        int longest = 0;
        for (int i = 0; i < pieces.size(); i++) {
            for (int m = 0; m < optimizer.moments(); m++) {
                moments[i][m] = new double[pieces.get(i).count()];
            }
            longest = Math.max(longest, pieces.get(i).count());
        }
        int size = longest;
        this.rooms = ThreadLocal.withInitial(() -> new Room(size, optimizer.moments()));
    }

    /**
     * Moves the parameters by one step.
     *
     * @return false if the gradient is not finite; the parameters are then of no use
     */
    public boolean take(Step step, RealVector parameters, RealVector gradient) {
        return run(step, parameters, gradient, parameters, true);
    }

    /**
     * Stores where the parameters would be after a step that is not taken; moments stay as they are.
     *
     * @param into receives the parameters of the pieces that would move, and only these
     * @return false if the gradient is not finite
     */
    public boolean preview(Step step, RealVector parameters, RealVector gradient, RealVector into) {
        return run(step, parameters, gradient, into, false);
    }

    private boolean run(Step step, RealVector parameters, RealVector gradient, RealVector into, boolean taken) {
        AtomicBoolean finite = new AtomicBoolean(true);
        workers.forEach(pieces.size(), i -> {
            if (moves(pieces.get(i), step) && !update(i, step, parameters, gradient, into, taken)) {
                finite.set(false);
            }
        });
        return finite.get();
    }

    private static boolean moves(ParameterPiece piece, Step step) {
        return piece.task().isEmpty() || step.tasks()[piece.task().getAsInt()];
    }

    private boolean update(int i, Step step, RealVector parameters, RealVector gradient, RealVector into, boolean taken) {
        ParameterPiece piece = pieces.get(i);
        Room room = rooms.get();
        parameters.get(piece.from(), piece.count(), room.parameters);
        gradient.get(piece.from(), piece.count(), room.gradient);
        if (!isFinite(room.gradient, piece.count())) {
            return false;
        }
        if (step.factor() != 1) {
            for (int j = 0; j < piece.count(); j++) {
                room.gradient[j] *= step.factor();
            }
        }
        double[][] updated = taken ? moments[i] : room.moments;
        optimizer.update(room.parameters, room.gradient, moments[i], updated, piece.count(), step.rate(), steps[i] + 1);
        into.put(piece.from(), piece.count(), room.parameters);
        if (taken) {
            steps[i]++;
        }
        return true;
    }

    /** 0·x is 0 for finite x and NaN for others; four sums, since one would wait for each addition. */
    private static boolean isFinite(double[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += 0 * values[i];
            b += 0 * values[i + 1];
            c += 0 * values[i + 2];
            d += 0 * values[i + 3];
        }
        for (; i < count; i++) {
            a += 0 * values[i];
        }
        return a + b + c + d == 0;
    }

    /** ‖g‖ over the pieces that a step for these tasks moves. */
    public double norm(RealVector gradient, boolean[] tasks) {
        double[] sums = new double[pieces.size()];
        Step step = new Step(0, 1, tasks);
        workers.forEach(pieces.size(), i -> {
            ParameterPiece piece = pieces.get(i);
            if (moves(piece, step)) {
                double[] values = rooms.get().gradient;
                gradient.get(piece.from(), piece.count(), values);
                double sum = 0;
                for (int j = 0; j < piece.count(); j++) {
                    sum += values[j] * values[j];
                }
                sums[i] = sum;
            }
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return Math.sqrt(sum);
    }

    /** The number of values of {@link #state}. */
    public int stateSize() {
        return pieces.stream().mapToInt(piece -> 1 + optimizer.moments() * piece.count()).sum();
    }

    /** All that steps depend on but the parameters: for every piece the number of its steps and its moments. */
    public double[] state() {
        double[] state = new double[stateSize()];
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            state[at++] = steps[i];
            for (double[] moment : moments[i]) {
                System.arraycopy(moment, 0, state, at, moment.length);
                at += moment.length;
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
        for (int i = 0; i < pieces.size(); i++) {
            steps[i] = (long) state[at++];
            for (double[] moment : moments[i]) {
                System.arraycopy(state, at, moment, 0, moment.length);
                at += moment.length;
            }
        }
    }
}
