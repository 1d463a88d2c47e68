package org.mtl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The groups of tasks that a command works with. */
final class GroupingOption {

    @Option(
            names = "--grouping",
            paramLabel = "FILE",
            order = 14,
            description = "Groups of tasks: a CSV file with the columns group,task as mtl group writes it, every task in a"
                    + " group at least; - is standard input. retrain trains one model per group, on its tasks alone, in"
                    + " DIR/group-1 and so on; evaluate says what the groups are worth by --affinity; affinity measures"
                    + " what each task gains in its groups while training: group,task,metric,value; plot outlines them in a"
                    + " matrix.")
    private String grouping;

    /** The file, if one was named. */
    Optional<String> file() {
        return Optional.ofNullable(grouping);
    }
}
