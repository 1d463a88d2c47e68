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
import org.mtl.data.Roles;
import org.mtl.data.TaskData;
import org.mtl.data.synthetic.CorruptedCsv;
import org.mtl.data.synthetic.CorruptedNpy;
import org.mtl.data.synthetic.Corruption;
import org.mtl.io.CsvWriter;
import org.mtl.io.Inputs;
import org.mtl.io.OutputFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl synth corrupt DATA --labels SHARE -o DIR}. */
@Command(
        name = "corrupt",
        description = {
            "Copies data with some training labels corrupted, to see whether a method finds them.",
            "A corrupted number is moved by normal noise of three standard deviations of its task's training targets; a"
                + " corrupted class becomes another class, each equally likely."
                + " DIR/data.csv is the input with these cells replaced and, unless a column held the splits, with a"
                + " column split; of a folder of NPY files DIR/data is a copy with another y.npy and split.npy."
                + " DIR/corrupted.csv lists row,task,before,after."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth corrupt exam.csv --task school --target normexam --labels 0.2 --split 0.6,0.2,0.2 -o bad",
            "  mtl synth corrupt wide.csv --targets a,b,c --labels 0.1 --seed 7 -o bad",
            "  mtl synth corrupt npy-wide --labels 0.2 -o bad"
        })
final class SynthCorrupt extends Subcommand {

    private static final String TABLE = "data.csv";
    private static final String ARRAYS = "data";
    private static final String LIST = "corrupted.csv";

    @Parameters(paramLabel = "DATA", description = "A CSV file (.gz too), a folder of NPY files, or - for CSV on standard input.")
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
        boolean arrays = !data.equals(Context.STANDARD_INPUT) && Files.isDirectory(context().path(data));
        if (!arrays) {
            roles.form();
        }
        if (roles.oneVsRest().isPresent()) {
            throw MtlException.usage("--one-vs-rest: one cell holds the labels of all tasks, which cannot be corrupted"
                    + " apart; write them as columns of 0 and 1 and name these with --targets");
        }
        Corruption.requireShare(share);
        try (OutputFolder folder = folderOptions.open(context(), recordedCommand())) {
            if (folder.complete()) {
                context().note(folder.target() + " is complete already");
                return ExitCode.DONE;
            }
            // The text is read twice, so what comes through a pipe is copied first, as for a model.
            TrainingData source = TrainingData.read(data, roles, folder.path(), context());
            requireNumbers(source.loaded().dataset(), roles);
            source.loaded().warnings().forEach(context()::warn);
            List<Corruption.Change> changes =
                    Corruption.draw(source.loaded().dataset(), share, dataOptions.seed());
            if (arrays) {
                changes = CorruptedNpy.stored(context().path(data), source.loaded().dataset(), changes);
                CorruptedNpy.write(context().path(data), source.loaded(), changes, folder.path().resolve(ARRAYS));
            } else {
                writeTable(folder.path().resolve(TABLE), source, changes);
            }
            writeList(folder.path().resolve(LIST), source.loaded().dataset(), changes);
            source.deleteCopy();
            warnAboutEqualTargets(source.loaded().dataset(), changes);
            folder.commit();
            context().note(folder.target() + ": " + changes.size() + " training labels corrupted");
        }
        return ExitCode.DONE;
    }

    private void requireNumbers(Dataset dataset, Roles roles) {
        for (String target : roles.targets()) {
            if (target.contains("=") && !dataset.taskNames().contains(target)) {
                throw MtlException.usage("--targets: expected columns, found '" + target + "'; vectors cannot be corrupted");
            }
        }
        if (dataset.tasks().stream().anyMatch(task -> task.width() > 1)) {
            throw MtlException.data(context().displayName(data)
                    + "/y.npy: expected a number or class for each row and task, found vectors, which cannot be corrupted");
        }
    }

    private void writeTable(Path file, TrainingData source, List<Corruption.Change> changes) throws IOException {
        Path text = source.copy().orElseGet(() -> context().path(data));
        try (InputStream in = Inputs.open(text); OutputStream out = Files.newOutputStream(file)) {
            CorruptedCsv.write(in, context().displayName(data), source.loaded(), changes, out);
        }
    }

    private static void writeList(Path file, Dataset dataset, List<Corruption.Change> changes) throws IOException {
        try (CsvWriter out = new CsvWriter(Files.newOutputStream(file))) {
            out.record(List.of("row", "task", "before", "after"));
            for (Corruption.Change change : changes) {
                TaskData task = dataset.tasks().get(change.task());
                out.field(dataset.ids().name(change.row())).field(task.name());
                out.field(task.label(change.before())).field(task.label(change.after())).end();
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
