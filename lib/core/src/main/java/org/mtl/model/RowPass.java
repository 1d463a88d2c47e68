package org.mtl.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.linalg.Blas;
import org.mtl.parallel.Workers;

/**
 * One pass over labelled rows of all tasks, tile by tile, on all threads, with sums that do not depend on their number.
 *
 * <p>Rows are cut into chunks whose bounds depend on the data alone; each chunk is summed by one thread from its first
 * tile to its last, and the chunks' sums are added in order. Chunks are of one task's rows, or, of large data in which tasks
 * lie among each other, of consecutive data rows ({@link FileOrder}). Memory is a tile, or a block of tiles, per thread and
 * a sum per task and thread.
 */
public final class RowPass {

    private static final int TILE_VALUES = 1 << 16;

    /** The most rows of a task that are summed before sums are added; a sum is kept for each. */
    public static final int CHUNK_ROWS = 1 << 16;

    /** A run of one task's rows: positions {@code from} to {@code to} − 1 in the task's arrays. */
    private record Chunk(int task, int from, int to) {}

    /**
     * A tile of rows.
     *
     * @param task the rows' task
     * @param count the number of rows
     * @param design count × p row-major; the array may be longer
     * @param targets the rows' labels, count × o where they are vectors; the array may be longer
     */
    public record Tile(int task, int count, double[] design, double[] targets) {

        /** The predictions XW of the tile's rows, count × C, for coefficients W, p × C. */
        public double[] predictions(double[] coefficients, int p, int outputs) {
            double[] predictions = new double[count * outputs];
            if (outputs == 1) {
                Blas.multiplyVector(count, p, 1, design, coefficients, 0, predictions);
            } else {
                Blas.multiply(count, outputs, p, 1, design, coefficients, 0, predictions);
            }
            return predictions;
        }

        /** Adds X'D to the first p·C values of a sum, for slopes D, count × C. */
        public void addGradient(double[] slopes, int p, int outputs, double[] sum) {
            if (outputs == 1) {
                Blas.multiplyTransposedVector(count, p, 1, design, slopes, 1, sum);
            } else {
                Blas.multiplyTransposed(p, outputs, count, 1, design, slopes, 1, sum);
            }
        }
    }

    /** What a pass does with each tile; adds to {@code sum}, which belongs to the tile's chunk. */
    public interface Body {
        void accept(Tile tile, double[] sum);
    }

    private final Design design;
    private final List<TaskData.Labelled> rows;
    private final Workers workers;
    private final Optional<FileOrder> inFileOrder;
    private final List<Chunk> chunks;

    /** A pass over {@code rows.get(k)} for each task k. */
    public RowPass(Design design, List<TaskData.Labelled> rows, Workers workers) {
        this.design = design;
        this.rows = List.copyOf(rows);
        this.workers = workers;
        this.inFileOrder =
                FileOrder.pays(design, this.rows) ? Optional.of(new FileOrder(design, this.rows)) : Optional.empty();
        this.chunks = new ArrayList<>();
        for (int task = 0; task < rows.size(); task++) {
            int size = rows.get(task).size();
            for (int from = 0; from < size; from += CHUNK_ROWS) {
                chunks.add(new Chunk(task, from, Math.min(size, from + CHUNK_ROWS)));
            }
        }
    }

    /** The number of rows in a tile of designs with this many columns. */
    public static int tileRows(int columns) {
        return Math.max(16, Math.min(4096, TILE_VALUES / Math.max(1, columns)));
    }

    /**
     * Sums over all rows of each task.
     *
     * @param size the length of one task's sum
     * @param body called for every tile, on any thread
     * @return one array of {@code size} sums per task
     */
    public double[][] sums(int size, Body body) {
        return inFileOrder.map(order -> sums(order, size, body)).orElseGet(() -> sumsByTask(size, body));
    }

    private double[][] sumsByTask(int size, Body body) {
        OrderedSums sums = new OrderedSums(rows.size(), chunks.stream().mapToInt(Chunk::task).toArray());
        workers.forEach(chunks.size(), c -> sums.put(c, chunkSum(chunks.get(c), size, body)));
        return sums.finish(size);
    }

    private double[][] sums(FileOrder order, int size, Body body) {
        int tasks = rows.size();
        OrderedSums sums = new OrderedSums(tasks, IntStream.range(0, order.chunks() * tasks).map(i -> i % tasks).toArray());
        workers.forEach(order.chunks(), c -> {
            double[][] chunk = new double[tasks][size];
            order.forEachTile(c, body, chunk);
            for (int task = 0; task < tasks; task++) {
                sums.put(c * tasks + task, chunk[task]);
            }
        });
        return sums.finish(size);
    }

    private double[] chunkSum(Chunk chunk, int size, Body body) {
        double[] sum = new double[size];
        TaskData.Labelled labelled = rows.get(chunk.task());
        int columns = design.columns();
        int step = Math.min(tileRows(columns), chunk.to() - chunk.from());
        double[] tile = new double[step * columns];
        int width = labelled.width();
        double[] targets = new double[step * width];
        for (int from = chunk.from(); from < chunk.to(); from += step) {
            int to = Math.min(chunk.to(), from + step);
            design.copyRows(chunk.task(), labelled, from, to, tile);
            labelled.copyTargets(from, to, targets);
            body.accept(new Tile(chunk.task(), to - from, tile, targets), sum);
        }
        return sum;
    }
}
