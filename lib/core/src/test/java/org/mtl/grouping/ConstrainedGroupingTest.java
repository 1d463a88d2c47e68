package org.mtl.grouping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.mtl.MtlException;

/** The exact solvers against exhaustive search, for every objective and constraint. */
class ConstrainedGroupingTest {

    private static GroupingResult solve(GroupingProblem problem, int threads) {
        return new ColumnGrouping(new CpSatFactory(threads)).solve(problem, SearchSettings.UNLIMITED);
    }

    @Property(tries = 250, edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
    void findsWhatExhaustiveSearchFinds(@ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        GroupingProblem problem = new RandomProblems(seed).problem();
        Exhaustive.Best best = Exhaustive.best(problem, 1e-12);
        GroupingSolver all = new AllColumnsGrouping(new CpSatFactory(1));
        if (best.groupings().isEmpty()) {
            MtlException none = assertThrows(MtlException.class, () -> solve(problem, 1));
            assertEquals(MtlException.Kind.DATA, none.kind());
            assertTrue(none.getMessage().startsWith("no grouping is possible: "), none.getMessage());
            assertThrows(MtlException.class, () -> all.solve(problem, SearchSettings.UNLIMITED));
            return;
        }
        GroupingResult result = solve(problem, 1);
        assertTrue(problem.admits(result.grouping()), problem + " " + result);
        assertEquals(GroupingResult.Status.OPTIMAL, result.status());
        assertEquals(best.value(), result.objective(), 1e-9, () -> problem + " " + result + best);
        assertEquals(best.groupings().get(0), result.grouping(), problem.toString());
        GroupingResult check = all.solve(problem, SearchSettings.UNLIMITED);
        assertEquals(GroupingResult.Status.OPTIMAL, check.status());
        assertEquals(best.value(), check.objective(), 1e-9);
        assertTrue(problem.admits(check.grouping()));
    }
}
