package org.mtl.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;

/** The groupings that come after the best one: what else is as good within the noise of the affinities. */
public final class NextBest {

    private NextBest() {}

    /**
     * Solves a problem again and again, each time without the groupings found before.
     *
     * @param result the best grouping
     * @param count how many more are wanted
     * @return those that were found, the best first; fewer if there are no more, or the search was stopped
     */
    public static List<GroupingResult> of(
            GroupingProblem problem, GroupingResult result, GroupingSolver solver, SearchSettings settings, int count) {
        List<GroupingResult> found = new ArrayList<>();
        List<GroupingConstraint> items = new ArrayList<>(problem.constraints().items());
        items.add(new GroupingConstraint.Excluded(result.grouping()));
        try {
            while (found.size() < count) {
                GroupingConstraints constraints = new GroupingConstraints(items);
                GroupingResult next = solver.solve(
                        new GroupingProblem(problem.affinity(), problem.objective(), constraints), settings);
                found.add(next);
                items.add(new GroupingConstraint.Excluded(next.grouping()));
            }
        } catch (CancellationException e) {
            return found;
        } catch (MtlException e) {
            if (e.kind() != MtlException.Kind.DATA) {
                throw e;
            }
        }
        return found;
    }
}
