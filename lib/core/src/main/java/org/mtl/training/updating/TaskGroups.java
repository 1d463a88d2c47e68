package org.mtl.training.updating;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.clustering.AffinityPropagation;
import org.mtl.clustering.Clustering;

/**
 * Groups of tasks that take steps together, found anew while training goes on by proximal affinities (selective task group
 * updates, [5]): B[s→t], 0 at first, follows what the steps of a group did to each task's loss, B ← (1 − β)B + βa.
 *
 * <p>The change is credited to the group that made the step: with a_k = (1 − L_k⁺/L_k)/|m|, |m| the size of that group,
 * each source s in it and target k outside take a_k; inside it a pair of one sign takes a_k, otherwise −max(a_k, a_s); a
 * task with itself only what is not negative.
 */
public final class TaskGroups {

    private final int tasks;
    private final double rate;
    private final long warmup;
    private final long every;
    private final double[][] affinities;
    private int[] labels;
    private long iterations;

    /**
     * Begins with every task its own group.
     *
     * @param rate β, in (0, 1]
     * @param warmup the iterations before groups are made
     * @param every after so many iterations each they are made anew
     */
    public TaskGroups(int tasks, double rate, long warmup, long every) {
        this.tasks = tasks;
        this.rate = rate;
        this.warmup = warmup;
        this.every = every;
        this.affinities = new double[tasks][tasks];
        this.labels = alone();
    }

    private int[] alone() {
        int[] own = new int[tasks];
        Arrays.setAll(own, t -> t);
        return own;
    }

    /** The groups, numbered by their first task; tasks of each ascending. */
    public List<int[]> groups() {
        return new Clustering(labels).clusters();
    }

    /** The number of each task's group, from 0 on. */
    public int[] labels() {
        return labels.clone();
    }

    /** B, source by target. */
    public double[][] affinities() {
        return Arrays.stream(affinities).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * Credits the step of a group.
     *
     * @param group the tasks of the group that took it
     * @param before L_k before it, positive; NaN for tasks that are not measured
     * @param after L_k after it
     */
    public void credit(int[] group, double[] before, double[] after) {
        double[] gains = new double[tasks];
        for (int k = 0; k < tasks; k++) {
            gains[k] = before[k] > 0 ? (1 - after[k] / before[k]) / group.length : Double.NaN;
        }
        boolean[] inside = new boolean[tasks];
        for (int task : group) {
            inside[task] = true;
        }
        for (int s : group) {
            for (int k = 0; k < tasks; k++) {
                double gain = inside[k] && k != s ? together(gains[s], gains[k]) : gains[k];
                if (Double.isFinite(gain) && !(k == s && gain < 0)) {
                    affinities[s][k] = (1 - rate) * affinities[s][k] + rate * gain;
                }
            }
        }
    }

    private static double together(double source, double target) {
        return Math.signum(source) == Math.signum(target) ? target : -Math.max(target, source);
    }

    /** An iteration, all groups' steps on one batch, is done; groups are made anew where it is time. */
    public void iterationDone() {
        iterations++;
        if (iterations >= warmup && (iterations - warmup) % every == 0) {
            regroup();
        }
    }

    /** From B with column k divided by B_kk, symmetrised, by affinity propagation; groups stay where it finds no rest. */
    private void regroup() {
        double[][] similar = new double[tasks][tasks];
        for (int i = 0; i < tasks; i++) {
            for (int k = 0; k < tasks; k++) {
                similar[i][k] = 0.5 * (relative(i, k) + relative(k, i));
            }
        }
        AffinityPropagation.Result result = AffinityPropagation.of(similar, AffinityPropagation.medianPreference(similar));
        if (result.converged()) {
            labels = result.clustering().labels();
        }
    }

    /** What has done nothing for itself so far says nothing of what others do for it. */
    private double relative(int source, int target) {
        return affinities[target][target] > 0 ? affinities[source][target] / affinities[target][target] : 0;
    }

    /** All that later groups depend on. */
    public double[] state() {
        List<Double> state = new ArrayList<>();
        state.add((double) iterations);
        for (int label : labels) {
            state.add((double) label);
        }
        for (double[] row : affinities) {
            for (double value : row) {
                state.add(value);
            }
        }
        return state.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Goes on from a state of as many tasks. */
    public void restore(double[] state) {
        iterations = (long) state[0];
        labels = new int[tasks];
        Arrays.setAll(labels, t -> (int) state[1 + t]);
        for (int i = 0; i < tasks; i++) {
            System.arraycopy(state, 1 + tasks + i * tasks, affinities[i], 0, tasks);
        }
    }
}
