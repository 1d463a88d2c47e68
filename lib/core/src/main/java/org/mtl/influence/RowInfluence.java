package org.mtl.influence;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.Blas;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearObjective;
import org.mtl.model.RowPass;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;

/**
 * The influence of every single training row: MTIF(i, l; k) = −(π_l/n_l) ∇ℓ_li · u_k ([1] Eq. 4 the cheap way round,
 * METHODS §3).
 *
 * <p>It predicts V_k(ŵ) − V_k(ŵ without row i of task l), with 1/n_l unchanged: positive is harmful. Rows are scored in
 * blocks of the data file, so memory is a block per thread however many rows there are, and the result does not depend
 * on the number of threads.
 */
public final class RowInfluence {

    /** Data rows per block; part of the result's last bits, hence the same for all thread counts. */
    static final int BLOCK_ROWS = 1 << 13;

    private final LinearObjective objective;
    private final BlockMatrix parameters;
    private final Directions directions;

    /** Scores the training rows of {@code objective} at its minimiser {@code parameters}. */
    public RowInfluence(LinearObjective objective, BlockMatrix parameters, Directions directions) {
        this.objective = objective;
        this.parameters = parameters;
        this.directions = directions;
    }

    /**
     * The scores of consecutive training lines.
     *
     * @param rows the data row of each line, ascending
     * @param tasks the task of each line, ascending within a row
     * @param scores lines × targets, row-major
     */
    public record Block(int[] rows, int[] tasks, double[] scores) {

        /** The number of lines. */
        public int size() {
            return rows.length;
        }
    }

    /** Receives blocks in file order. */
    public interface Sink {
        void accept(Block block) throws IOException;
    }

    /** The number of blocks. */
    public int blocks() {
        return (lastRow() + BLOCK_ROWS) / BLOCK_ROWS;
    }

    /**
     * Scores all training rows and hands them over in the order of data rows, then tasks.
     *
     * @param models at least one; several with the same training lines and targets give the mean of their scores
     * @throws IOException if the sink throws it
     */
    public static void forEachBlock(List<RowInfluence> models, Workers workers, Sink sink) throws IOException {
        int blocks = models.get(0).blocks();
        int batch = workers.threads();
        for (int first = 0; first < blocks; first += batch) {
            int start = first;
            Block[] scored = new Block[Math.min(batch, blocks - first)];
            workers.forEach(scored.length, b -> scored[b] = mean(models, start + b));
            for (Block block : scored) {
                sink.accept(block);
            }
        }
    }

    private static Block mean(List<RowInfluence> models, int number) {
        Block sum = models.get(0).block(number);
        for (RowInfluence model : models.subList(1, models.size())) {
            Block block = model.block(number);
            if (!Arrays.equals(sum.rows, block.rows) || !Arrays.equals(sum.tasks, block.tasks)) {
                throw new IllegalArgumentException("models with different training lines");
            }
            for (int i = 0; i < sum.scores.length; i++) {
                sum.scores[i] += block.scores[i];
            }
        }
        for (int i = 0; models.size() > 1 && i < sum.scores.length; i++) {
            sum.scores[i] /= models.size();
        }
        return sum;
    }

    private int lastRow() {
        int last = -1;
        for (TaskTerm task : objective.tasks()) {
            int[] rows = task.rows().rows();
            last = rows.length == 0 ? last : Math.max(last, rows[rows.length - 1]);
        }
        return last;
    }

    /**
     * Scores the training lines of data rows {@code number * BLOCK_ROWS} and the {@code BLOCK_ROWS} − 1 after it; safe on
     * several threads at once.
     */
    private Block block(int number) {
        int firstRow = number * BLOCK_ROWS;
        int tasks = objective.tasks().size();
        int targets = directions.targets().size();
        int[][] bounds = new int[tasks][];
        int[] linesOfRow = new int[BLOCK_ROWS + 1];
        for (int k = 0; k < tasks; k++) {
            int[] rows = objective.tasks().get(k).rows().rows();
            bounds[k] = new int[] {lowerBound(rows, firstRow), lowerBound(rows, firstRow + BLOCK_ROWS)};
            for (int i = bounds[k][0]; i < bounds[k][1]; i++) {
                linesOfRow[rows[i] - firstRow + 1]++;
            }
        }
        for (int row = 0; row < BLOCK_ROWS; row++) {
            linesOfRow[row + 1] += linesOfRow[row];
        }
        int lines = linesOfRow[BLOCK_ROWS];
        Block block = new Block(new int[lines], new int[lines], new double[Math.multiplyExact(lines, targets)]);
        for (int k = 0; k < tasks; k++) {
            scoreTask(k, bounds[k][0], bounds[k][1], firstRow, linesOfRow, block);
        }
        return block;
    }

    private static int lowerBound(int[] rows, int row) {
        int at = Arrays.binarySearch(rows, row);
        return at < 0 ? -at - 1 : at;
    }

    /** Scores positions {@code from} to {@code to} − 1 of a task and puts each where {@code nextLine} says. */
    private void scoreTask(int k, int from, int to, int firstRow, int[] nextLine, Block block) {
        int p = objective.design().columns();
        int targets = directions.targets().size();
        int step = Math.min(RowPass.tileRows(Math.max(p, targets * objective.outputs())), to - from);
        double[] tile = new double[step * p];
        double[] scores = new double[step * targets];
        for (int start = from; start < to; start += step) {
            int end = Math.min(to, start + step);
            scoreTile(k, start, end, tile, scores);
            int[] rows = objective.tasks().get(k).rows().rows();
            for (int i = start; i < end; i++) {
                int line = nextLine[rows[i] - firstRow]++;
                block.rows[line] = rows[i];
                block.tasks[line] = k;
                System.arraycopy(scores, (i - start) * targets, block.scores, line * targets, targets);
            }
        }
    }

    /**
     * Scores positions {@code start} to {@code end} − 1. The p·C × targets directions are a p × C·targets matrix as well,
     * so that one product serves all outputs.
     */
    private void scoreTile(int k, int start, int end, double[] tile, double[] scores) {
        TaskTerm task = objective.tasks().get(k);
        int p = objective.design().columns();
        int outputs = objective.outputs();
        int count = end - start;
        int targets = directions.targets().size();
        objective.design().copyRows(k, task.rows().rows(), start, end, tile);
        double[] labels = Arrays.copyOfRange(task.rows().targets(), start, end);
        RowPass.Tile rows = new RowPass.Tile(k, count, tile, labels);
        double[] slopes = new double[count * outputs];
        task.loss().gradients(rows.predictions(parameters.predicting(k), p, outputs), labels, count, slopes);
        double[] products = new double[count * outputs * targets];
        Blas.multiply(
                count, outputs * targets, p, -task.rowWeight(), tile, directions.vectors().predicting(k), 0, products);
        for (int i = 0; i < count; i++) {
            for (int t = 0; t < targets; t++) {
                double score = 0;
                for (int c = 0; c < outputs; c++) {
                    score += slopes[i * outputs + c] * products[(i * outputs + c) * targets + t];
                }
                scores[i * targets + t] = score;
            }
        }
    }
}
