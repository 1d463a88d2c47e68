package org.mtl.cli;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.store.ModelComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl rerun MODEL}. */
@Command(
        name = "rerun",
        description = {
            "Repeats the command that made a model, and compares what comes out with the model, file by file.",
            "One line per file: file,same,recorded,repeated; same is 1 or 0, the last two are SHA-256 hashes. Of model.json it"
                + " compares what decides the result: all but the command line, where the data lay, and the versions of mtl,"
                + " Java and BLAS, whose differences are told on standard error. run.json, which holds times, is left out.",
            "The exit code is 0 where all files are the same, and 3 where one is not. The model stays as it is."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl rerun model",
            "  mtl rerun model --keep again -o rerun.csv"
        })
final class Rerun extends Subcommand {

    @Parameters(paramLabel = "MODEL", description = "A model, or a folder of the models of groups or seeds.")
    private String model;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            order = 81,
            description = "Keep the repeated model as DIR; otherwise it is deleted after the comparison.")
    private String keep;

    @Mixin
    private ModelDataOptions dataOptions;

    @Mixin
    private ResultOptions results;

    Rerun(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        Path original = context().path(model);
        if (keep != null && Files.exists(context().path(keep))) {
            throw MtlException.cannotCreate(keep + ": exists already");
        }
        try (Scratch scratch = new Scratch(context())) {
            RecordedRun recorded = RecordedRun.of(original, dataOptions.data(), scratch, context());
            Path repeated = keep == null ? scratch.folder().resolve("repeated") : context().path(keep).toAbsolutePath();
            List<String> words = recorded.words(repeated, context().options().isVerbose());
            context().detail(ModelInspection.commandLine(words));
            int code = new InnerRun(context(), context().errors(), context().options().passedOn())
                    .run(words, recorded.folder(), recorded.input(), OutputStream.nullOutputStream());
            if (code != ExitCode.DONE) {
                return code;
            }
            if (!Files.exists(repeated.resolve("model.json"))) {
                throw MtlException.data(model + ": the command that it records wrote no model");
            }
            return compare(original, repeated);
        }
    }

    private int compare(Path original, Path repeated) throws Exception {
        ModelComparison comparison = ModelComparison.of(original, repeated);
        results.write(context(), "rerun", Map.of(), recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(List.of("file", "same", "recorded", "repeated"));
            for (ModelComparison.Line line : comparison.lines()) {
                csv.field(line.file()).field(line.same() ? 1 : 0).field(line.recorded()).field(line.repeated()).end();
            }
            csv.flush();
        });
        comparison.versions().forEach((name, versions) -> context().warn(name + " was " + versions.recorded() + " and is "
                + versions.repeated()));
        Optional<ModelComparison.Line> first = comparison.lines().stream().filter(line -> !line.same()).findFirst();
        if (first.isEmpty()) {
            context().note(model + ": repeated, all " + comparison.lines().size() + " files are the same");
            return ExitCode.DONE;
        }
        context().error(ExitCode.GATE, model + ": repeated, and "
                + comparison.lines().stream().filter(line -> !line.same()).count() + " of " + comparison.lines().size()
                + " files differ, the first is " + first.get().file());
        return ExitCode.GATE;
    }
}
