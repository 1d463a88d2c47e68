package org.mtl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which layer's outputs are taken. */
final class LayerOption {

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            order = 23,
            description = "A layer of a network: trunk, the last in front of the heads (the default of --embeddings); trunk.1, trunk.2,"
                    + " ...; align, rows behind the alignment of their task; conv or lstm, what the layers of images or words"
                    + " hand to the dense ones; words, the means of the words' vectors of a sentence, which align aligns. Of"
                    + " affinity --method covariance the default is the network's inputs, of sentences such means as the data has"
                    + " them; tasks of --sharing none are seen there through a network each, which --embeddings refuses.")
    private String layer;

    Optional<String> name() {
        return Optional.ofNullable(layer);
    }
}
