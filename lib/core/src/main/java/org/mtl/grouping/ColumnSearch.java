package org.mtl.grouping;

import com.google.ortools.sat.CpModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;

/**
 * The state of one search among columns: the best choice, the bound, what they are compared by, and the limits.
 *
 * <p>A choice is taken to be the best when no other weighs more by 2⁻³¹ of the largest group for each slot; choices that
 * weigh less by no more than rounding can explain are ties.
 */
final class ColumnSearch {

    /** The part of a slot's share that a proof may leave open: 2⁹ units, less than 5e-10 of the largest group. */
    private static final long OPEN = 1 << 9;

    /** The work that the breaking of ties may take. */
    private static final double TIE_WORK = 2;

    private final GroupColumns columns;
    private final CpSatFactory solvers;
    private final SearchSettings settings;
    private double work;
    private double tieWork = TIE_WORK;
    private int[] best = new int[0];
    private long bestWeight = Long.MIN_VALUE;
    private double bound = Double.POSITIVE_INFINITY;

    ColumnSearch(GroupColumns columns, CpSatFactory solvers, SearchSettings settings) {
        this.columns = columns;
        this.solvers = solvers;
        this.settings = settings;
    }

    GroupColumns columns() {
        return columns;
    }

    /** Counts work done outside the solver. */
    void spend(double amount) {
        work += amount;
    }

    /** Whether time or work are used up or the search was stopped. */
    boolean isOver() {
        return settings.deadline().isOver() || work >= settings.deterministicLimit() || solvers.isStopped();
    }

    /** Takes over a solution if it is better than the best known; whether it is. */
    boolean offer(int[] choice) {
        if (choice.length == 0) {
            return false;
        }
        long weight = columns.values().weight(choice);
        if (hasBest() && weight <= bestWeight) {
            return false;
        }
        best = choice.clone();
        bestWeight = weight;
        report();
        return true;
    }

    /** Takes a solution that is as good as the best. */
    void replace(int[] choice) {
        best = choice.clone();
    }

    /** Takes note of a bound. */
    void limit(double weight) {
        if (weight < bound) {
            bound = weight;
            report();
        }
    }

    private void report() {
        double objective = hasBest() ? columns.values().value(bestWeight) : Double.NaN;
        settings.progress().report(objective, limitValue());
    }

    private double limitValue() {
        return columns.values().value(hasBest() ? Math.max(bound, bestWeight) : bound);
    }

    boolean hasBest() {
        return best.length > 0;
    }

    int[] best() {
        return best.clone();
    }

    long bestWeight() {
        return bestWeight;
    }

    /** No solution weighs more. */
    double bound() {
        return bound;
    }

    /** What a choice as good as the best weighs at least. */
    long least() {
        return bestWeight - columns.slots() - columns.tasks();
    }

    /** Whether no choice is better by more than a proof may leave open. */
    boolean isProven() {
        return hasBest() && bound <= bestWeight + OPEN * columns.slots();
    }

    /** Whether the gap is as small as asked for. */
    boolean isClose() {
        return isProven() || hasBest() && bound - bestWeight <= settings.gap() * Math.abs((double) bestWeight);
    }

    /** Solves a model that maximizes the weight, and takes over what it finds. */
    CpSatFactory.Solved maximize(ColumnModel model, double most) {
        SearchSettings limits = new SearchSettings(settings.deadline(), Math.min(most, settings.deterministicLimit() - work),
                settings.gap(), Optional.empty(), (objective, solverBound) -> settings.progress().report(
                        columns.values().value(objective), columns.values().value(Math.min(bound, solverBound))));
        CpSatFactory.Solved solved = solvers.solve(model.maximize().model(), CpSatFactory.Search.SINGLE, limits);
        work += solved.work();
        if (solved.hasSolution()) {
            offer(model.choice(solved));
        }
        return solved;
    }

    /** Solves a model that breaks ties, as long as there is work left for that. */
    CpSatFactory.Solved decide(ColumnModel model) {
        double before = work;
        CpSatFactory.Solved solved = decide(model.model(), tieWork);
        tieWork -= work - before;
        return solved;
    }

    /** Whether ties can still be broken. */
    boolean hasTieWork() {
        return tieWork > 0 && !isOver();
    }

    private CpSatFactory.Solved decide(CpModel model, double most) {
        SearchSettings limits = new SearchSettings(settings.deadline(), Math.min(most, settings.deterministicLimit() - work),
                0, Optional.empty(), (objective, solverBound) -> { });
        CpSatFactory.Solved solved = solvers.solve(model, CpSatFactory.Search.SINGLE, limits);
        work += solved.work();
        return solved;
    }

    /**
     * Any solution, by a model of members and not of columns.
     *
     * @return an empty array if none is found within the limits
     * @throws MtlException (DATA) if there is none
     */
    int[] any() {
        MemberModel model = Infeasibility.model(columns.problem(), Infeasibility.demands(columns.problem()));
        CpSatFactory.Solved solved = decide(model.model(), Double.POSITIVE_INFINITY);
        if (solved.isInfeasible()) {
            throw Infeasibility.explain(columns.problem(), solvers, settings.deadline());
        }
        if (!solved.hasSolution()) {
            return new int[0];
        }
        int[] found = GroupColumns.choice(new Grouping(model.groups(solved)));
        return Arrays.copyOf(found, columns.slots());
    }

    /** The hint as a choice, if it can be one. */
    Optional<int[]> hint() {
        return settings.hint().map(GroupColumns::choice).filter(choice -> choice.length <= columns.slots()
                && Arrays.stream(choice).allMatch(mask -> mask >>> columns.tasks() == 0))
                .map(choice -> Arrays.copyOf(choice, columns.slots()));
    }

    /** What the search has come to. */
    GroupingResult result() {
        if (!hasBest()) {
            if (solvers.isStopped()) {
                throw new CancellationException("the search was stopped");
            }
            throw MtlException.data("no grouping was found within the time limit");
        }
        Grouping grouping = columns.grouping(columns.arranged(best));
        double objective = columns.problem().valueOf(grouping);
        double rounding = columns.values().rounding(columns.slots());
        if (Math.abs(objective - columns.values().value(bestWeight)) > 2 * rounding + Math.ulp(objective) * 1e4) {
            throw new IllegalStateException("a grouping worth " + objective + " was taken to be worth "
                    + columns.values().value(bestWeight));
        }
        if (isProven()) {
            return new GroupingResult(grouping, objective, objective, GroupingResult.Status.OPTIMAL);
        }
        return new GroupingResult(grouping, objective, Math.max(objective, limitValue() + rounding),
                GroupingResult.Status.FEASIBLE);
    }
}
