package org.mtl.cli;

import java.util.Arrays;
import java.util.Optional;

/** What a constraint on groups can be, with the cells that a row of a constraints file needs for it. */
enum ConstraintKind {
    GROUPS("groups", Cell.NONE, Cell.NONE, Cell.REQUIRED),
    MAX_GROUPS("max-groups", Cell.NONE, Cell.NONE, Cell.REQUIRED),
    MIN_SIZE("min-size", Cell.NONE, Cell.OPTIONAL, Cell.REQUIRED),
    MAX_SIZE("max-size", Cell.NONE, Cell.OPTIONAL, Cell.REQUIRED),
    COST("cost", Cell.REQUIRED, Cell.OPTIONAL, Cell.REQUIRED),
    BUDGET("budget", Cell.NONE, Cell.OPTIONAL, Cell.REQUIRED),
    TOTAL_BUDGET("total-budget", Cell.NONE, Cell.NONE, Cell.REQUIRED),
    PARTITION("partition", Cell.NONE, Cell.NONE, Cell.NONE),
    TOGETHER("together", Cell.REQUIRED, Cell.NONE, Cell.REQUIRED),
    APART("apart", Cell.REQUIRED, Cell.NONE, Cell.REQUIRED),
    PIN("pin", Cell.REQUIRED, Cell.REQUIRED, Cell.NONE),
    MAX_MEMBERSHIPS("max-memberships", Cell.OPTIONAL, Cell.NONE, Cell.REQUIRED),
    DISTINCT("distinct", Cell.NONE, Cell.NONE, Cell.REQUIRED);

    /** Whether a cell has to be filled. */
    enum Cell {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    private final String word;
    private final Cell task;
    private final Cell group;
    private final Cell value;

    ConstraintKind(String word, Cell task, Cell group, Cell value) {
        this.word = word;
        this.task = task;
        this.group = group;
        this.value = value;
    }

    /** What the user writes. */
    String word() {
        return word;
    }

    Cell task() {
        return task;
    }

    Cell group() {
        return group;
    }

    Cell value() {
        return value;
    }

    /** Whether it may be stated once only, for one task and group if it names them. */
    boolean isSingle() {
        return this != TOGETHER && this != APART && this != PIN;
    }

    static Optional<ConstraintKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
