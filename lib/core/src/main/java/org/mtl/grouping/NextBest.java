package org.mtl.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;

/**
 * The groupings that come after the best: each is the best of those that differ from all before it, so their values do not
 * increase. Alternatives within the noise of the affinities are as good a choice as the first.
 *
 * <p>Where groups are slots, the same groups in other slots are another grouping.
 */
public final class NextBest {

    private final GroupingSolver solver;

    /** Uses a solver that takes {@link GroupingConstraint.Excluded}. */
    public NextBest(GroupingSolver solver) {
        this.solver = solver;
    }

    /**
     * Finds further groupings.
     *
     * @param problem what is asked for
     * @param best the result for it
     * @param count how many more to find
     * @param settings limits of each search; the deadline is that of all; the hint is not used
     * @return in the order of their values; fewer if there are no more, the search for one is stopped or finds none, or one
     *     is not proven, which then is the last
     */
    public List<GroupingResult> after(GroupingProblem problem, GroupingResult best, int count, SearchSettings settings) {
        List<GroupingResult> found = new ArrayList<>();
        List<GroupingConstraint> items = new ArrayList<>(problem.constraints().items());
        GroupingResult last = best;
        while (found.size() < count && last.status() == GroupingResult.Status.OPTIMAL && !settings.deadline().isOver()) {
            items.add(new GroupingConstraint.Excluded(last.grouping()));
            GroupingProblem rest = new GroupingProblem(problem.affinity(), problem.objective(), new GroupingConstraints(items));
            try {
                last = solver.solve(rest, settings);
            } catch (CancellationException e) {
                return found;
            } catch (MtlException e) {
                if (e.kind() != MtlException.Kind.DATA) {
                    throw e;
                }
                return found;
            }
            found.add(last);
        }
        return found;
    }
}
