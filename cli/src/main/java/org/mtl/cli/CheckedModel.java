package org.mtl.cli;

import java.util.List;
import java.util.Optional;
import org.mtl.model.LinearModel;

/**
 * A model of any kind whose scores are checked.
 *
 * @param fitted the model with its data
 * @param on the rows that losses are taken on
 * @param targets the positions of the target tasks, all with rows in {@code on}
 */
record CheckedModel(FittedModel fitted, SplitWord on, List<Integer> targets) {

    /** A model with all its targets; throws as {@link InfluenceTargets} says. */
    static CheckedModel of(FittedModel fitted, SplitWord on, Context context) {
        return new CheckedModel(fitted, on, InfluenceTargets.choose(fitted, on.split(), Optional.empty(), context));
    }

    /** Whether its refits are exact: a linear model has one minimum, whatever the seed. */
    boolean isLinear() {
        return fitted.any() instanceof LinearModel;
    }

    /** The seed that it was trained with. */
    long seed() {
        return fitted.folder().record().seed();
    }

    /** The names of the targets. */
    List<String> targetNames() {
        List<String> names = fitted.data().taskNames();
        return targets.stream().map(names::get).toList();
    }

    /** The same for what is computed from the objective of a linear model. */
    InfluenceModel influence(Context context) {
        return new InfluenceModel(fitted, fitted.model().objective(fitted.data(), context.workers()), on.split(), targets);
    }
}
