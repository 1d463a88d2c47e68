package org.mtl.influence.network;

import java.util.OptionalLong;

/**
 * With which labels the second moments of gradients are taken.
 *
 * @param seed what labels are drawn from, for the Fisher matrix; nothing for the labels of the data, which give the empirical
 *     one
 */
public record Fisher(OptionalLong seed) {

    /** The labels of the data. */
    public static final Fisher GIVEN = new Fisher(OptionalLong.empty());

    /** Labels drawn from what the network predicts. */
    public static Fisher sampled(long seed) {
        return new Fisher(OptionalLong.of(seed));
    }

    TrainedObjective.Labels of(TrainedObjective objective) {
        return seed.isPresent()
                ? new SampledLabels(objective.engine(), objective.losses(), seed.getAsLong()) : TrainedObjective.Labels.GIVEN;
    }
}
