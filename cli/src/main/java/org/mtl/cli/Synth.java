package org.mtl.cli;

import org.mtl.MtlException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mtl synth KIND}: data whose truth is known. */
@Command(
        name = "synth",
        description = "Makes data whose truth is known, to try methods on.",
        synopsisSubcommandLabel = "duan-wang|linear|covariance|cosine|relu-subspace|corrupt",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth duan-wang --delta 0.4 --alpha 0.2 -o tasks.csv",
            "  mtl synth linear --tasks 10 --rows 50000 --dimension 50 -o big",
            "  mtl synth covariance --source-rows 2000 -o transfer.csv",
            "  mtl synth corrupt exam.csv --task school --target normexam --labels 0.2 --split 0.6,0.2,0.2 -o bad",
            "",
            "More on one kind: mtl synth KIND --help"
        })
final class Synth implements Runnable {

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 100, description = "Show this help and exit.")
    private boolean help;

    private Synth() {}

    /** The command with one subcommand per kind of data. */
    static CommandLine commandLine(Context context) {
        return new CommandLine(new Synth())
                .addSubcommand(new SynthDuanWang(context))
                .addSubcommand(new SynthLinear(context))
                .addSubcommand(new SynthCovariance(context))
                .addSubcommand(new SynthCosine(context))
                .addSubcommand(new SynthReluSubspace(context))
                .addSubcommand(new SynthCorrupt(context));
    }

    @Override
    public void run() {
        throw MtlException.usage("expected what to make, duan-wang, linear, covariance, cosine, relu-subspace or corrupt, found nothing");
    }
}
