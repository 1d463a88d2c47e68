package org.mtl.cli;

import org.mtl.data.Split;

/** The words of {@code --on}. */
enum SplitWord {
    train(Split.TRAIN),
    val(Split.VALIDATION),
    test(Split.TEST);

    private final Split split;

    SplitWord(Split split) {
        this.split = split;
    }

    Split split() {
        return split;
    }
}
