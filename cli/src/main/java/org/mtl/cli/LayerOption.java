package org.mtl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which layer's outputs are taken. */
final class LayerOption {

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            order = 23,
            description = "A layer of a network: trunk, the last that tasks share (the default of --embeddings); trunk.1, trunk.2,"
                    + " ...; align, rows behind the alignment of their task; conv, what the convolutions hand to the dense"
                    + " layers. Of affinity --method covariance the default is the network's inputs.")
    private String layer;

    Optional<String> name() {
        return Optional.ofNullable(layer);
    }
}
