package org.mtl.continual;

import java.util.Locale;

/** What a model is told of the task of a row that it predicts. */
public enum Setting {
    /** Nothing: one head over the classes of all tasks so far. Each task brings classes of its own. */
    CLASS,
    /** The task: each has a head over its own classes. */
    TASK,
    /** Nothing: one head over the classes, which tasks have in common; what differs between tasks is where rows come from. */
    DOMAIN;

    /** The word that options and files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether each task has a head of its own. */
    boolean ownHeads() {
        return this == TASK;
    }
}
