package org.mtl.training.network;

import java.util.Locale;

/** What the networks of tasks have in common. */
public enum NetworkSharing {
    /** One trunk for all tasks, a head for each. */
    HARD,
    /** Nothing: a network for each task. */
    NONE;

    /** The word that options and files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
