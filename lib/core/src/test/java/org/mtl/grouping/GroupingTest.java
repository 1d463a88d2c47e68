package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class GroupingTest {

    private static Grouping grouping(int[]... groups) {
        return Grouping.canonical(List.of(groups));
    }

    @Test
    void ordersTasksAndGroups() {
        Grouping grouping = grouping(new int[] {2, 1}, new int[] {3, 0}, new int[] {1});
        assertEquals("[[0, 3], [1], [1, 2]]", grouping.toString());
        assertEquals(grouping(new int[] {1}, new int[] {0, 3}, new int[] {1, 2}), grouping);
        assertEquals(grouping(new int[] {1}, new int[] {0, 3}, new int[] {1, 2}).hashCode(), grouping.hashCode());
        assertNotEquals(grouping(new int[] {1}), grouping);
        assertTrue(grouping.covers(4));
        assertFalse(grouping.covers(5));
        assertFalse(grouping.covers(3));
    }

    @Test
    void refusesWhatIsNoGrouping() {
        assertThrows(IllegalArgumentException.class, () -> grouping(new int[0]));
        assertThrows(IllegalArgumentException.class, () -> grouping(new int[] {1, 1}));
    }

    @Test
    void subsetsCompareAsGroupings() {
        for (int a = 1; a < 32; a++) {
            for (int b = 1; b < 32; b++) {
                int expected = Integer.signum(Arrays.compare(Subsets.tasks(a), Subsets.tasks(b)));
                assertEquals(expected, Subsets.compare(a, b), a + " " + b);
            }
        }
    }

    @Test
    void subsetsAreWorthWhatTheObjectiveSays() {
        TaskAffinity affinity = Matrices.uniform(7, -3, 2, 5);
        Subsets subsets = new Subsets(affinity, GroupingObjective.MEAN);
        for (int mask = 1; mask <= subsets.all(); mask++) {
            double value = GroupingObjective.MEAN.of(affinity, Subsets.tasks(mask));
            assertEquals(value, subsets.value(subsets.weight(mask)), 1e-8);
        }
    }

    @Test
    void affinitiesAreChecked() {
        List<String> names = List.of("a", "b");
        TaskAffinity affinity = new TaskAffinity(names, new double[][] {{Double.NaN, Double.NaN}, {1, 2}});
        assertEquals(0, affinity.of(0, 0));
        assertTrue(affinity.isForbidden(1, 0));
        assertThrows(MtlException.class, () -> new TaskAffinity(List.of("a", "a"), new double[2][2]));
        assertThrows(MtlException.class, () -> new TaskAffinity(names, new double[1][2]));
        assertThrows(MtlException.class, () -> new TaskAffinity(names, new double[2][3]));
        assertThrows(MtlException.class, () -> new TaskAffinity(List.of(), new double[0][0]));
        assertThrows(MtlException.class,
                () -> new TaskAffinity(names, new double[][] {{0, Double.POSITIVE_INFINITY}, {0, 0}}));
    }
}
