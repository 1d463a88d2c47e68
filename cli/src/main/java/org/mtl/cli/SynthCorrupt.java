package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;
import org.mtl.data.TaskData;
import org.mtl.data.synthetic.CorruptedCsv;
import org.mtl.data.synthetic.Corruption;
import org.mtl.io.CsvWriter;
import org.mtl.io.Inputs;
import org.mtl.io.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl synth corrupt FILE --labels SHARE -o DIR}. */
@Command(
        name = "corrupt",
        description = {
            "Copies data with some training labels corrupted, to see whether a method finds them.",
            "A corrupted number is moved by normal noise of three standard deviations of its task's training targets; a"
                + " corrupted class becomes another class, each equally likely."
                + " DIR/data.csv is the input with these cells replaced and, unless a column held the splits, with a"
                + " column split; DIR/corrupted.csv lists row,task,before,after."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth corrupt exam.csv --task school --target normexam --labels 0.2 --split 0.6,0.2,0.2 -o bad",
            "  mtl synth corrupt wide.csv --targets a,b,c --labels 0.1 --seed 7 -o bad"
        })
final class SynthCorrupt extends Subcommand {

    private static final String DATA = "data.csv";
    private static final String LIST = "corrupted.csv";

    @Parameters(paramLabel = "FILE", description = "A CSV file (.gz too), or - for standard input.")
    private String data;

    @Option(
            names = "--labels",
            paramLabel = "SHARE",
            required = true,
            order = 5,
            description = "The share of the training labels of all tasks together that is corrupted, 0 to 1.")
    private double share;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private FolderOptions folderOptions;

    SynthCorrupt(Context context) {
        super(context);
    }

    @Override
    int run() throws IOException {
        Roles roles = dataOptions.roles();
        roles.form();
        if (roles.oneVsRest().isPresent()) {
            throw MtlException.usage("--one-vs-rest: one cell holds the labels of all tasks, which cannot be corrupted"
                    + " apart; write them as columns of 0 and 1 and name these with --targets");
        }
        Corruption.requireShare(share);
        if (Files.isDirectory(context().path(data))) {
            throw MtlException.usage(data + ": expected a CSV file, found a folder; NPY data cannot be corrupted yet");
        }
        try (OutputFolder folder = folderOptions.open(context(), recordedCommand())) {
            if (folder.complete()) {
                context().note(folder.target() + " is complete already");
                return ExitCode.DONE;
            }
            // The text is read twice, so what comes through a pipe is copied first, as for a model.
            TrainingData source = TrainingData.read(data, roles, folder.path(), context());
            requireColumns(source.loaded().dataset(), roles);
            source.loaded().warnings().forEach(context()::warn);
            List<Corruption.Change> changes =
                    Corruption.draw(source.loaded().dataset(), share, dataOptions.seed());
            write(folder.path(), source, changes);
            source.deleteCopy();
            warnAboutEqualTargets(source.loaded().dataset(), changes);
            folder.commit();
            context().note(folder.target() + ": " + changes.size() + " training labels corrupted");
        }
        return ExitCode.DONE;
    }

    private static void requireColumns(Dataset dataset, Roles roles) {
        for (String target : roles.targets()) {
            if (target.contains("=") && !dataset.taskNames().contains(target)) {
                throw MtlException.usage("--targets: expected columns, found '" + target + "'; vectors cannot be corrupted");
            }
        }
    }

    private void write(Path folder, TrainingData source, List<Corruption.Change> changes) throws IOException {
        LoadedData loaded = source.loaded();
        Path text = source.copy().orElseGet(() -> context().path(data));
        try (InputStream in = Inputs.open(text);
                OutputStream out = Files.newOutputStream(folder.resolve(DATA))) {
            CorruptedCsv.write(in, context().displayName(data), loaded, changes, out);
        }
        try (CsvWriter out = new CsvWriter(Files.newOutputStream(folder.resolve(LIST)))) {
            out.record(List.of("row", "task", "before", "after"));
            for (Corruption.Change change : changes) {
                out.field(loaded.dataset().ids().name(change.row()));
                TaskData task = loaded.dataset().tasks().get(change.task());
                out.field(task.name()).field(task.label(change.before())).field(task.label(change.after())).end();
            }
        }
    }

    private void warnAboutEqualTargets(Dataset dataset, List<Corruption.Change> changes) {
        Map<String, Integer> unchanged = new LinkedHashMap<>();
        for (Corruption.Change change : changes) {
            if (change.before() == change.after()) {
                unchanged.merge(dataset.tasks().get(change.task()).name(), 1, Integer::sum);
            }
        }
        if (!unchanged.isEmpty()) {
            context().warn(LIST + " lists labels that could not change, since the training targets of their task are all"
                    + " equal: " + String.join(", ", unchanged.keySet()));
        }
    }
}
