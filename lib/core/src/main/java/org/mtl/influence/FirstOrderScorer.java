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

    /** The columns that the library's kernels take at once. */
    private static final int VECTOR = 4;

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final Directions directions;
    private final Normalization normalization;
    private final double[][] offsets;
    private final NativeMatrix[] combined;
    /** The columns of {@link #combined}: those that fill the last vector are 0, and the product is faster with them. */
    private final int width;
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
        int products = objective.outputs() * (directions.targets().size() + 1);
        this.width = (products + VECTOR - 1) / VECTOR * VECTOR;
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
     * The directions and then the coefficients that each task predicts with, as one matrix of p rows, so that one product
     * gives scores and predictions; the p·C × targets directions are a p × C·targets matrix as they stand.
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
        int scored = outputs * directions.targets().size();
        double[] matrix = new double[p * width];
        for (int j = 0; j < p; j++) {
            System.arraycopy(directions.vectors().predicting(task), j * scored, matrix, j * width, scored);
            System.arraycopy(parameters.predicting(task), j * outputs, matrix, j * width + scored, outputs);
        }
        return matrix;
    }

    /** What the scoring of a tile needs, kept for the next tile: fresh arrays of this size would cost more than the product. */
    private static final class Room {

        private final double[] products;
        private final double[] predictions;
        private final double[] slopes;
        private final NativeMatrix nativeProducts;

        Room(int rows, int width, int outputs) {
            products = new double[rows * width];
            predictions = new double[rows * outputs];
            slopes = new double[rows * outputs];
            nativeProducts = new NativeMatrix(products.length);
        }
    }

    @Override
    public void score(TaskRows rows, double[] scores) {
        int outputs = objective.outputs();
        Room room = rooms.poll();
        if (room == null || room.slopes.length < rows.count() * outputs) {
            room = new Room(rows.count(), width, outputs);
        }
        products(rows, room);
        store(rows, room, scores);
        rooms.add(room);
    }

    /** The products of the rows with the directions, and the slopes of their losses. */
    private void products(TaskRows rows, Room room) {
        int outputs = objective.outputs();
        int scored = outputs * directions.targets().size();
        int count = rows.count();
        Blas.multiply(count, width, objective.design().columns(), rows.design(), rows.start(), combined[rows.task()],
                room.nativeProducts);
        room.nativeProducts.get(room.products, count * width);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < outputs; c++) {
                room.predictions[i * outputs + c] = room.products[i * width + scored + c];
            }
        }
        TaskTerm task = objective.tasks().get(rows.task());
        double[] labels = task.rows().targets(rows.from(), rows.to());
        task.loss().gradients(room.predictions, labels, count, room.slopes);
    }

    private void store(TaskRows rows, Room room, double[] scores) {
        TaskTerm task = objective.tasks().get(rows.task());
        int outputs = objective.outputs();
        int targets = directions.targets().size();
        boolean kept = normalization == Normalization.KEPT;
        double factor = kept ? task.weight() / (task.divisor() - 1) : task.rowWeight();
        for (int i = 0; i < rows.count(); i++) {
            int to = rows.line(i) * targets;
            storeScores(room.products, i * width, room.slopes, i * outputs, -factor, scores, to);
            for (int t = 0; kept && t < targets; t++) {
                scores[to + t] += offsets[rows.task()][t];
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
