package org.mtl.cli;

import picocli.CommandLine.Option;

/** What figures are compared. An option that was not given is null, so that what compares nothing can refuse it. */
final class MetricOption {

    /** The words of {@code --metric}. */
    enum Metric {
        loss,
        error
    }

    @Option(
            names = "--metric",
            paramLabel = "loss|error",
            order = 22,
            description = "What affinity compares while training, and select --tune: losses (the default), or the share of wrong classes and the"
                    + " root mean squared error.")
    private Metric metric;

    boolean isGiven() {
        return metric != null;
    }

    /** Whether metrics are compared, and not losses. */
    boolean isError() {
        return metric == Metric.error;
    }

    /** The word as given, or the default. */
    String word() {
        return isError() ? Metric.error.name() : Metric.loss.name();
    }
}
