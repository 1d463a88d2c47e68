package org.mtl.training.weighting;

import java.util.Arrays;

/**
 * Steps of an optimiser on one number for each task: Adam (β₁ = 0.9, β₂ = 0.999, ε = 1e-8), or gradient descent with
 * momentum. Numbers of tasks that are not in a batch are left as they are.
 */
public final class ScalarSteps {

    /**
     * The optimiser.
     *
     * @param adam whether it is Adam
     * @param momentum of gradient descent
     * @param nesterov whether its momentum is Nesterov's
     */
    public record Rule(boolean adam, double momentum, boolean nesterov) {

        /** Adam. */
        public static final Rule ADAM = new Rule(true, 0, false);
    }

    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double EPSILON = 1e-8;
    private static final int FIELDS = 4;

    private final Rule rule;
    private final int tasks;
    private final double[] values;
    private final double[] first;
    private final double[] second;
    private final double[] counts;

    /** Begins with zeros. */
    public ScalarSteps(Rule rule, int tasks) {
        this.rule = rule;
        this.tasks = tasks;
        this.values = new double[tasks];
        this.first = new double[tasks];
        this.second = new double[tasks];
        this.counts = new double[tasks];
    }

    /** The numbers. */
    public double value(int task) {
        return values[task];
    }

    /** Copies the numbers. */
    double[] values() {
        return values.clone();
    }

    /** Moves the number of a task down a slope. */
    void move(int t, double rate, double slope) {
        counts[t]++;
        if (!rule.adam()) {
            first[t] = rule.momentum() * first[t] + slope;
            values[t] -= rate * (rule.nesterov() ? slope + rule.momentum() * first[t] : first[t]);
            return;
        }
        first[t] = FIRST * first[t] + (1 - FIRST) * slope;
        second[t] = SECOND * second[t] + (1 - SECOND) * slope * slope;
        double size = rate / (1 - Math.pow(FIRST, counts[t]));
        double root = Math.sqrt(second[t] / (1 - Math.pow(SECOND, counts[t])));
        values[t] -= size * first[t] / (root + EPSILON);
    }

    double[] state() {
        double[] state = new double[FIELDS * tasks];
        double[][] parts = {values, first, second, counts};
        for (int p = 0; p < FIELDS; p++) {
            System.arraycopy(parts[p], 0, state, p * tasks, tasks);
        }
        return state;
    }

    void restore(double[] state) {
        double[][] parts = {values, first, second, counts};
        double[] given = Arrays.copyOf(state, FIELDS * tasks);
        for (int p = 0; p < FIELDS; p++) {
            System.arraycopy(given, p * tasks, parts[p], 0, tasks);
        }
    }
}
