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

    /** The most data rows in a block. */
    private static final int MOST_ROWS = 1 << 13;

    /** The feature values of a block that still fits the cache, 1 MiB, and the most that one has where tasks are many. */
    private static final int CACHED_VALUES = 1 << 17;
    private static final int MOST_VALUES = 1 << 22;

    /** The rows that a task should have in a block for a product to be worth its start. */
    private static final int ROWS_OF_TASK = 64;

    /** Multiplications in a product of a tile: the library has a kernel without packing for those below 10⁶. */
    private static final int MULTIPLICATIONS = 900_000;

    private final LinearObjective objective;
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
        this.targets = targets;
        this.scorer = scorer;
        this.blockRows = blockRows();
    }

    /** Data rows per block: part of the result's last bits, hence the same for all thread counts. */
    private int blockRows() {
        long lines = objective.tasks().stream().mapToLong(task -> task.rows().size()).sum();
        int width = objective.design().features().names().size();
        long valuesOfRow = Math.max(1, lines * width / (lastRow() + 1L));
        long cached = Math.max(CACHED_VALUES / valuesOfRow, (long) ROWS_OF_TASK * objective.tasks().size());
        return (int) Math.max(16, Math.min(MOST_ROWS, Math.min(cached, MOST_VALUES / valuesOfRow)));
    }

    /** An estimate of the memory of one block: features, design and scores of its lines. */
    private long blockBytes() {
        long lines = objective.tasks().stream().mapToLong(task -> task.rows().size()).sum();
        long width = objective.design().features().names().size() + objective.design().columns();
        return Double.BYTES * Math.max(1, Math.min(blockRows, lastRow() + 1L) * lines / (lastRow() + 1L)) * (width + targets + 2);
    }

    /** The scores of consecutive training lines, in arrays that may be longer and that are used again for a later block. */
    public static final class Block {

        private int size;
        private int[] rows = new int[0];
        private int[] tasks = new int[0];
        private double[] scores = new double[0];
        /** The lines sorted by task: the place of each, and the line at each place. */
        private int[] places = new int[0];
        private int[] lines = new int[0];
        /** Lines × d features, by place. */
        private double[] features = new double[0];
        /** A tile of one task's rows of the design. */
        private double[] design = new double[0];

        private Block() {}

        private void resize(int count, int targets, int width) {
            size = count;
            if (rows.length < count) {
                rows = new int[count];
                tasks = new int[count];
                scores = new double[Math.multiplyExact(count, targets)];
                places = new int[count];
                lines = new int[count];
                features = new double[Math.multiplyExact(count, width)];
            }
        }

        /** The number of lines. */
        public int size() {
            return size;
        }

        /** The data row of each line, ascending. */
        public int[] rows() {
            return rows;
        }

        /** The task of each line, ascending within a row. */
        public int[] tasks() {
            return tasks;
        }

        /** Lines × targets, row-major. */
        public double[] scores() {
            return scores;
        }

        private boolean hasLinesOf(Block other) {
            return Arrays.equals(rows, 0, size, other.rows, 0, other.size)
                    && Arrays.equals(tasks, 0, size, other.tasks, 0, other.size);
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
        models.get(0).score(number, sum);
        int values = sum.size * models.get(0).targets;
        for (RowInfluence model : models.subList(1, models.size())) {
            model.score(number, other);
            if (!sum.hasLinesOf(other)) {
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
        for (TaskTerm task : objective.tasks()) {
            int[] rows = task.rows().rows();
            last = rows.length == 0 ? last : Math.max(last, rows[rows.length - 1]);
        }
        return last;
    }

    /** Scores the training lines of one block's data rows; safe on several threads at once. */
    private void score(int number, Block block) {
        int firstRow = number * blockRows;
        int tasks = objective.tasks().size();
        int[] from = new int[tasks];
        int[] to = new int[tasks];
        int[] nextLine = new int[blockRows + 1];
        for (int k = 0; k < tasks; k++) {
            int[] rows = objective.tasks().get(k).rows().rows();
            from[k] = lowerBound(rows, firstRow);
            to[k] = lowerBound(rows, (long) firstRow + blockRows);
            for (int i = from[k]; i < to[k]; i++) {
                nextLine[rows[i] - firstRow + 1]++;
            }
        }
        for (int row = 0; row < blockRows; row++) {
            nextLine[row + 1] += nextLine[row];
        }
        block.resize(nextLine[blockRows], targets, objective.design().features().names().size());
        arrange(from, to, firstRow, nextLine, block);
        // In the order of the file: reading task by task would take twice as long.
        objective.design().features().copyRows(block.rows, block.size, block.places, block.features);
        int place = 0;
        for (int k = 0; k < tasks; k++) {
            scoreTask(k, from[k], to[k], place, block);
            place += to[k] - from[k];
        }
    }

    private static int lowerBound(int[] rows, long row) {
        int at = Arrays.binarySearch(rows, (int) Math.min(Integer.MAX_VALUE, row));
        return at < 0 ? -at - 1 : at;
    }

    /** Gives every row of every task its line, and its place among the lines sorted by task. */
    private void arrange(int[] from, int[] to, int firstRow, int[] nextLine, Block block) {
        int place = 0;
        for (int k = 0; k < from.length; k++) {
            int[] rows = objective.tasks().get(k).rows().rows();
            for (int i = from[k]; i < to[k]; i++, place++) {
                int line = nextLine[rows[i] - firstRow]++;
                block.rows[line] = rows[i];
                block.tasks[line] = k;
                block.places[line] = place;
                block.lines[place] = line;
            }
        }
    }

    /** Scores positions {@code from} to {@code to} − 1 of a task, whose places begin at {@code place}. */
    private void scoreTask(int k, int from, int to, int place, Block block) {
        int columns = objective.design().columns();
        int width = objective.design().features().names().size();
        int products = (targets + 1) * objective.outputs();
        long unpacked = MULTIPLICATIONS / ((long) columns * products);
        int most = (int) Math.min(RowPass.tileRows(Math.max(columns, products)), unpacked);
        int step = Math.max(1, Math.min(Math.max(16, most), to - from));
        if (block.design.length < step * columns) {
            block.design = new double[step * columns];
        }
        for (int start = from; start < to; start += step) {
            int count = Math.min(to - start, step);
            int at = place + start - from;
            objective.design().transform(k, block.features, at * width, count, block.design);
            scorer.score(k, start, start + count, block.design, block.scores, block.lines, at);
        }
    }
}
