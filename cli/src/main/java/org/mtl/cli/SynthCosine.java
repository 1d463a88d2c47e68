package org.mtl.cli;

import org.mtl.data.synthetic.TransferTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mtl synth cosine}. */
@Command(
        name = "cosine",
        description = {
            "Writes a target task and sources whose coefficients lie at growing angles to the target's; features are N(0,I).",
            "The columns are task,split,y,x1,...; with -o, FILE.meta.json holds the coefficients."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth cosine --cosines 1,0.8,0.6,0.4,0.2,0 -o tasks.csv",
            "  mtl synth cosine --cosines 0.5 --response relu --noise 0.5 -o pair.csv"
        })
final class SynthCosine extends Subcommand {

    @Mixin
    private ResponseOption response;

    @Mixin
    private CosinesOption cosines;

    @Mixin
    private TransferOptions transfer;

    @Mixin
    private ResultOptions results;

    SynthCosine(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        transfer.write(TransferTasks.cosine(transfer.dimension(), cosines.values(), response.value(), transfer.sizes(), transfer.noise(),
                transfer.seed()),
                results, recordedCommand(), context());
        return ExitCode.DONE;
    }
}
