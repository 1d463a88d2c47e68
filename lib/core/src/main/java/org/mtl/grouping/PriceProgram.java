package org.mtl.grouping;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.Arrays;
import java.util.Optional;

/**
 * The relaxation of a choice among known groups as a linear program: each may be chosen in part, and what no group covers
 * costs more than all groups are worth. Its dual values are the best prices as far as these groups are concerned.
 */
final class PriceProgram implements AutoCloseable {

    private final GroupPool pool;
    private final MPSolver solver;
    private final MPConstraint count;
    private final MPConstraint[] covers;
    private final double most;
    private int known;

    PriceProgram(SearchRules rules, GroupPool pool) {
        this.pool = pool;
        CpSatNatives.require();
        solver = MPSolver.createSolver("GLOP");
        GroupingConstraints constraints = rules.problem().constraints();
        count = solver.makeConstraint(constraints.count().minimum(), rules.slots());
        most = constraints.isDistinct() ? 1 : rules.slots();
        covers = new MPConstraint[rules.problem().affinity().size()];
        MPObjective objective = solver.objective();
        objective.setMaximization();
        double penalty = -4 * rules.slots() * scale(rules.problem());
        for (int task = 0; task < covers.length; task++) {
            covers[task] = solver.makeConstraint(1, Math.min(rules.slots(), rules.memberships(rules.unitOf(task))));
            MPVariable open = solver.makeNumVar(0, 1, "");
            covers[task].setCoefficient(open, 1);
            objective.setCoefficient(open, penalty);
        }
        // So that the number of groups can be reached before there are enough.
        MPVariable none = solver.makeNumVar(0, rules.slots(), "");
        count.setCoefficient(none, 1);
        objective.setCoefficient(none, penalty);
    }

    private static double scale(GroupingProblem problem) {
        double largest = Arrays.stream(problem.affinity().values()).flatMapToDouble(Arrays::stream)
                .map(Math::abs).filter(value -> !Double.isNaN(value)).max().orElse(0);
        int tasks = problem.affinity().size();
        return largest * tasks * (problem.objective() == GroupingObjective.SUM ? tasks : 1);
    }

    /** Prices by task for the groups that the pool has by now; none if the time ends. */
    Optional<double[]> prices(Deadline deadline) {
        for (; known < pool.groups().size(); known++) {
            MPVariable chosen = solver.makeNumVar(0, most, "");
            count.setCoefficient(chosen, 1);
            for (int task : pool.groups().get(known)) {
                covers[task].setCoefficient(chosen, 1);
            }
            solver.objective().setCoefficient(chosen, pool.value(known));
        }
        if (deadline.limited()) {
            solver.setTimeLimit((long) Math.max(1, Math.min(1e9, deadline.seconds() * 1000)));
        }
        if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(covers).mapToDouble(cover -> -cover.dualValue()).toArray());
    }

    @Override
    public void close() {
        solver.delete();
    }
}
