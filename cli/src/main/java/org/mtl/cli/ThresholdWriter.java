package org.mtl.cli;

import java.io.IOException;
import java.util.List;

/** Softens scores before they are written: sign(s)·max(|s| − T, 0). */
final class ThresholdWriter implements ScoreWriter {

    private final ScoreWriter writer;
    private final double threshold;

    ThresholdWriter(ScoreWriter writer, double threshold) {
        this.writer = writer;
        this.threshold = threshold;
    }

    /** What becomes of a score; NaN stays. */
    static double soften(double score, double threshold) {
        return Double.isNaN(score) ? score : Math.signum(score) * Math.max(Math.abs(score) - threshold, 0) + 0.0;
    }

    private double[] softened(double[] scores, int from, int count) {
        double[] softened = new double[count];
        for (int i = 0; i < count; i++) {
            softened[i] = soften(scores[from + i], threshold);
        }
        return softened;
    }

    @Override
    public void startRows(long lines, List<String> targets) throws IOException {
        writer.startRows(lines, targets);
    }

    @Override
    public void startRows(long lines, List<String> targetRows, List<String> targetTasks) throws IOException {
        writer.startRows(lines, targetRows, targetTasks);
    }

    @Override
    public void row(String row, String task, double[] scores, int from, int count) throws IOException {
        writer.row(row, task, softened(scores, from, count), 0, count);
    }

    @Override
    public void matrix(String corner, List<String> sources, List<String> targets, double[][] scores) throws IOException {
        double[][] all = new double[scores.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = softened(scores[i], 0, scores[i].length);
        }
        writer.matrix(corner, sources, targets, all);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
