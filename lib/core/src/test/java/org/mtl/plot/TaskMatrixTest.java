package org.mtl.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskMatrixTest {

    /** c is a source only, and d a target only. */
    private static final TaskMatrix MATRIX = new TaskMatrix(List.of("a", "b", "c"), List.of("b", "a", "d"),
            new double[][] {{-1, Double.NaN, 3}, {Double.NaN, -3, 2}, {8, 1, -9}});

    @Test
    void namesOfEitherAxisAreTasks() {
        assertEquals(List.of("a", "b", "c", "d"), MATRIX.tasks());
        TaskMatrix.Arranged arranged = MATRIX.arranged(List.of("d", "c", "b", "c"));
        assertEquals(List.of("c", "b", "c"), arranged.rows());
        assertEquals(List.of("d", "b"), arranged.columns());
        assertArrayEquals(new double[] {-9, 8}, arranged.values()[0]);
        assertArrayEquals(new double[] {2, Double.NaN}, arranged.values()[1]);
    }

    /**
     * Both ways a and b have −2, and c and d −9; what has one way only: b and c 8, a and d 3, b and d 2, a and c 1. First b
     * and c are joined, then a and d; between the ends, b and d have 2, more than any other: c b d a, and a has a larger sum.
     */
    @Test
    void tasksThatHelpStandSideBySide() {
        assertEquals(List.of("a", "d", "b", "c"), MATRIX.clustered(true));
    }

    /** Where larger is worse, the order is that of the negative matrix. */
    @Test
    void whatHarmsStandsApart() {
        double[][] values = {{-1, 3, 0.5}, {4, 2, -9}, {1, 1, 6}};
        double[][] negative = {{1, -3, -0.5}, {-4, -2, 9}, {-1, -1, -6}};
        List<String> names = List.of("a", "b", "c");
        assertEquals(new TaskMatrix(names, names, negative).clustered(true), new TaskMatrix(names, names, values).clustered(false));
    }

    @Test
    void blocksCountTheTasksOfEachAxis() {
        List<HeatMap.Block> blocks = MATRIX.blocks(List.of("1", "2", "3"),
                List.of(List.of("a", "b"), List.of("c"), List.of("b", "d")));
        assertEquals(List.of(new HeatMap.Block(0, 2, 0, 2, "1"), new HeatMap.Block(3, 4, 2, 4, "3")), blocks);
    }
}
