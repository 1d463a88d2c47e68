package org.mtl.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellMeansTest {

    /** The mean and its error are those of a cell's own values, whatever other cells had. */
    @Property(tries = 200)
    void eachCellHasItsOwnMean(@ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = -3, max = 3) Double> values) {
        CellMeans cells = new CellMeans(2, 2, OptionalDouble.empty());
        for (int i = 0; i < values.size(); i++) {
            cells.add(0, 1, values.get(i));
            if (i % 3 == 0) {
                cells.add(1, 1, 5);
            }
        }
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(all).sum() / all.length;
        double squares = Arrays.stream(all).map(value -> (value - mean) * (value - mean)).sum();
        assertEquals(mean, cells.means()[0][1], 1e-13);
        assertEquals(Math.sqrt(squares / (all.length - 1) / all.length), cells.standardErrors()[0][1], 1e-12);
        assertEquals(all.length, cells.counts()[0][1]);
        assertEquals(5, cells.means()[1][1], 0);
        assertEquals(all.length < 4 ? Double.NaN : 0, cells.standardErrors()[1][1], 0);
        assertTrue(Double.isNaN(cells.means()[0][0]));
    }

    /** Weights ¼, ½ and 1. */
    @Test
    void laterValuesWeighMore() {
        CellMeans cells = new CellMeans(1, 1, OptionalDouble.of(0.5));
        cells.add(0, 0, 4);
        cells.add(0, 0, Double.NaN);
        cells.add(0, 0, 2);
        cells.add(0, 0, Double.POSITIVE_INFINITY);
        cells.add(0, 0, 1);
        assertEquals((0.25 * 4 + 0.5 * 2 + 1) / 1.75, cells.means()[0][0], 1e-15);
        assertEquals(3, cells.counts()[0][0]);
    }
}
