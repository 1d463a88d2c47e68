package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData.Labelled;
import org.mtl.testing.ArrayFeatures;

class BatchRowsTest {

    private static final double[][] VALUES = {{0, 0.5}, {1, 1.5}, {2, 2.5}, {3, 3.5}, {4, 4.5}, {5, 5.5}};

    private static Design design(Standardization standardization) {
        return new Design(ArrayFeatures.of(VALUES), standardization, false);
    }

    /** Rows 1, 2, 4, 5 have a label of one task or the other; the second task's labels are vectors. */
    @Test
    void aBatchOfSharedRowsHasTheLabelsThatAreThere() {
        List<Labelled> labels = List.of(new Labelled(new int[] {1, 4}, new double[] {10, 40}),
                new Labelled(new int[] {1, 2, 5}, new double[] {11, 12, 21, 22, 51, 52}, 2),
                new Labelled(new int[] {4}, new double[] {7}));
        BatchRows rows = BatchRows.of(Dataset.Form.WIDE, design(Standardization.NONE), labels);
        assertEquals(4, rows.size());
        // Positions 3, 0, 1 are the rows 5, 1, 2.
        Batch batch = rows.gather(new int[] {2, 3, 0, 1}, 1, 4, (task, count, size) -> 100 * task + 10 * count + size);
        assertEquals(3, batch.count());
        assertArrayEquals(new double[] {5, 5.5, 1, 1.5, 2, 2.5}, Arrays.copyOf(batch.features(), 6));
        assertEquals(2, batch.labels().size());
        assertLabels(batch.labels().get(0), 0, new int[] {1}, new double[] {10}, 13);
        assertLabels(batch.labels().get(1), 1, new int[] {0, 1, 2}, new double[] {51, 52, 11, 12, 21, 22}, 133);
    }

    /** The second task has its rows 0, 2, 3 at positions 2, 3, 4; a position may come twice. */
    @Test
    void aBatchOfSeparateRowsGoesTaskByTask() {
        List<Labelled> labels = List.of(new Labelled(new int[] {1, 4}, new double[] {10, 40}), new Labelled(new int[0], new double[0]),
                new Labelled(new int[] {0, 2, 3}, new double[] {0, 20, 30}));
        BatchRows rows = BatchRows.of(Dataset.Form.LONG, design(Standardization.NONE), labels);
        assertEquals(5, rows.size());
        Batch batch = rows.gather(new int[] {4, 1, 3, 4}, 0, 4, (task, count, size) -> 100 * task + 10 * count + size);
        assertArrayEquals(new double[] {4, 4.5, 2, 2.5, 3, 3.5, 3, 3.5}, Arrays.copyOf(batch.features(), 8));
        assertEquals(2, batch.labels().size());
        assertLabels(batch.labels().get(0), 0, new int[] {0}, new double[] {40}, 14);
        assertLabels(batch.labels().get(1), 2, new int[] {1, 2, 3}, new double[] {20, 30, 30}, 234);
    }

    @Test
    void rowsOfATaskAreStandardizedByItsOwnStatistics() {
        List<Labelled> labels = List.of(new Labelled(new int[] {1, 4}, new double[] {10, 40}),
                new Labelled(new int[] {0, 2, 3}, new double[] {0, 20, 30}));
        Standardization byTask = new Standardization(Standardization.Mode.TASK,
                new double[][] {{1, 0}, {0, 0}}, new double[][] {{1, 0.5}, {2, 1}});
        BatchRows rows = BatchRows.of(Dataset.Form.LONG, design(byTask), labels);
        Batch batch = rows.gather(new int[] {0, 1, 2, 3, 4}, 1, 4, (task, count, size) -> 1);
        assertArrayEquals(new double[] {3, 9, 0, 0.5, 1, 2.5}, Arrays.copyOf(batch.features(), 6));
    }

    private static void assertLabels(Batch.Labels labels, int task, int[] positions, double[] targets, double factor) {
        assertEquals(task, labels.task());
        assertArrayEquals(positions, labels.positions());
        assertArrayEquals(targets, labels.targets());
        assertEquals(factor, labels.factor());
    }

    @Property
    void ranksCountSmallerMembers(@ForAll Set<@IntRange(max = 500) Integer> numbers) {
        TreeSet<Integer> members = new TreeSet<>(numbers);
        RankedSet set = new RankedSet(501, action -> members.forEach(action::accept));
        for (int number = 0; number <= 500; number++) {
            assertEquals(members.contains(number), set.contains(number));
            assertEquals(members.headSet(number).size(), set.rank(number));
        }
    }
}
