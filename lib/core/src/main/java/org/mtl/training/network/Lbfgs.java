package org.mtl.training.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * L-BFGS with the last ten steps and a line search that ends at the strong Wolfe conditions (Nocedal and Wright, Numerical
 * Optimization, 2nd edition, algorithms 7.4, 7.5, 3.5 and 3.6).
 *
 * <p>It has converged where ‖∇f‖ ≤ 1e-9·‖∇f‖ of the start, and ends where no step decreases f further.
 */
public final class Lbfgs {

    private static final int HISTORY = 10;
    private static final double TOLERANCE = 1e-9;

    /** Where curvature along a step is this small against the gradient's change, the step says nothing of it. */
    private static final double SMALL_CURVATURE = 1e-14;

    private final SmoothFunction function;
    private final double[] place;
    private final double[] gradient;
    private double value;
    private double startNorm;
    private boolean stuck;
    private final Deque<Pair> pairs = new ArrayDeque<>();

    /** A step s and the change y of the gradient along it. */
    private record Pair(double[] step, double[] change) {

        private double curvature() {
            return dot(step, change);
        }
    }

    /** Begins at a place. */
    public Lbfgs(SmoothFunction function, double[] start) {
        this.function = function;
        this.place = start.clone();
        this.gradient = new double[start.length];
        this.value = function.at(place, gradient);
        this.startNorm = norm(gradient);
    }

    /** Goes on from what {@link #state} said. */
    public static Lbfgs resumed(SmoothFunction function, double[] state, int size) {
        return new Lbfgs(function, state, size);
    }

    private Lbfgs(SmoothFunction function, double[] state, int size) {
        this.function = function;
        this.place = new double[size];
        this.gradient = new double[size];
        this.value = state[0];
        this.startNorm = state[1];
        this.stuck = state[2] != 0;
        int at = copy(state, 3, place);
        at = copy(state, at, gradient);
        while (at < state.length) {
            Pair pair = new Pair(new double[size], new double[size]);
            at = copy(state, at, pair.step());
            at = copy(state, at, pair.change());
            pairs.addLast(pair);
        }
    }

    private static int copy(double[] state, int at, double[] into) {
        System.arraycopy(state, at, into, 0, into.length);
        return at + into.length;
    }

    /** All that further iterations depend on. */
    public double[] state() {
        int size = place.length;
        double[] state = new double[3 + 2 * size * (1 + pairs.size())];
        state[0] = value;
        state[1] = startNorm;
        state[2] = stuck ? 1 : 0;
        List<double[]> vectors = new ArrayList<>(List.of(place, gradient));
        for (Pair pair : pairs) {
            vectors.add(pair.step());
            vectors.add(pair.change());
        }
        for (int i = 0; i < vectors.size(); i++) {
            System.arraycopy(vectors.get(i), 0, state, 3 + i * size, size);
        }
        return state;
    }

    /** f at the present place. */
    public double value() {
        return value;
    }

    /** ‖∇f‖ at the present place. */
    public double gradientNorm() {
        return norm(gradient);
    }

    /** The present place, a copy. */
    public double[] place() {
        return place.clone();
    }

    /** Whether there is nothing left to do: the gradient is small, or no step decreases f. */
    public boolean finished() {
        return stuck || norm(gradient) <= TOLERANCE * startNorm;
    }

    /** Takes one step; where none decreases f, even along the gradient, it is finished and stays where it is. */
    public void iterate() {
        boolean moved = step(direction());
        if (!moved && !pairs.isEmpty()) {
            pairs.clear();
            moved = step(direction());
        }
        stuck = !moved;
    }

    private boolean step(double[] direction) {
        double slope = dot(gradient, direction);
        if (!(slope < 0)) {
            return false;
        }
        double first = pairs.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
        WolfeSearch search = new WolfeSearch(function, place, direction, value, slope);
        if (!search.run(first)) {
            return false;
        }
        Pair pair = new Pair(difference(search.place(), place), difference(search.gradient(), gradient));
        System.arraycopy(search.place(), 0, place, 0, place.length);
        System.arraycopy(search.gradient(), 0, gradient, 0, gradient.length);
        value = search.value();
        if (pair.curvature() > SMALL_CURVATURE * dot(pair.change(), pair.change())) {
            if (pairs.size() == HISTORY) {
                pairs.removeFirst();
            }
            pairs.addLast(pair);
        }
        return true;
    }

    /** −H∇f by the two loops over the steps kept. */
    private double[] direction() {
        double[] direction = gradient.clone();
        double[] factors = new double[pairs.size()];
        int i = pairs.size();
        for (Iterator<Pair> latest = pairs.descendingIterator(); latest.hasNext();) {
            Pair pair = latest.next();
            factors[--i] = dot(pair.step(), direction) / pair.curvature();
            add(-factors[i], pair.change(), direction);
        }
        double scale = pairs.isEmpty() ? 1 : pairs.getLast().curvature() / dot(pairs.getLast().change(), pairs.getLast().change());
        for (int j = 0; j < direction.length; j++) {
            direction[j] *= -scale;
        }
        for (Pair pair : pairs) {
            // The direction has its final sign already.
            double factor = dot(pair.change(), direction) / pair.curvature();
            add(-factors[i++] - factor, pair.step(), direction);
        }
        return direction;
    }

    private static double[] difference(double[] one, double[] other) {
        double[] difference = one.clone();
        add(-1, other, difference);
        return difference;
    }

    private static void add(double factor, double[] values, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * values[i];
        }
    }

    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double norm(double[] values) {
        return Math.sqrt(dot(values, values));
    }
}
