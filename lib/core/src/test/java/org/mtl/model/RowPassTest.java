package org.mtl.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.data.Design;
import org.mtl.data.Features;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.linalg.NativeMatrix;
import org.mtl.parallel.Workers;

class RowPassTest {

    private static final int ROWS = 150_000;
    private static final int WIDTH = 64;

    /** Whole numbers made from the position, so that sums are exact and nothing is held. */
    private static final class Computed implements Features {

        static double value(int row, int column) {
            return (row * 31L + column * 17L) % 101;
        }

        @Override
        public int rows() {
            return ROWS;
        }

        @Override
        public List<String> names() {
            return IntStream.range(0, WIDTH).mapToObj(j -> "x" + j).toList();
        }

        @Override
        public void copyRows(int[] rows, int from, int to, double[] tile, int stride) {
            for (int i = from; i < to; i++) {
                copy(rows[i], tile, (i - from) * stride);
            }
        }

        @Override
        public void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride) {
            double[] values = new double[WIDTH];
            for (int i = 0; i < count; i++) {
                copy(rows[i], values, 0);
                matrix.set(places[i] * stride, values, 0, WIDTH);
            }
        }

        private static void copy(int row, double[] tile, int at) {
            for (int j = 0; j < WIDTH; j++) {
                tile[at + j] = value(row, j);
            }
        }
    }

    private static TaskData.Labelled task(IntPredicate has) {
        int[] rows = IntStream.range(0, ROWS).filter(has).toArray();
        return new TaskData.Labelled(rows, IntStream.of(rows).mapToDouble(row -> row % 7).toArray());
    }

    /** Per task Σ y_i x_i (with the intercept's column), and the number of rows. */
    private static double[][] sums(List<TaskData.Labelled> tasks, int threads) {
        Design design = new Design(new Computed(), Standardization.NONE, true);
        try (Workers workers = new Workers(threads)) {
            return new RowPass(design, tasks, workers).sums(WIDTH + 2, (tile, sum) -> {
                for (int i = 0; i < tile.count(); i++) {
                    for (int j = 0; j <= WIDTH; j++) {
                        sum[j] += tile.targets()[i] * tile.design()[i * (WIDTH + 1) + j];
                    }
                    sum[WIDTH + 1]++;
                }
            });
        }
    }

    private static double[] expected(TaskData.Labelled task) {
        double[] sum = new double[WIDTH + 2];
        for (int i = 0; i < task.size(); i++) {
            for (int j = 0; j < WIDTH; j++) {
                sum[j] += task.target(i, 0) * Computed.value(task.row(i), j);
            }
            sum[WIDTH] += task.target(i, 0);
            sum[WIDTH + 1]++;
        }
        return sum;
    }

    private static void assertSums(boolean fileOrder, List<TaskData.Labelled> tasks) {
        assertEquals(fileOrder, FileOrder.pays(new Design(new Computed(), Standardization.NONE, true), tasks));
        double[][] one = sums(tasks, 1);
        for (int k = 0; k < tasks.size(); k++) {
            assertArrayEquals(expected(tasks.get(k)), one[k], "task " + k);
        }
        assertArrayEquals(one, sums(tasks, 3));
    }

    @Test
    void tasksThatTakeTurns() {
        List<TaskData.Labelled> tasks = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            int turn = k;
            tasks.add(task(row -> row % 4 == turn && (row < 2000 || row > 9000)));
        }
        assertSums(true, tasks);
    }

    @Test
    void tasksThatShareRowsAndTasksWithFew() {
        assertSums(true, List.of(task(row -> true), task(row -> row % 3 == 0), task(row -> false),
                task(row -> row == 0 || row == ROWS - 1), task(row -> row > 149_000)));
    }

    @Test
    void tasksOneAfterTheOther() {
        assertSums(false, List.of(task(row -> row < 60_000), task(row -> row >= 60_000)));
    }

    /** Sums of fractions depend on the order of the additions, which must not depend on threads. */
    @Test
    void fractionsAreAddedInOneOrder() {
        List<TaskData.Labelled> tasks = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            int turn = k;
            TaskData.Labelled whole = task(row -> row % 3 == turn);
            tasks.add(new TaskData.Labelled(whole.rows(), IntStream.of(whole.rows()).mapToDouble(Math::sqrt).toArray()));
        }
        assertArrayEquals(sums(tasks, 1), sums(tasks, 4));
    }
}
