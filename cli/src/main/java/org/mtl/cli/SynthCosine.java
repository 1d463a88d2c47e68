package org.mtl.cli;

import org.mtl.data.synthetic.TransferTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            names = "--cosines",
            paramLabel = "V,...",
            order = 14,
            description = "For each value a source task whose coefficients have this cosine to the target's. Default: 1,0.9,0.5,0.")
    private String cosines = "1,0.9,0.5,0";

    @Mixin
    private TransferOptions transfer;

    @Mixin
    private ResultOptions results;

    SynthCosine(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        transfer.write(TransferTasks.cosine(dimension, TransferOptions.numbers(cosines), response.value(), transfer.sizes(), transfer.noise(),
                transfer.seed()),
                results, recordedCommand(), context());
        return ExitCode.DONE;
    }
}
