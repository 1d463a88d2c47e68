package org.mtl.model;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.mtl.data.Design;
import org.mtl.data.TaskData;

/**
 * Reads the rows of all tasks in the order of the data, block by block, and hands over each task's rows of a block as tiles.
 *
 * <p>Where the rows of tasks lie among each other, or tasks share rows, reading task by task would go over the data once for
 * each task. A chunk is a run of blocks; bounds depend on the data alone.
 */
final class FileOrder {

    /** Below so many values, 64 MiB, the data are near enough to the processor for any order. */
    private static final long FEW_VALUES = 1L << 23;

    /** The rows that a task should have in a block for a product to be worth its start. */
    private static final int ROWS_OF_TASK = 256;

    private static final int MOST_ROWS = 1 << 18;
    private static final int CHUNK_BLOCKS = 16;

    private final Design design;
    private final List<TaskData.Labelled> rows;
    private final Range range;
    private final int blockRows;
    /** One for each thread that has been at work: memory outside the heap is dear to get. */
    private final Queue<FileBlock> blocks = new ConcurrentLinkedQueue<>();

    /** The data rows that tasks have, {@code first} to {@code last}; how many labels they are; the tasks' own ranges added. */
    private record Range(int first, int last, long lines, long spans) {

        static Range of(List<TaskData.Labelled> rows) {
            int first = Integer.MAX_VALUE;
            int last = -1;
            long lines = 0;
            long spans = 0;
            for (TaskData.Labelled task : rows) {
                if (task.size() > 0) {
                    int begin = task.row(0);
                    int end = task.row(task.size() - 1);
                    first = Math.min(first, begin);
                    last = Math.max(last, end);
                    lines += task.size();
                    spans += (long) end - begin + 1;
                }
            }
            return new Range(first, last, lines, spans);
        }

        long size() {
            return (long) last - first + 1;
        }
    }

    FileOrder(Design design, List<TaskData.Labelled> rows) {
        this.design = design;
        this.rows = rows;
        this.range = Range.of(rows);
        int width = Math.max(1, design.features().names().size());
        long wanted = Math.max(FileBlock.CACHED_VALUES / width, (long) ROWS_OF_TASK * rows.size());
        double lines = Math.max(16, Math.min(wanted, FileBlock.MOST_VALUES / width));
        this.blockRows = (int) Math.max(16, Math.min(MOST_ROWS, lines * range.size() / Math.max(1, range.lines())));
    }

    /** Whether this order is the faster one: data are many, and tasks reach over each other. */
    static boolean pays(Design design, List<TaskData.Labelled> rows) {
        Range range = Range.of(rows);
        long values = range.lines() * Math.max(1, design.features().names().size());
        return values >= FEW_VALUES && range.spans() > 2 * range.size();
    }

    /** The number of chunks. */
    int chunks() {
        long chunkRows = (long) blockRows * CHUNK_BLOCKS;
        return (int) ((range.size() + chunkRows - 1) / chunkRows);
    }

    /**
     * Passes the rows of one chunk on.
     *
     * @param sums receives a sum per task
     */
    void forEachTile(int chunk, RowPass.Body body, double[][] sums) {
        FileBlock block = Optional.ofNullable(blocks.poll()).orElseGet(FileBlock::new);
        int step = RowPass.tileRows(design.columns());
        double[] tile = new double[step * design.columns()];
        double[] targets = new double[step * rows.stream().mapToInt(TaskData.Labelled::width).max().orElse(1)];
        long first = range.first() + (long) chunk * blockRows * CHUNK_BLOCKS;
        for (int number = 0; number < CHUNK_BLOCKS && first <= range.last(); number++, first += blockRows) {
            block.read(design, rows, (int) first, blockRows);
            for (int task = 0; task < sums.length; task++) {
                TaskData.Labelled labelled = rows.get(task);
                for (int from = block.from(task); from < block.to(task); from += step) {
                    int count = Math.min(step, block.to(task) - from);
                    block.design().get(block.start(task, from), tile, count * design.columns());
                    labelled.copyTargets(from, from + count, targets);
                    body.accept(new RowPass.Tile(task, count, tile, targets), sums[task]);
                }
            }
        }
        blocks.add(block);
    }
}
