package org.mtl.grouping;

import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;

/**
 * Says why no grouping meets what is asked for: a smallest set of demands that clash, in the sense that without any one of
 * them the others can be met. Found by leaving out demands as long as the rest still clashes, in halves first, then one by
 * one; what cannot be decided quickly is kept.
 */
final class Infeasibility {

    /** The work that one check may take, in the solver's units of about a second. */
    private static final double WORK = 2;

    /** Something that is asked for. */
    sealed interface Demand {

        /** One of the constraints. */
        record Condition(GroupingConstraint item) implements Demand {}

        /** Every task is in a group. */
        record Cover() implements Demand {}

        /** Two tasks never share a group. */
        record Forbidden(int first, int second) implements Demand {}
    }

    private final GroupingProblem problem;
    private final CpSatFactory solvers;
    private final Deadline deadline;

    private Infeasibility(GroupingProblem problem, CpSatFactory solvers, Deadline deadline) {
        this.problem = problem;
        this.solvers = solvers;
        this.deadline = deadline;
    }

    /**
     * Explains why there is no solution, of which the caller is sure.
     *
     * @return an error of the data
     */
    static MtlException explain(GroupingProblem problem, CpSatFactory solvers, Deadline deadline) {
        Infeasibility search = new Infeasibility(problem, solvers, deadline);
        List<Demand> all = demands(problem);
        List<Demand> asked = all.stream().filter(demand -> !(demand instanceof Demand.Condition condition
                && condition.item() instanceof GroupingConstraint.Excluded)).toList();
        if (asked.size() < all.size() && (solvers.isStopped() || !search.areImpossible(asked))) {
            return MtlException.data("no grouping is possible: there is no other than those that are excluded");
        }
        List<Demand> clash = search.clash(all);
        return MtlException.data("no grouping is possible: " + sentence(clash, problem.affinity().names()));
    }

    private static String sentence(List<Demand> clash, List<String> names) {
        ConstraintText text = new ConstraintText(names);
        List<String> parts = new ArrayList<>();
        List<int[]> pairs = new ArrayList<>();
        boolean onlyPairs = true;
        for (Demand demand : clash) {
            if (demand instanceof Demand.Condition condition) {
                parts.add(text.describe(condition.item()));
                onlyPairs &= condition.item() instanceof GroupingConstraint.Together
                        || condition.item() instanceof GroupingConstraint.Apart;
            } else if (demand instanceof Demand.Forbidden pair) {
                pairs.add(new int[] {pair.first(), pair.second()});
            }
        }
        // That the tasks are somewhere goes without saying where it is about who may be with whom.
        if (clash.contains(new Demand.Cover()) && !onlyPairs) {
            parts.add(text.cover());
        }
        if (!pairs.isEmpty()) {
            parts.add(text.forbidden(pairs));
        }
        return text.clash(parts);
    }

    /** All demands of a problem; those that one would rather not hear of come first. */
    static List<Demand> demands(GroupingProblem problem) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < problem.affinity().size(); i++) {
            for (int k = 0; k < i; k++) {
                if (problem.affinity().isForbidden(i, k)) {
                    demands.add(new Demand.Forbidden(k, i));
                }
            }
        }
        List<GroupingConstraint> items = problem.constraints().items();
        items.stream().filter(GroupingConstraint.Excluded.class::isInstance).map(Demand.Condition::new).forEach(demands::add);
        items.stream().filter(GroupingConstraint.Distinct.class::isInstance).map(Demand.Condition::new).forEach(demands::add);
        demands.add(new Demand.Cover());
        items.stream().map(Demand.Condition::new).filter(demand -> !demands.contains(demand)).forEach(demands::add);
        return demands;
    }

    /** Those of a problem's demands, which cannot all be met, that clash. */
    static List<Demand> clash(GroupingProblem problem, CpSatFactory solvers, Deadline deadline) {
        return new Infeasibility(problem, solvers, deadline).clash(demands(problem));
    }

    private List<Demand> clash(List<Demand> all) {
        List<Demand> left = all;
        for (int size = left.size() / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2) {
            for (int from = 0; from < left.size();) {
                List<Demand> rest = new ArrayList<>(left);
                rest.subList(from, Math.min(left.size(), from + size)).clear();
                if (solvers.isStopped() || deadline.isOver() || !areImpossible(rest)) {
                    from += size;
                } else {
                    left = rest;
                }
            }
        }
        return left;
    }

    private boolean areImpossible(List<Demand> demands) {
        SearchSettings quick = new SearchSettings(deadline, WORK, 0, SearchSettings.UNLIMITED.hint(), (objective, bound) -> { });
        MemberModel model = model(problem, demands);
        return solvers.solve(model.model(), CpSatFactory.Search.SINGLE, quick).isInfeasible();
    }

    /** The demands as a model. */
    static MemberModel model(GroupingProblem problem, List<Demand> demands) {
        List<GroupingConstraint> items = new ArrayList<>();
        List<int[]> forbidden = new ArrayList<>();
        for (Demand demand : demands) {
            if (demand instanceof Demand.Condition condition) {
                items.add(condition.item());
            } else if (demand instanceof Demand.Forbidden pair) {
                forbidden.add(new int[] {pair.first(), pair.second()});
            }
        }
        int tasks = problem.affinity().size();
        GroupingConstraints constraints = new GroupingConstraints(withCount(items, tasks, problem.groups()));
        return new MemberModel(tasks, constraints, demands.contains(new Demand.Cover()), forbidden);
    }

    /** Conditions with a number of groups: where it is not among them, as many as tasks if their costs are known. */
    static List<GroupingConstraint> withCount(List<GroupingConstraint> items, int tasks, int groups) {
        if (items.stream().anyMatch(GroupingConstraint.GroupCount.class::isInstance)) {
            return items;
        }
        int known = items.stream().filter(GroupingConstraint.TotalBudget.class::isInstance)
                .mapToInt(item -> ((GroupingConstraint.TotalBudget) item).costs().length).filter(count -> count > 1)
                .min().orElse(Integer.MAX_VALUE);
        List<GroupingConstraint> counted = new ArrayList<>(items);
        counted.add(new GroupingConstraint.GroupCount(1, Math.min(known, Math.max(tasks, groups))));
        return counted;
    }
}
