package org.mtl.model;

import java.util.Arrays;
import java.util.List;
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

    /** The feature values of a block that still fit the cache, 1 MiB, and the most that one has where tasks are many. */
    private static final int CACHED_VALUES = 1 << 17;
    private static final int MOST_VALUES = 1 << 22;

    /** The rows that a task should have in a block for a product to be worth its start. */
    private static final int ROWS_OF_TASK = 256;

    private static final int MOST_ROWS = 1 << 18;
    private static final int CHUNK_BLOCKS = 16;

    private final Design design;
    private final List<TaskData.Labelled> rows;
    private final Range range;
    private final int blockRows;

    /** The data rows that tasks have, {@code first} to {@code last}; how many labels they are; the tasks' own ranges added. */
    private record Range(int first, int last, long lines, long spans) {

        static Range of(List<TaskData.Labelled> rows) {
            int first = Integer.MAX_VALUE;
            int last = -1;
            long lines = 0;
            long spans = 0;
            for (TaskData.Labelled task : rows) {
                if (task.size() > 0) {
                    int begin = task.rows()[0];
                    int end = task.rows()[task.size() - 1];
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
        long wanted = Math.max(CACHED_VALUES / width, (long) ROWS_OF_TASK * rows.size());
        double lines = Math.max(16, Math.min(wanted, MOST_VALUES / width));
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

    /** What one chunk needs, block after block. */
    private final class Room {

        private final int[] from = new int[rows.size()];
        private final int[] to = new int[rows.size()];
        private final int[] nextLine = new int[blockRows + 1];
        private final int step = RowPass.tileRows(design.columns());
        private final double[] tile = new double[step * design.columns()];
        private final double[] targets = new double[step * rows.stream().mapToInt(FileOrder::labelWidth).max().orElse(1)];
        private int[] fileRows = new int[0];
        private int[] places = new int[0];
        private double[] features = new double[0];

        /** Makes room for the lines of a block. */
        private void resize(int lines) {
            if (fileRows.length < lines) {
                fileRows = new int[lines];
                places = new int[lines];
                features = new double[Math.multiplyExact(lines, design.features().names().size())];
            }
        }
    }

    /**
     * Passes the rows of one chunk on.
     *
     * @param sums receives a sum per task
     */
    void forEachTile(int chunk, RowPass.Body body, double[][] sums) {
        Room room = new Room();
        long first = range.first() + (long) chunk * blockRows * CHUNK_BLOCKS;
        for (int k = 0; k < room.to.length; k++) {
            int at = Arrays.binarySearch(rows.get(k).rows(), (int) first);
            room.to[k] = at < 0 ? -at - 1 : at;
        }
        for (int block = 0; block < CHUNK_BLOCKS && first <= range.last(); block++, first += blockRows) {
            int lines = arrange((int) first, room);
            design.features().copyRows(room.fileRows, lines, room.places, room.features);
            int place = 0;
            for (int k = 0; k < room.to.length; k++) {
                accept(k, place, room, body, sums[k]);
                place += room.to[k] - room.from[k];
            }
        }
    }

    /** Finds the rows of the block that begins at {@code first}, in file order, and the place of each when sorted by task. */
    private int arrange(int first, Room room) {
        Arrays.fill(room.nextLine, 0);
        long end = (long) first + blockRows;
        int lines = 0;
        for (int k = 0; k < room.to.length; k++) {
            int[] own = rows.get(k).rows();
            room.from[k] = room.to[k];
            int i = room.from[k];
            for (; i < own.length && own[i] < end; i++) {
                room.nextLine[own[i] - first + 1]++;
            }
            room.to[k] = i;
            lines += i - room.from[k];
        }
        for (int row = 0; row < blockRows; row++) {
            room.nextLine[row + 1] += room.nextLine[row];
        }
        room.resize(lines);
        int place = 0;
        for (int k = 0; k < room.to.length; k++) {
            int[] own = rows.get(k).rows();
            for (int i = room.from[k]; i < room.to[k]; i++, place++) {
                int line = room.nextLine[own[i] - first]++;
                room.fileRows[line] = own[i];
                room.places[line] = place;
            }
        }
        return lines;
    }

    /** The number of values of a label. */
    private static int labelWidth(TaskData.Labelled task) {
        return task.size() == 0 ? 1 : task.targets().length / task.size();
    }

    private void accept(int task, int place, Room room, RowPass.Body body, double[] sum) {
        int width = design.features().names().size();
        for (int from = room.from[task]; from < room.to[task]; from += room.step) {
            int count = Math.min(room.step, room.to[task] - from);
            int at = place + from - room.from[task];
            design.transform(task, room.features, at * width, count, room.tile);
            int label = labelWidth(rows.get(task));
            System.arraycopy(rows.get(task).targets(), from * label, room.targets, 0, count * label);
            body.accept(new RowPass.Tile(task, count, room.tile, room.targets), sum);
        }
    }
}
