package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.store.GroupsFolder;
import org.mtl.store.SeedsFolder;
import org.mtl.store.ModelData;
import org.mtl.store.ModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl inspect FILE|MODEL}. */
@Command(
        name = "inspect",
        description = {
            "Says what a file, a data folder or a model holds, and warns of what will make trouble.",
            "Of a CSV file, one line per column: column,kind,missing,distinct,min,max,mean,sd."
                + " Of NPY files, one line per file: file,dtype,shape,missing,min,max,mean,sd."
                + " Of a model, key,value. What FILE.meta.json says of FILE goes to standard error.",
            "With the options of train that say what columns are for, or with --list-tasks or --list-dependencies, the data"
                + " is read as train reads it, and looked at more closely: tasks, classes, rows that occur twice, columns"
                + " that determine each other or the labels. Warnings go to standard error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl inspect exam.csv",
            "  mtl inspect exam.csv --task school --target normexam --split 0.6,0.2,0.2",
            "  mtl inspect exam.csv --task school --target normexam --list-dependencies",
            "  mtl inspect model --list-tasks -o tasks.csv"
        })
final class Inspect extends Subcommand {

    @Parameters(
            paramLabel = "FILE|MODEL",
            description = "A CSV file (.gz too), - for CSV on standard input, an NPY file, a folder of NPY files, or a model.")
    private String input;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private TaskOptions taskOptions;

    @Option(
            names = "--list-tasks",
            order = 21,
            description = "One line per task. Of data: task,kind,train,val,test,missing,classes,smallest_class,"
                    + "smallest_rows,largest_class,largest_rows,min,max,mean,sd,repeated,contradicting,from_training; classes and labels"
                    + " are those of training rows, the last three count rows with the features of others."
                    + " Of a model: task,loss,train,val,test,weight,penalty;"
                    + " of a folder of groups, with the column group before them.")
    private boolean listTasks;

    @Option(
            names = "--list-dependencies",
            order = 22,
            description = "Of data, the columns that others determine, one line per term of the sum that they are:"
                    + " column,kind,term,coefficient,deviation. Kind is feature or label; the last is the largest distance"
                    + " from the sum, in standard deviations.")
    private boolean listDependencies;

    @Mixin
    private ResultOptions results;

    Inspect(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        if (listTasks && listDependencies) {
            throw MtlException.usage("--list-tasks and --list-dependencies exclude each other");
        }
        Path path = context().path(input);
        if (!input.equals(Context.STANDARD_INPUT) && !Files.exists(path)) {
            throw MtlException.missing(path + ": no such file or folder");
        }
        boolean folder = !input.equals(Context.STANDARD_INPUT) && Files.isDirectory(path);
        if (folder && GroupsFolder.isAt(path)) {
            refuseDataOptions("a folder of groups");
            GroupsFolder groups = GroupsFolder.open(path);
            write(listTasks ? csv -> GroupsInspection.writeTasks(groups, csv) : csv -> GroupsInspection.write(groups, csv));
        } else if (folder && SeedsFolder.isAt(path)) {
            refuseDataOptions("a folder of seeds");
            if (listTasks) {
                throw MtlException.usage("--list-tasks: " + input + " is a folder of seeds; name one of its models");
            }
            SeedsFolder seeds = SeedsFolder.open(path);
            write(csv -> SeedsInspection.write(seeds, csv));
        } else if (folder && Files.exists(path.resolve("model.json"))) {
            refuseDataOptions("a model");
            inspectModel(ModelFolder.open(path));
        } else if (listTasks || listDependencies || rolesGiven().isPresent()) {
            DataInspection inspection =
                    new DataInspection(context(), input, dataOptions, taskOptions, listDependencies);
            write(listDependencies ? inspection::writeDependencies : inspection::writeTasks);
            inspection.finish();
        } else {
            new FileInspection(context(), input, this::write).run();
        }
        return ExitCode.DONE;
    }

    /** What writes a table. */
    interface Body {
        void write(CsvWriter csv) throws IOException;
    }

    /** Where tables go. */
    interface Tables {
        void write(Body body) throws Exception;
    }

    private void write(Body body) throws Exception {
        results.write(context(), "inspection", Map.of(), recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            body.write(csv);
            csv.flush();
        });
    }

    private Optional<String> rolesGiven() {
        return dataOptions.given().or(taskOptions::given);
    }

    private void refuseDataOptions(String what) {
        Optional<String> view = listDependencies ? Optional.of("--list-dependencies") : Optional.empty();
        rolesGiven().or(() -> view).ifPresent(name -> {
            throw MtlException.usage(name + " is for data, and " + input + " is " + what);
        });
    }

    private void inspectModel(ModelFolder model) throws Exception {
        if (listTasks) {
            write(csv -> ModelInspection.writeTasks(model, csv));
            return;
        }
        ModelData.State state = ModelData.state(model, context().folder());
        write(csv -> ModelInspection.write(model, state, csv));
        String data = model.record().data().path();
        String shown = data.equals(Context.STANDARD_INPUT) ? "which came through a pipe," : data;
        switch (state) {
            case CHANGED -> context().warn(input + ": its data " + shown
                    + " has changed, so that influence, retrain and others that read it again will refuse it");
            case MISSING -> context().warn(input + ": its data " + shown
                    + " is missing, so that influence, retrain and others that read it again need --data");
            default -> context().detail(input + ": its data " + shown + " is as it was");
        }
    }
}
