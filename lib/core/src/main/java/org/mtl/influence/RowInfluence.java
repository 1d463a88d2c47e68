package org.mtl.influence;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.mtl.model.LinearObjective;
import org.mtl.model.RowPass;
import org.mtl.model.TaskTerm;
import org.mtl.parallel.Workers;

/**
 * The scores of all training rows in the order of the data file.
 *
 * <p>A score predicts V_k(ŵ) − V_k(ŵ without row i of task l): positive is harmful. Rows are scored in blocks of the data
 * file, so memory is a block per thread however many rows there are, and the result does not depend on the number of
 * threads.
 */
public final class RowInfluence {

    /** Data rows per block; part of the result's last bits, hence the same for all thread counts. */
    static final int BLOCK_ROWS = 1 << 13;

    private final LinearObjective objective;
    private final int targets;
    private final TaskScorer scorer;

    /**
     * Scores the training rows of an objective.
     *
     * @param targets the number of scores per row
     */
    public RowInfluence(LinearObjective objective, int targets, TaskScorer scorer) {
        this.objective = objective;
        this.targets = targets;
        this.scorer = scorer;
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
        int widest = Math.max(objective.design().columns(), targets * objective.outputs());
        int step = Math.min(RowPass.tileRows(widest), to - from);
        double[] scores = new double[step * targets];
        for (int start = from; start < to; start += step) {
            int end = Math.min(to, start + step);
            scorer.score(k, start, end, scores);
            int[] rows = objective.tasks().get(k).rows().rows();
            for (int i = start; i < end; i++) {
                int line = nextLine[rows[i] - firstRow]++;
                block.rows[line] = rows[i];
                block.tasks[line] = k;
                System.arraycopy(scores, (i - start) * targets, block.scores, line * targets, targets);
            }
        }
    }
}
