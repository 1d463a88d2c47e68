package org.mtl.cli;

import java.util.List;
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.PairScorer;
import org.mtl.influence.network.TargetGradients;

/**
 * One model's networks at one point, opened.
 *
 * @param directions for each network what the method makes of the targets' gradients; none for single rows as targets
 * @param scorers for each network what scores its rows; none for whole tasks
 */
record OpenedNetworks(ModelNetworks networks, List<TargetGradients> directions, List<PairScorer> scorers) implements AutoCloseable {

    @Override
    public void close() {
        networks.close();
    }
}
