package org.mtl.cli;

import java.util.List;
import java.util.Optional;
import org.mtl.data.Roles;
import org.mtl.data.SplitRule;
import picocli.CommandLine.Option;

/** What the columns of the data are for. */
final class DataOptions {

    @Option(names = "--task", paramLabel = "COL", order = 10, description = "Long form: the column that names each row's task.")
    private String task;

    @Option(names = "--target", paramLabel = "COL", order = 11, description = "Long form: the column of the labels.")
    private String target;

    @Option(
            names = "--targets",
            paramLabel = "COL,...",
            order = 12,
            description = "Wide form: one task per column, of a pattern such as 't*' or t1:t9 one per column that fits; an empty"
                    + " cell is no label. NAME=PATTERN makes a task of several columns, for instance NAME=a1:a24, whose"
                    + " label is the vector of their numbers.")
    private String targets;

    @Option(
            names = "--one-vs-rest",
            paramLabel = "COL",
            order = 13,
            description = "Wide form: one task per class of this column, with label 1 in its rows and 0 in the others;"
                    + " an empty cell is no label. Of an NPY folder a column of y.npy by its name, or y.")
    private String oneVsRest;

    @Option(names = "--id", paramLabel = "COL", order = 14, description = "The column that names rows. Default: their position, from 0.")
    private String id;

    @Option(
            names = "--split",
            paramLabel = "COL|A,B,C",
            order = 15,
            description = "A column holding train, val or test (or 0, 1, 2), or three fractions drawn from --seed."
                    + " Default: a column named split, else every row is for training.")
    private String split;

    @Option(
            names = "--features",
            paramLabel = "PATTERN,...",
            order = 16,
            description = "Feature columns: names, globs such as 'f*', ranges such as f1:f9. Default: every numeric"
                    + " column without another role.")
    private String features;

    @Option(names = "--seed", paramLabel = "N", order = 17, description = "The seed of everything random. Default: 0.")
    private long seed;

    long seed() {
        return seed;
    }

    /** The first of these options that was given, {@code --seed} apart. */
    Optional<String> given() {
        return given("--task", task).or(() -> given("--target", target)).or(() -> given("--targets", targets))
                .or(() -> given("--one-vs-rest", oneVsRest)).or(() -> given("--id", id)).or(() -> given("--split", split))
                .or(() -> given("--features", features));
    }

    /** The option, where it has a value. */
    static Optional<String> given(String option, Object value) {
        return Optional.ofNullable(value).map(any -> option);
    }

    /** The roles that these options give to columns. */
    Roles roles() {
        SplitRule rule = split == null ? new SplitRule.Default() : SplitRule.parse(split, seed);
        Roles roles = new Roles(Optional.ofNullable(task), Optional.ofNullable(target), list("--targets", targets),
                Optional.ofNullable(id), rule, list("--features", features));
        return oneVsRest == null ? roles : roles.withOneVsRest(oneVsRest);
    }

    private static List<String> list(String option, String text) {
        return text == null ? List.of() : Lists.parse(option, text);
    }
}
