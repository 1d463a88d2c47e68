package org.mtl.influence;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
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
    /** What earlier passes have left. */
    private final Queue<Block> rooms = new ConcurrentLinkedQueue<>();

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
        long lines = lines();
        int width = objective.design().features().names().size();
        long valuesOfRow = Math.max(1, lines * width / (lastRow() + 1L));
        long cached = Math.max(FileBlock.CACHED_VALUES / valuesOfRow, (long) ROWS_OF_TASK * objective.tasks().size());
        return (int) Math.max(16, Math.min(MOST_ROWS, Math.min(cached, FileBlock.MOST_VALUES / valuesOfRow)));
    }

    /** An estimate of the memory of one block: design and scores of its lines. */
    private long blockBytes() {
        long ofBlock = Math.max(1, Math.min(blockRows, lastRow() + 1L) * lines() / (lastRow() + 1L));
        return Double.BYTES * ofBlock * (objective.design().columns() + targets + 2);
    }

    /** The scores of consecutive training lines, in arrays that may be longer and that are used again for a later block. */
    public static final class Block {

        private final FileBlock lines = new FileBlock();
        private double[] scores = new double[0];
        /** The lines and the scores of a further model. */
        private final FileBlock otherLines = new FileBlock();
        private double[] otherScores = new double[0];

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
        forEachBlock(models, 0, models.get(0).blocks(), workers, sink);
    }

    /** Scores the rows of blocks {@code from} to {@code to} − 1 alone; all parts together give what one pass does. */
    public static void forEachBlock(List<RowInfluence> models, int from, int to, Workers workers, Sink sink) throws IOException {
        RowInfluence leading = models.get(0);
        List<Block> rooms = leading.takeRooms(models.size(), workers);
        for (int first = from; first < to; first += rooms.size()) {
            int start = first;
            int count = Math.min(rooms.size(), to - first);
            workers.forEach(count, b -> {
                Block block = rooms.get(b);
                leading.read(start + b, leading.blockRows, block.lines);
                int values = Math.multiplyExact(block.size(), leading.targets);
                block.scores = block.scores.length < values ? new double[values] : block.scores;
                mean(models, start + b, block, block.scores, 0);
            });
            for (int b = 0; b < count; b++) {
                sink.accept(rooms.get(b));
            }
        }
        leading.rooms.addAll(rooms);
    }

    /**
     * Scores all training rows into one array, in the same order and with the same result, without a copy.
     *
     * @param models as for {@link #forEachBlock}
     * @param scores receives lines × targets values
     */
    public static void scores(List<RowInfluence> models, Workers workers, double[] scores) {
        RowInfluence leading = models.get(0);
        long values = leading.lines() * leading.targets;
        if (scores.length < values) {
            throw new IllegalArgumentException("scores: expected room for " + values + " values, found " + scores.length);
        }
        List<Block> rooms = leading.takeRooms(models.size(), workers);
        workers.forEach(rooms.size(), r -> {
            Block block = rooms.get(r);
            for (int number = r; number < leading.blocks(); number += rooms.size()) {
                leading.read(number, leading.blockRows, block.lines);
                mean(models, number, block, scores, (int) block.lines.linesBefore());
            }
        });
        leading.rooms.addAll(rooms);
    }

    /** As many blocks as may be under way at once. */
    private List<Block> takeRooms(int models, Workers workers) {
        long bytes = blockBytes() * Math.min(2, models);
        workers.memory().require("Scoring a block of rows", bytes);
        int count = workers.memory().concurrent(Math.min(workers.threads(), blocks()), bytes);
        return Stream.generate(() -> Optional.ofNullable(rooms.poll()).orElseGet(Block::new)).limit(count).toList();
    }

    /** Stores the models' mean scores of a block that the first of them has read. */
    private static void mean(List<RowInfluence> models, int number, Block block, double[] scores, int firstLine) {
        RowInfluence leading = models.get(0);
        leading.score(block.lines, scores, firstLine);
        int first = firstLine * leading.targets;
        int values = block.size() * leading.targets;
        for (RowInfluence model : models.subList(1, models.size())) {
            // All in the blocks of the first: models of other features would have others.
            model.read(number, leading.blockRows, block.otherLines);
            if (!block.lines.hasLinesOf(block.otherLines)) {
                throw new IllegalArgumentException("models with different training lines");
            }
            block.otherScores = block.otherScores.length < values ? new double[values] : block.otherScores;
            model.score(block.otherLines, block.otherScores, 0);
            for (int i = 0; i < values; i++) {
                scores[first + i] += block.otherScores[i];
            }
        }
        for (int i = 0; models.size() > 1 && i < values; i++) {
            scores[first + i] /= models.size();
        }
    }

    /** The training lines of blocks {@code from} to {@code to} − 1. */
    public long lines(int from, int to) {
        long first = (long) from * blockRows;
        long last = (long) to * blockRows;
        return rows.stream().mapToLong(task -> task.firstAtLeast(last) - task.firstAtLeast(first)).sum();
    }

    private long lines() {
        return rows.stream().mapToLong(TaskData.Labelled::size).sum();
    }

    private int lastRow() {
        int last = -1;
        for (TaskData.Labelled task : rows) {
            last = task.size() == 0 ? last : Math.max(last, task.row(task.size() - 1));
        }
        return last;
    }

    private void read(int number, int rowsOfBlock, FileBlock block) {
        block.read(objective.design(), rows, number * rowsOfBlock, rowsOfBlock);
    }

    /** Scores the lines of a block; safe on several threads at once. */
    private void score(FileBlock block, double[] scores, int firstLine) {
        for (int k = 0; k < rows.size(); k++) {
            scoreTask(k, block, scores, firstLine);
        }
    }

    private void scoreTask(int k, FileBlock block, double[] scores, int firstLine) {
        int columns = objective.design().columns();
        int products = (targets + 1) * objective.outputs();
        long unpacked = MULTIPLICATIONS / ((long) columns * products);
        int most = (int) Math.min(RowPass.tileRows(Math.max(columns, products)), unpacked);
        int step = Math.max(16, most);
        for (int from = block.from(k); from < block.to(k); from += step) {
            int count = Math.min(block.to(k) - from, step);
            scorer.score(new TaskRows(k, from, count, block.design(), block.start(k, from), block.lines(),
                    block.place(k, from), firstLine), scores);
        }
    }
}
