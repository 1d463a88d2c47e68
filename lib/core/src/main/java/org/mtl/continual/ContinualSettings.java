package org.mtl.continual;

import org.mtl.MtlException;
import org.mtl.io.Numbers;
import org.mtl.selection.RehearsalMemory;

/**
 * How tasks that come one after another are learned.
 *
 * @param setting what a model is told of a row's task
 * @param method the strategy
 * @param memoryRows M
 * @param memoryBatch how many rows of the memory a step takes
 * @param batch how many new rows a step takes
 * @param epochs the passes over each task's rows
 * @param lastEpochs in how many of them, the last ones, the strategy takes its own steps
 * @param validationRows how many rows V_old and V_new of MetaSP have
 * @param pseudoSteps how many steps ahead MetaSP looks
 * @param dropBy which rows rehearsal selection drops
 * @param chooseBy which rows of a new task it chooses
 * @param seed what everything is drawn from
 */
public record ContinualSettings(Setting setting, RehearsalMethod method, int memoryRows, int memoryBatch, int batch, int epochs,
        int lastEpochs, int validationRows, int pseudoSteps, RehearsalMemory.Drop dropBy,
        RehearsalMemory.Choice chooseBy, long seed) {

    /** S, at most. */
    private static final int MOST_PSEUDO_STEPS = 5;

    /**
     * Checks the numbers.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    public ContinualSettings {
        requirePositive("--memory-rows", memoryRows);
        requirePositive("--memory-batch", memoryBatch);
        requirePositive("--batch", batch);
        requirePositive("--epochs", epochs);
        requirePositive("--last-epochs", lastEpochs);
        requirePositive("--validation-rows", validationRows);
        if (pseudoSteps < 1 || pseudoSteps > MOST_PSEUDO_STEPS) {
            throw MtlException.usage("--pseudo-steps: expected 1 to " + MOST_PSEUDO_STEPS + ", found " + Numbers.format(pseudoSteps));
        }
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw MtlException.usage(option + ": expected at least 1, found " + value);
        }
    }
}
