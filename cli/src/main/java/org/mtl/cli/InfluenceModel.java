package org.mtl.cli;

import java.util.List;
import java.util.Optional;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.Directions;
import org.mtl.influence.ExactInfluence;
import org.mtl.model.BlockMatrix;
import org.mtl.model.Curvature;
import org.mtl.model.LinearHessian;
import org.mtl.model.LinearObjective;

/**
 * A model whose influence is to be computed: its objective, and the tasks and rows that losses are taken on.
 *
 * @param fitted the model with its data
 * @param objective what it minimises
 * @param on the split that V_k is taken on
 * @param targets the positions of the target tasks, all with rows in {@code on}
 */
record InfluenceModel(FittedModel fitted, LinearObjective objective, Split on, List<Integer> targets) {

    /**
     * A model and its targets.
     *
     * @param to the names of the targets, where some are asked for
     * @throws org.mtl.MtlException (USAGE) for a network; (DATA) as {@link InfluenceTargets} says
     */
    static InfluenceModel of(FittedModel fitted, Split on, Optional<List<String>> to, Context context) {
        List<Integer> targets = InfluenceTargets.choose(fitted, on, to, context);
        return new InfluenceModel(fitted, fitted.model().objective(fitted.data(), context.workers()), on, targets);
    }

    BlockMatrix parameters() {
        return fitted.model().parameters();
    }

    /** The rows that V_k is taken on, for every task. */
    List<TaskData.Labelled> validation() {
        return fitted.data().tasks().stream().map(task -> task.in(on)).toList();
    }

    /** The names of the targets. */
    List<String> targetNames() {
        List<String> names = fitted.data().taskNames();
        return targets.stream().map(names::get).toList();
    }

    /** H at the fitted parameters, factorised. */
    LinearHessian hessian(Context context) {
        return new Curvature(objective, parameters(), context.workers()).hessian(objective);
    }

    /** u_k = H⁻¹∇V_k for every target. */
    Directions directions(Context context) {
        double[][] gradients =
                fitted.model().meanLosses(fitted.data(), on, context.workers()).gradients(parameters());
        return ExactInfluence.directions(hessian(context), objective.sharing(), gradients, targets);
    }
}
