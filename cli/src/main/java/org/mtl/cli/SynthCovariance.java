package org.mtl.cli;

import org.mtl.data.synthetic.TransferTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mtl synth covariance}. */
@Command(
        name = "covariance",
        description = {
            "Writes a target task and four sources with one other coefficient vector, whose features have the target's covariance"
                + " (same), its large values in another subspace (subspace), another rotation (rotation) or both: which of them"
                + " help is a matter of the features alone.",
            "x = QDg with g ~ N(0,I) and D = 100 on a tenth of the coordinates, else 1. The columns are task,split,y,x1,...; with"
                + " -o, FILE.meta.json holds the coefficients."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth covariance --source-rows 2000 -o tasks.csv",
            "  mtl synth covariance --dimension 20 | mtl affinity - --task task --target y --method covariance"
        })
final class SynthCovariance extends Subcommand {

    @Option(names = "--dimension", paramLabel = "N", order = 12, description = "The number of features. Default: 50.")
    private int dimension = 50;

    @Option(
            names = "--response",
            paramLabel = "linear|relu|classes",
            order = 13,
            description = "What targets are: x'theta plus noise (linear, the default), max(0, x'theta) plus noise, or 1 where the"
                    + " linear one is above 0 and else 0 (classes).")
    private TransferOptions.ResponseWord response = TransferOptions.ResponseWord.linear;

    @Option(
            names = "--cosine",
            paramLabel = "V",
            order = 14,
            description = "The cosine between the coefficients of target and sources. Default: 0.96.")
    private double cosine = 0.96;

    @Mixin
    private TransferOptions transfer;

    @Mixin
    private ResultOptions results;

    SynthCovariance(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        transfer.write(TransferTasks.covariance(dimension, cosine, response.value(), transfer.sizes(), transfer.noise(), transfer.seed()),
                results, recordedCommand(), context());
        return ExitCode.DONE;
    }
}
