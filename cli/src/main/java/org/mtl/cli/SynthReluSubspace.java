package org.mtl.cli;

import org.mtl.data.synthetic.TransferTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mtl synth relu-subspace}. */
@Command(
        name = "relu-subspace",
        description = {
            "Writes a target task and sources, each the sum of the positive parts of x'theta over a subspace's directions; the"
                + " subspaces lie at growing angles to the target's. Features are N(0,I).",
            "The columns are task,split,y,x1,...; with -o, FILE.meta.json holds the coefficients."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth relu-subspace --dimension 100 --units 10 --cosines 1,0.8,0.5 -o tasks.csv",
            "  mtl synth relu-subspace --cosines 0.9 --source-rows 3000 -o pair.csv"
        })
final class SynthReluSubspace extends Subcommand {

    @Option(
            names = "--units",
            paramLabel = "N",
            order = 13,
            description = "The directions of each subspace. Default: 10.")
    private int units = 10;

    @Mixin
    private CosinesOption cosines;

    @Mixin
    private TransferOptions transfer;

    @Mixin
    private ResultOptions results;

    SynthReluSubspace(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        transfer.write(TransferTasks.reluSubspace(transfer.dimension(), units, cosines.values(), transfer.sizes(), transfer.noise(),
                transfer.seed()),
                results, recordedCommand(), context());
        return ExitCode.DONE;
    }
}
