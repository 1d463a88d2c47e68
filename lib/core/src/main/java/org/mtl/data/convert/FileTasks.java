package org.mtl.data.convert;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mtl.data.convert.Layout.Target;

/**
 * Where the labels of files stand that hold one task each: one file's in a column of its task's name; several files' in the
 * columns {@code task} and {@code y} (long form) or in a column per task (wide form).
 */
final class FileTasks {

    private final List<Input> inputs;
    private final List<String> names;
    private final boolean isLong;

    /**
     * The tasks of some files; files of one task follow each other as rows.
     *
     * @param wide whether several tasks have a column each
     */
    FileTasks(List<Input> inputs, boolean wide) {
        this.inputs = List.copyOf(inputs);
        this.names = inputs.stream().map(Input::task).distinct().toList();
        this.isLong = names.size() > 1 && !wide;
    }

    /** A layout of these tasks with some features. */
    Layout layout(Layout.Features features, Function<String, List<String>> classes) {
        List<Target> targets = isLong ? List.of(Target.of(Layout.LABEL, classes.apply(Layout.LABEL)))
                : names.stream().map(name -> Target.of(name, classes.apply(name))).toList();
        boolean split = inputs.get(0).split().isPresent();
        return new Layout(targets, features, isLong ? Optional.of(Layout.TASK) : Optional.empty(),
                split ? Optional.of(Layout.SPLIT) : Optional.empty());
    }

    /** The name of the target that the labels of a file belong to. */
    String target(Input input) {
        return isLong ? Layout.LABEL : input.task();
    }

    /** Fills in all of a row but its features. */
    void fill(Row row, Input input, double label) {
        row.setTask(input.task());
        row.setSplit(input.split());
        if (isLong) {
            row.targets()[0] = label;
        } else {
            Arrays.fill(row.targets(), Double.NaN);
            row.targets()[names.indexOf(input.task())] = label;
        }
    }
}
