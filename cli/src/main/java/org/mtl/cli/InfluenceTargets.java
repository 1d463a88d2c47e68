package org.mtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;

/** The tasks whose losses are the targets of influence. */
final class InfluenceTargets {

    private InfluenceTargets() {}

    /**
     * Chooses the targets: those asked for, or every task with rows to take the loss on. Tasks without any are named in a
     * warning.
     *
     * @param to the names of the targets, where some are asked for
     * @return their positions
     * @throws MtlException (DATA) if a name is unknown or no target is left
     */
    static List<Integer> choose(FittedModel fitted, Split on, Optional<List<String>> to, Context context) {
        Dataset data = fitted.data();
        List<Integer> targets = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (String name : to.orElse(data.taskNames())) {
            int position = data.taskNames().indexOf(name);
            if (position < 0) {
                throw MtlException.data("--to: " + fitted.folder().path() + " has no task '" + name + "'");
            }
            if (data.tasks().get(position).size(on) > 0) {
                targets.add(position);
            } else {
                without.add(name);
            }
        }
        if (targets.isEmpty()) {
            data.requireRows(on, fitted.folder().path().toString(), "to take the loss on");
        }
        if (!without.isEmpty()) {
            context.warn("no " + on.word() + " rows, hence no target: " + String.join(", ", without));
        }
        return targets;
    }
}
