package org.mtl.affinity;

import java.util.OptionalDouble;
import org.mtl.MtlException;
import org.mtl.model.network.NetworkEngine;

/**
 * At which steps affinities are collected, and how their values are put together.
 *
 * @param summand whether effects on losses or on metrics are taken
 * @param selfPair the transfer gain of a task to itself
 * @param every collect at every such step
 * @param firstEpoch the first epoch in which to collect, from 1 on
 * @param lastEpoch the last one
 * @param sampled whether each collection is among a random subset of tasks, of a size that is drawn too
 * @param decay the factor of an exponential average; none: the mean
 * @param seed what subsets are drawn from
 */
public record CollectionSettings(NetworkEngine.Summand summand, StepMeasure.SelfPair selfPair, int every, int firstEpoch,
        int lastEpoch, boolean sampled, OptionalDouble decay, long seed) {

    /**
     * Checks the values.
     *
     * @throws MtlException (USAGE) naming the option that is wrong
     */
    public CollectionSettings {
        if (every < 1) {
            throw MtlException.usage("--every: expected at least 1, found " + every);
        }
        if (firstEpoch < 1 || lastEpoch < firstEpoch) {
            throw MtlException.usage("--from-epoch and --to-epoch: expected 1 <= from <= to, found " + firstEpoch + " and "
                    + lastEpoch);
        }
        if (decay.isPresent() && !(decay.getAsDouble() > 0 && decay.getAsDouble() < 1)) {
            throw MtlException.usage("--average: expected a decay between 0 and 1, found " + decay.getAsDouble());
        }
    }
}
