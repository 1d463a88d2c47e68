package org.mtl.training.weighting;

import java.util.Arrays;

/**
 * Dynamic weight average (DWA; Liu, Johns and Davison 2019): K·softmax(r/T), r_t the ratio of the last two epochs' mean
 * losses; 1 in the first two epochs. A task without rows in one of these epochs has r_t = 1.
 */
public final class Dwa implements Weighting {

    private final double temperature;
    private double[] last;
    private double[] before;

    /**
     * Begins.
     *
     * @param temperature T, above 0
     */
    public Dwa(double temperature, int tasks) {
        this.temperature = temperature;
        this.last = new double[tasks];
        this.before = new double[tasks];
        Arrays.fill(last, Double.NaN);
        Arrays.fill(before, Double.NaN);
    }

    @Override
    public double[] weights(Step step, Gradients gradients) {
        double[] ratios = new double[last.length];
        for (int t = 0; t < ratios.length; t++) {
            double ratio = last[t] / before[t];
            ratios[t] = (Double.isFinite(ratio) ? ratio : 1) / temperature;
        }
        return Ones.softmax(ratios, Ones.all(ratios.length), ratios.length);
    }

    @Override
    public void epochDone(double[] losses, double[] errors) {
        before = last;
        last = losses.clone();
    }

    @Override
    public double[] state() {
        double[] state = Arrays.copyOf(last, 2 * last.length);
        System.arraycopy(before, 0, state, last.length, last.length);
        return state;
    }

    @Override
    public void restore(double[] state) {
        int tasks = last.length;
        last = Arrays.copyOf(state, tasks);
        before = Arrays.copyOfRange(state, tasks, 2 * tasks);
    }
}
