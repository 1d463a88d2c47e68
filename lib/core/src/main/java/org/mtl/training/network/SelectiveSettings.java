package org.mtl.training.network;

import org.mtl.MtlException;

/**
 * Selective task group updates.
 *
 * @param rate β, the share of a new affinity in those that are followed
 * @param warmup the batches in which every task is its own group
 * @param every after so many batches each the groups are made anew
 */
public record SelectiveSettings(double rate, int warmup, int every) {

    /**
     * Checks the values.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    public SelectiveSettings {
        if (!(rate > 0 && rate <= 1)) {
            throw MtlException.usage("--decay: expected a number above 0 and at most 1, found " + rate);
        }
        if (warmup < 0) {
            throw MtlException.usage("--warmup: expected at least 0, found " + warmup);
        }
        if (every < 1) {
            throw MtlException.usage("--regroup-every: expected at least 1, found " + every);
        }
    }
}
