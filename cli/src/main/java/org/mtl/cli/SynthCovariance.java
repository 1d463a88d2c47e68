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

    @Mixin
    private ResponseOption response;

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
        transfer.write(TransferTasks.covariance(transfer.dimension(), cosine, response.value(), transfer.sizes(), transfer.noise(), transfer.seed()),
                results, recordedCommand(), context());
        return ExitCode.DONE;
    }
}
