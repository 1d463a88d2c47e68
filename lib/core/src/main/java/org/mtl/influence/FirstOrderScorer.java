package org.mtl.influence;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.mtl.linalg.Blas;
import org.mtl.linalg.NativeMatrix;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.TaskTerm;

/**
 * Influence to first order: MTIF(i, l; k) = −(π_l/n_l) ∇ℓ_li · u_k ([1] Eq. 4 the cheap way round, METHODS §3); with
 * {@link Normalization#KEPT} −(π_l/(n_l − 1)) (∇ℓ_li − mean_j ∇ℓ_lj) · u_k.
 */
public final class FirstOrderScorer implements TaskScorer {

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final Directions directions;
    private final Normalization normalization;
    private final double[][] offsets;
    private final NativeMatrix[] combined;
    private final Queue<Room> rooms = new ConcurrentLinkedQueue<>();

    /** Scores the training rows of {@code objective} at its minimiser {@code parameters}. */
    public FirstOrderScorer(LinearObjective objective, BlockMatrix parameters, Directions directions,
            Normalization normalization) {
        this.objective = objective;
        this.parameters = parameters;
        this.directions = directions;
        this.normalization = normalization;
        objective.tasks().forEach(normalization::requireRows);
        this.offsets = normalization == Normalization.KEPT ? offsets() : new double[0][];
        this.combined = combined();
    }

    /** (1/(n_l − 1)) mean_j ∇ℓ_lj · u_k, for every task l and target k. */
    private double[][] offsets() {
        int targets = directions.targets().size();
        double[][] gradients = objective.taskDataGradients(parameters);
        double[][] result = new double[gradients.length][targets];
        for (int l = 0; l < gradients.length; l++) {
            double[] vectors = directions.vectors().predicting(l);
            for (int j = 0; j < gradients[l].length; j++) {
                for (int t = 0; t < targets; t++) {
                    result[l][t] += gradients[l][j] * vectors[j * targets + t] / (objective.tasks().get(l).divisor() - 1);
                }
            }
        }
        return result;
    }

    /**
     * The directions and, last, the coefficients that each task predicts with, as one p × (C·targets + C) matrix, so that
     * one product gives scores and predictions; the p·C × targets directions are a p × C·targets matrix as they stand.
     */
    private NativeMatrix[] combined() {
        NativeMatrix[] matrices = new NativeMatrix[objective.tasks().size()];
        for (int k = 0; k < matrices.length; k++) {
            boolean common = parameters.own().length == 0 && k > 0;
            matrices[k] = common ? matrices[0] : NativeMatrix.of(combined(k));
        }
        return matrices;
    }

    private double[] combined(int task) {
        int p = objective.design().columns();
        int outputs = objective.outputs();
        int width = outputs * directions.targets().size();
        double[] matrix = new double[p * (width + outputs)];
        for (int j = 0; j < p; j++) {
            int at = j * (width + outputs);
            System.arraycopy(directions.vectors().predicting(task), j * width, matrix, at, width);
            System.arraycopy(parameters.predicting(task), j * outputs, matrix, at + width, outputs);
        }
        return matrix;
    }

    /** What the scoring of a tile needs, kept for the next tile: fresh arrays of this size would cost more than the product. */
    private static final class Room {

        private final double[] products;
        private final double[] predictions;
        private final double[] slopes;
        private final NativeMatrix tile;
        private final NativeMatrix nativeProducts;

        Room(int rows, int columns, int width, int outputs) {
            products = new double[rows * width];
            predictions = new double[rows * outputs];
            slopes = new double[rows * outputs];
            tile = new NativeMatrix(rows * columns);
            nativeProducts = new NativeMatrix(products.length);
        }
    }

    @Override
    public void score(int k, int start, int end, double[] design, double[] scores, int[] lines, int at) {
        int outputs = objective.outputs();
        int width = outputs * (directions.targets().size() + 1);
        Room room = rooms.poll();
        if (room == null || room.slopes.length < (end - start) * outputs) {
            room = new Room(end - start, objective.design().columns(), width, outputs);
        }
        products(k, start, end, design, room);
        store(k, end - start, room, scores, lines, at);
        rooms.add(room);
    }

    /** The products of the rows with the directions, and the slopes of their losses. */
    private void products(int k, int start, int end, double[] design, Room room) {
        TaskTerm task = objective.tasks().get(k);
        int p = objective.design().columns();
        int outputs = objective.outputs();
        int count = end - start;
        int width = outputs * (directions.targets().size() + 1);
        room.tile.set(design, count * p);
        Blas.multiply(count, width, p, room.tile, combined[k], room.nativeProducts);
        room.nativeProducts.get(room.products, count * width);
        for (int i = 0; i < count; i++) {
            System.arraycopy(room.products, (i + 1) * width - outputs, room.predictions, i * outputs, outputs);
        }
        double[] labels = task.rows().targets(start, end);
        task.loss().gradients(room.predictions, labels, count, room.slopes);
    }

    private void store(int k, int count, Room room, double[] scores, int[] lines, int at) {
        TaskTerm task = objective.tasks().get(k);
        int outputs = objective.outputs();
        int targets = directions.targets().size();
        boolean kept = normalization == Normalization.KEPT;
        double factor = kept ? task.weight() / (task.divisor() - 1) : task.rowWeight();
        for (int i = 0; i < count; i++) {
            int to = lines[at + i] * targets;
            storeScores(room.products, i * outputs * (targets + 1), room.slopes, i * outputs, -factor, scores, to);
            for (int t = 0; kept && t < targets; t++) {
                scores[to + t] += offsets[k][t];
            }
        }
    }

    /** Stores one row's scores: factor · Σ_c δ_c (XU)_ct for every target t. */
    private void storeScores(double[] products, int from, double[] slopes, int slopesAt, double factor, double[] scores, int to) {
        int targets = directions.targets().size();
        double first = factor * slopes[slopesAt];
        for (int t = 0; t < targets; t++) {
            // Adding 0 makes 0 of −0, which would be written as it is.
            scores[to + t] = first * products[from + t] + 0.0;
        }
        for (int c = 1; c < objective.outputs(); c++) {
            double slope = factor * slopes[slopesAt + c];
            for (int t = 0; t < targets; t++) {
                scores[to + t] += slope * products[from + c * targets + t];
            }
        }
    }
}
