package org.mtl.cli;

import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Roles;
import org.mtl.data.Subsets;
import picocli.CommandLine.Option;

/** Which part of the data makes the tasks, and what their labels mean. */
final class TaskOptions {

    @Option(
            names = "--positive",
            paramLabel = "VALUE",
            order = 18,
            description = "Make the labels 1 where they equal VALUE, else 0.")
    private String positive;

    @Option(names = "--only-tasks", paramLabel = "TASK,...", order = 19, description = "Only these tasks.")
    private String onlyTasks;

    @Option(
            names = "--rows-per-task",
            paramLabel = "N",
            order = 20,
            description = "Only N rows of each task, drawn from --seed.")
    private Integer rowsPerTask;

    /** The first of these options that was given. */
    Optional<String> given() {
        return DataOptions.given("--positive", positive).or(() -> DataOptions.given("--only-tasks", onlyTasks))
                .or(() -> DataOptions.given("--rows-per-task", rowsPerTask));
    }

    /** The roles with what labels mean. */
    Roles apply(Roles roles) {
        return positive == null ? roles : roles.withPositive(positive);
    }

    /** The part of the data that was asked for. */
    Dataset apply(Dataset data, long seed) {
        Dataset part = onlyTasks == null ? data : Subsets.onlyTasks(data, Lists.parse("--only-tasks", onlyTasks));
        if (rowsPerTask == null) {
            return part;
        }
        if (rowsPerTask < 1) {
            throw MtlException.usage("--rows-per-task: expected a whole number of at least 1, found '" + rowsPerTask + "'");
        }
        return Subsets.rowsPerTask(part, rowsPerTask, seed);
    }
}
