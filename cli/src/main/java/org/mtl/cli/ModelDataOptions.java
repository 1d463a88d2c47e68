package org.mtl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the data of a model lies. */
final class ModelDataOptions {

    @Option(
            names = "--data",
            paramLabel = "DATA",
            order = 10,
            description = "Where the model's data lies now. Default: where it was.")
    private String data;

    Optional<String> data() {
        return Optional.ofNullable(data);
    }
}
