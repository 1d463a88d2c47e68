package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.grouping.GroupingObjective;
import org.mtl.grouping.TaskAffinity;
import org.mtl.io.Numbers;
import picocli.CommandLine.Option;

/** What groups of tasks are worth. */
final class ObjectiveOptions {

    /** The words of {@code --objective}. */
    enum Objective {
        mean,
        sum,
        serving
    }

    /** The words of {@code --serving-self}. */
    enum Self {
        include,
        exclude
    }

    @Option(
            names = "--objective",
            paramLabel = "mean|sum|serving",
            order = 30,
            description = "What groups are worth. mean (the default): for each group the sum of all affinities inside it,"
                    + " divided by its size; sum: the same undivided; serving: for each task the mean affinity from the"
                    + " others of its group, in the group where that is largest.")
    private Objective objective;

    @Option(
            names = "--serving-self",
            paramLabel = "include|exclude",
            order = 31,
            description = "With --objective serving: whether a task's affinity with itself, the diagonal, counts in its"
                    + " mean. A task alone in its group always has it. Default: exclude.")
    private Self servingSelf;

    @Option(
            names = "--diagonal",
            paramLabel = "keep|zero|VALUE",
            order = 32,
            description = "The affinity of each task with itself: as given (the default; 0 where the cell is empty), 0 or a"
                    + " number.")
    private String diagonal;

    /** Whether one of these options was given. */
    boolean isAny() {
        return objective != null || servingSelf != null || diagonal != null;
    }

    /**
     * The objective.
     *
     * @throws MtlException (USAGE) if {@code --serving-self} goes with another
     */
    GroupingObjective objective() {
        if (servingSelf != null && objective != Objective.serving) {
            throw MtlException.usage("--serving-self needs --objective serving");
        }
        return switch (objective == null ? Objective.mean : objective) {
            case mean -> GroupingObjective.MEAN;
            case sum -> GroupingObjective.SUM;
            case serving -> servingSelf == Self.include ? GroupingObjective.SERVING_WITH_SELF : GroupingObjective.SERVING;
        };
    }

    /** What was asked for, by name, as results record it. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("measure", (objective == null ? Objective.mean : objective).name());
        if (objective == Objective.serving) {
            facts.put("serving_self", (servingSelf == null ? Self.exclude : servingSelf).name());
        }
        facts.put("diagonal", diagonal == null ? "keep" : diagonal);
        return facts;
    }

    /** The affinities with the diagonal that was asked for. */
    TaskAffinity apply(TaskAffinity affinity) {
        if (diagonal == null || diagonal.equals("keep")) {
            return affinity;
        }
        double value = diagonal.equals("zero") ? 0 : number();
        double[][] values = new double[affinity.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = affinity.values()[i].clone();
            values[i][i] = value;
        }
        return new TaskAffinity(affinity.names(), values);
    }

    private double number() {
        try {
            double value = Numbers.parse(diagonal);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw MtlException.usage("--diagonal: expected keep, zero or a number, found '" + diagonal + "'");
        }
        throw MtlException.usage("--diagonal: expected keep, zero or a finite number, found '" + diagonal + "'");
    }
}
