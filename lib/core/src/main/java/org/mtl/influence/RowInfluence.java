package org.mtl.influence;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.mtl.data.TaskData;
import org.mtl.model.FileBlock;
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

    /** The most data rows in a block. */
    private static final int MOST_ROWS = 1 << 13;

    /** The rows that a task should have in a block for a product to be worth its start. */
    private static final int ROWS_OF_TASK = 64;

    /** Multiplications in a product of a tile: the library has a kernel without packing for those below 10⁶. */
    private static final int MULTIPLICATIONS = 900_000;

    private final LinearObjective objective;
    private final List<TaskData.Labelled> rows;
    private final int targets;
    private final TaskScorer scorer;
    private final int blockRows;

    /**
     * Scores the training rows of an objective.
     *
     * @param targets the number of scores per row
     */
    public RowInfluence(LinearObjective objective, int targets, TaskScorer scorer) {
        this.objective = objective;
        this.rows = objective.tasks().stream().map(TaskTerm::rows).toList();
        this.targets = targets;
        this.scorer = scorer;
        this.blockRows = blockRows();
    }

    /** Data rows per block: part of the result's last bits, hence the same for all thread counts. */
    private int blockRows() {
        long lines = rows.stream().mapToLong(TaskData.Labelled::size).sum();
        int width = objective.design().features().names().size();
        long valuesOfRow = Math.max(1, lines * width / (lastRow() + 1L));
        long cached = Math.max(FileBlock.CACHED_VALUES / valuesOfRow, (long) ROWS_OF_TASK * objective.tasks().size());
        return (int) Math.max(16, Math.min(MOST_ROWS, Math.min(cached, FileBlock.MOST_VALUES / valuesOfRow)));
    }

    /** An estimate of the memory of one block: features, design and scores of its lines. */
    private long blockBytes() {
        long lines = rows.stream().mapToLong(TaskData.Labelled::size).sum();
        long width = objective.design().features().names().size() + objective.design().columns();
        return Double.BYTES * Math.max(1, Math.min(blockRows, lastRow() + 1L) * lines / (lastRow() + 1L)) * (width + targets + 2);
    }

    /** The scores of consecutive training lines, in arrays that may be longer and that are used again for a later block. */
    public static final class Block {

        private final FileBlock lines = new FileBlock();
        private double[] scores = new double[0];
        /** A tile of one task's rows of the design. */
        private double[] design = new double[0];

        private Block() {}

        /** The number of lines. */
        public int size() {
            return lines.size();
        }

        /** The data row of each line, ascending. */
        public int[] rows() {
            return lines.rows();
        }

        /** The task of each line, ascending within a row. */
        public int[] tasks() {
            return lines.tasks();
        }

        /** Lines × targets, row-major. */
        public double[] scores() {
            return scores;
        }
    }

    /** Receives blocks in file order. */
    public interface Sink {

        /** Takes what it needs from a block, whose arrays are overwritten after the return. */
        void accept(Block block) throws IOException;
    }

    /** The number of blocks. */
    public int blocks() {
        return Math.toIntExact(((long) lastRow() + blockRows) / blockRows);
    }

    /**
     * Scores all training rows and hands them over in the order of data rows, then tasks.
     *
     * @param models at least one; several with the same training lines and targets give the mean of their scores
     * @throws IOException if the sink throws it
     */
    public static void forEachBlock(List<RowInfluence> models, Workers workers, Sink sink) throws IOException {
        int blocks = models.get(0).blocks();
        long bytes = models.get(0).blockBytes() * Math.min(2, models.size());
        workers.memory().require("Scoring a block of rows", bytes);
        int batch = workers.memory().concurrent(Math.min(workers.threads(), blocks), bytes);
        Block[][] rooms = new Block[batch][2];
        for (Block[] room : rooms) {
            Arrays.setAll(room, i -> new Block());
        }
        for (int first = 0; first < blocks; first += batch) {
            int start = first;
            int count = Math.min(batch, blocks - first);
            workers.forEach(count, b -> mean(models, start + b, rooms[b]));
            for (int b = 0; b < count; b++) {
                sink.accept(rooms[b][0]);
            }
        }
    }

    /** Puts the models' mean into the first block; the second has room for one model's scores. */
    private static void mean(List<RowInfluence> models, int number, Block[] room) {
        Block sum = room[0];
        Block other = room[1];
        // All in the blocks of the first: models of other features would have others.
        int blockRows = models.get(0).blockRows;
        models.get(0).score(number, blockRows, sum);
        int values = sum.size() * models.get(0).targets;
        for (RowInfluence model : models.subList(1, models.size())) {
            model.score(number, blockRows, other);
            if (!sum.lines.hasLinesOf(other.lines)) {
                throw new IllegalArgumentException("models with different training lines");
            }
            for (int i = 0; i < values; i++) {
                sum.scores[i] += other.scores[i];
            }
        }
        for (int i = 0; models.size() > 1 && i < values; i++) {
            sum.scores[i] /= models.size();
        }
    }

    private int lastRow() {
        int last = -1;
        for (TaskData.Labelled task : rows) {
            last = task.size() == 0 ? last : Math.max(last, task.rows()[task.size() - 1]);
        }
        return last;
    }

    /** Scores the training lines of one block's data rows; safe on several threads at once. */
    private void score(int number, int rowsOfBlock, Block block) {
        block.lines.read(objective.design(), rows, number * rowsOfBlock, rowsOfBlock);
        int values = Math.multiplyExact(block.size(), targets);
        block.scores = block.scores.length < values ? new double[values] : block.scores;
        for (int k = 0; k < rows.size(); k++) {
            scoreTask(k, block);
        }
    }

    private void scoreTask(int k, Block block) {
        int from = block.lines.from(k);
        int to = block.lines.to(k);
        int columns = objective.design().columns();
        int products = (targets + 1) * objective.outputs();
        long unpacked = MULTIPLICATIONS / ((long) columns * products);
        int most = (int) Math.min(RowPass.tileRows(Math.max(columns, products)), unpacked);
        int step = Math.max(1, Math.min(Math.max(16, most), to - from));
        if (block.design.length < step * columns) {
            block.design = new double[step * columns];
        }
        for (int start = from; start < to; start += step) {
            int count = Math.min(to - start, step);
            block.lines.transform(k, start, count, block.design);
            scorer.score(k, start, start + count, block.design, block.scores, block.lines.lines(), block.lines.place(k, start));
        }
    }
}
