package org.mtl.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code plot} draws. */
final class PlotSettings {

    /** The words of {@code --matrix-order}. */
    enum Order {
        cluster,
        given
    }

    @Option(
            names = "--matrix-order",
            paramLabel = "cluster|given",
            order = 10,
            description = "The order of the tasks of a matrix: those that help each other side by side (the default), or as"
                    + " the file has them.")
    private Order order = Order.cluster;

    @Mixin
    private GroupingOption groupingOption;

    @Option(names = "--only-tasks", paramLabel = "TASK,...", order = 19, description = "Only these tasks.")
    private String onlyTasks;

    @Option(names = "--title", paramLabel = "TEXT", order = 20, description = "What stands above the picture.")
    private String title;

    /** The groups that are outlined. */
    Optional<String> grouping() {
        return groupingOption.file();
    }

    Optional<String> title() {
        return Optional.ofNullable(title);
    }

    boolean isClustered() {
        return order == Order.cluster;
    }

    /** The tasks of {@code --only-tasks}; without it, none. */
    List<String> onlyTasks() {
        return onlyTasks == null ? List.of() : Lists.parse("--only-tasks", onlyTasks);
    }

    /**
     * Those of a file's tasks that are to be drawn, in the order of the file.
     *
     * @throws MtlException (DATA) if a task is asked for that it does not have
     */
    List<String> chosen(List<String> tasks, String name) {
        List<String> only = onlyTasks();
        only.stream().filter(task -> !tasks.contains(task)).findFirst().ifPresent(task -> {
            throw MtlException.data("--only-tasks: " + name + " has no task '" + task + "'");
        });
        return only.isEmpty() ? tasks : tasks.stream().filter(only::contains).toList();
    }

    /** How a picture names an input: without its folder, which is nobody else's. */
    String shownName(String input) {
        if (input.equals(Context.STANDARD_INPUT)) {
            return "standard input";
        }
        Path name = Path.of(input).getFileName();
        return name == null ? input : name.toString();
    }
}
