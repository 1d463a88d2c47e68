package org.mtl.cli;

import java.util.List;
import org.mtl.MtlException;
import org.mtl.selection.Aggregate;
import picocli.CommandLine.Option;

/** How the scores of a row on several targets become one. */
final class AggregateOption {

    private static final String TARGET = "target:";

    @Option(
            names = "--aggregate",
            paramLabel = "sum|mean|max|target:NAME",
            order = 11,
            description = "How the scores of a row on several targets become one. Default: sum.")
    private String aggregate = "sum";

    /** The word as given. */
    String word() {
        return aggregate;
    }

    /**
     * The aggregate for some targets. An unknown word is wrong usage; a target that the scores do not have is a fault of the
     * data.
     *
     * @param name how messages name the scores
     */
    Aggregate of(List<String> targets, String name) {
        String target = aggregate.startsWith(TARGET) ? aggregate.substring(TARGET.length()) : targets.get(0);
        if (!targets.contains(target)) {
            throw MtlException.data(name + ":1: --aggregate: no target '" + target + "'; targets are: "
                    + String.join(", ", targets));
        }
        return Aggregate.parse(aggregate, targets);
    }
}
