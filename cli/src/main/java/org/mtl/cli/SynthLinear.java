package org.mtl.cli;

import java.io.IOException;
import org.mtl.data.synthetic.LinearArrays;
import org.mtl.io.NpyType;
import org.mtl.io.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mtl synth linear -o DIR}. */
@Command(
        name = "linear",
        description = {
            "Writes linear tasks of any number of rows as a folder of NPY files, with memory that does not grow with the rows.",
            "Features are N(0,1); a target is x'theta of its task plus N(0,1), with theta from N(0,1/dimension), which"
                + " DIR/coefficients.npy holds. Rows of the tasks take turns; split.npy says train, val and test with"
                + " probability 0.8, 0.1 and 0.1."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth linear --tasks 10 --rows 50000 --dimension 50 -o big",
            "  mtl synth linear --tasks 3 --rows 500 --dimension 8 --seed 7 -o small && mtl train small -o model"
        })
final class SynthLinear extends Subcommand {

    /** The words of {@code --feature-type}. */
    enum FeatureType {
        float64(NpyType.F64),
        float32(NpyType.F32);

        private final NpyType type;

        FeatureType(NpyType type) {
            this.type = type;
        }
    }

    @Option(names = "--tasks", paramLabel = "N", order = 10, description = "The number of tasks. Default: 10.")
    private int tasks = 10;

    @Option(names = "--rows", paramLabel = "N", order = 11, description = "The rows of each task. Default: 200.")
    private int rows = 200;

    @Option(names = "--dimension", paramLabel = "N", order = 12, description = "The number of features. Default: 50.")
    private int dimension = 50;

    @Option(
            names = "--feature-type",
            paramLabel = "float64|float32",
            order = 13,
            description = "The numbers in DIR/x.npy. Default: float64.")
    private FeatureType featureType = FeatureType.float64;

    @Option(names = "--seed", paramLabel = "N", order = 16, description = "The seed of everything random. Default: 0.")
    private long seed;

    @Mixin
    private FolderOptions folderOptions;

    SynthLinear(Context context) {
        super(context);
    }

    @Override
    int run() throws IOException {
        LinearArrays data = new LinearArrays(tasks, rows, dimension, seed, featureType.type);
        try (OutputFolder folder = folderOptions.open(context(), recordedCommand())) {
            if (folder.complete()) {
                context().note(folder.target() + " is complete already");
                return ExitCode.DONE;
            }
            data.write(folder.path(), context().workers());
            folder.commit();
            context().note(folder.target() + ": " + tasks + " tasks, " + rows + " rows each, " + dimension + " features");
        }
        return ExitCode.DONE;
    }
}
