package org.mtl.training.network;

import java.util.OptionalInt;
import org.mtl.MtlException;

/**
 * How long a network is trained, and on what batches.
 *
 * @param batch B, the rows of a batch; lbfgs takes all rows at once
 * @param epochs the most epochs; of lbfgs the most iterations
 * @param patience how many epochs without a new minimum of the validation loss end training; none: all epochs are run and the
 *     last parameters kept
 * @param sampling how batches of the long form are drawn
 */
public record EpochSettings(int batch, int epochs, OptionalInt patience, Sampling sampling) {

    /**
     * Checks the values.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    public EpochSettings {
        requirePositive("--batch", batch);
        requirePositive("--epochs", epochs);
        patience.ifPresent(value -> requirePositive("--patience", value));
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw MtlException.usage(option + ": expected at least 1, found " + value);
        }
    }
}
