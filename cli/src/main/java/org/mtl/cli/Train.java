package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;
import org.mtl.io.CsvWriter;
import org.mtl.io.OutputFolder;
import org.mtl.training.LinearSettings;
import org.mtl.training.LossRule;
import org.mtl.training.TrainingPlan;
import org.mtl.training.network.NetworkPlan;
import org.mtl.training.network.NetworkSettings;
import org.mtl.training.tribuo.LearnerPlan;
import org.mtl.training.tribuo.TribuoSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl train DATA -o MODEL}. */
@Command(
        name = "train",
        description = "Trains one model on all tasks of a data set.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl train exam.csv --task school --target normexam --split 0.6,0.2,0.2 -o model",
            "  mtl train exam.csv --task school --target normexam --split 0.6,0.2,0.2 --sharing none -o alone",
            "  mtl train wide.csv --targets a,b,c --standardize pooled --lambda a=0.1,b=0.1,c=1 -o wide",
            "  mtl train exam.csv --task school --target normexam --split 0.6,0.2,0.2 --standardize pooled --model mlp --hidden 16 --epochs 20 -o net",
            "  mtl train exam.csv --task school --target normexam --split 0.6,0.2,0.2 --standardize pooled --model mlp --epochs 5 --combine pcgrad -o pcgrad",
            "  mtl train exam.csv --task school --target normexam --split 0.6,0.2,0.2 --learner tribuo:knn --standardize pooled -o knn",
            "  mtl train exam.csv --task school --target sex_F --only-tasks 1,2,3 --split 0.6,0.2,0.2 --continual --setting domain -o stream",
            "  printf 'lambda 0.01 0.1 1\\nsharing soft none\\n' | mtl train exam.csv --task school --target normexam --sweep - -o sweep",
            "  mtl train exam.csv --task school --target normexam --split 0.6,0.2,0.2 --from net --new-task 7 --epochs 5 -o tuned",
            "  mtl train exam.csv --task school --target normexam --dry-run"
        })
final class Train extends Subcommand {

    @Parameters(paramLabel = "DATA", description = "A CSV file (.gz too), a folder of NPY files, or - for CSV, or"
            + " an NPY array with columns x0, x1, ..., on standard input.")
    private String data;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private TaskOptions taskOptions;

    @Mixin
    private FitOptions fitOptions;

    @Mixin
    private NetworkOptions networkOptions;

    @Mixin
    private BalanceOptions balanceOptions;

    @Mixin
    private EngineOptions engineOptions;

    @Mixin
    private NewTaskOptions newTaskOptions;

    @Mixin
    private LearnerOptions learnerOptions;

    @Mixin
    private ContinualOptions continualOptions;

    @Mixin
    private FolderOptions folderOptions;

    @Mixin
    private SeedOptions seedOptions;

    @Option(
            names = "--no-data-copy",
            order = 83,
            description = "Keep no copy of data that came through a pipe; later commands then need --data.")
    private boolean noDataCopy;

    @Option(
            names = "--sweep",
            paramLabel = "FILE",
            order = 26,
            description = "Train a model for each combination of the options in FILE, several at a time: lines of an option and the"
                    + " values to be tried, such as 'combine mgda pcgrad'; + stands for a flag that is given, - for an option that"
                    + " is not, and an empty line begins another grid. -o is a folder of the models run1, run2, ... then, with"
                    + " sweep.csv: run,OPTION...,task,split,metric,seeds,mean,standard_error.")
    private String sweep;

    @Option(
            names = "--dry-run",
            order = 84,
            description = "Read the data, print the plan as key,task,value, and write nothing: the roles, the tasks with their"
                    + " losses, the penalties to be tried, the number of parameters, an estimate of the memory. Needs no -o.")
    private boolean dryRun;

    Train(Context context) {
        super(context);
    }

    @Override
    int run() throws IOException {
        long started = System.nanoTime();
        boolean fineTunes = newTaskOptions.isGiven();
        if (fineTunes) {
            newTaskOptions.adopt(fitOptions, networkOptions, engineOptions, otherTraining(), context());
        }
        if (sweep != null) {
            return sweep(started);
        }
        if (continualOptions.isAsked()) {
            return stream(started);
        }
        if (learnerOptions.isAsked()) {
            return learn(started);
        }
        if (!fitOptions.isNetwork()) {
            networkOptions.requireNone();
            balanceOptions.requireNone();
            seedOptions.requireNone();
            engineOptions.requireNone();
            LinearSettings settings = fitOptions.settings(context());
            Map<String, String> options = fitOptions.recorded(context());
            return train(settings.losses(), (folder, used, source) -> new ModelTraining(context(), settings, options)
                    .run(folder, used, source.reference(), recordedCommand(), dataOptions.seed(), started),
                    (loaded, used, text) -> text.write(
                            loaded, used, settings, TrainingPlan.of(used, settings, context().workers().threads())));
        }
        Map<String, String> options = engineOptions.completed(fitOptions, networkOptions, context());
        options.putAll(balanceOptions.recorded());
        if (fineTunes) {
            newTaskOptions.complete(options, context());
        }
        // Wrong values are said before the data is read.
        NetworkSettings settings = NetworkWords.parse(options, dataOptions.seed(), InitialModel.of(options, context()));
        NetworkWords.checkpoints(options);
        EngineOptions.factory(options);
        Optional<NetworkTraining.Transform> kept = fineTunes ? newTaskOptions.transform(context()) : Optional.empty();
        Planning planning = (loaded, used, text) -> text.write(loaded, used, options, NetworkPlan.of(used, settings));
        if (seedOptions.isGiven()) {
            SeedTraining training = new SeedTraining(context(), seedOptions.seeds(dataOptions.seed()),
                    SeedTraining.ofNetworks(context(), options, folderOptions.resumes(), kept));
            return train(settings.losses(), (folder, used, source) -> {
                NetworkTraining.warnOfScale(used, options, context());
                training.run(folder, used, source, recordedCommand(), started);
            }, planning);
        }
        return train(settings.losses(), (folder, used, source) -> {
            NetworkTraining.warnOfScale(used, options, context());
            new NetworkTraining(context(), settings, options, folderOptions.resumes()).run(folder, used, source.reference(),
                    recordedCommand(), dataOptions.seed(), started, kept);
        }, planning);
    }

    /** What trains in another way than networks are. */
    private Optional<String> otherTraining() {
        return Optional.ofNullable(sweep != null ? "--sweep" : continualOptions.isAsked() ? "--continual"
                : learnerOptions.isAsked() ? "--learner" : null);
    }

    /** Trains a model for each combination of options. */
    private int sweep(long started) throws IOException {
        Sweep.requireFile(data);
        List<String> fixed = new ArrayList<>(recordedCommand());
        int at = fixed.indexOf("--sweep");
        fixed.subList(at, at + 2).clear();
        Sweep all = new Sweep(SweepFile.read(sweep, context()), fixed, context());
        if (dryRun) {
            return all.plan();
        }
        try (OutputFolder folder = folderOptions.open(context(), all.identity())) {
            if (folder.complete()) {
                context().note(folder.target() + " is complete already");
                return ExitCode.DONE;
            }
            return all.run(folder, started);
        }
    }

    /** Learns each task alone. */
    private int learn(long started) throws IOException {
        if (seedOptions.isGiven()) {
            throw MtlException.usage("--seeds trains networks; expected --seed with --learner");
        }
        engineOptions.requireNone();
        balanceOptions.requireNone();
        Map<String, String> options = learnerOptions.recorded(fitOptions, networkOptions);
        TribuoSettings settings = LearnerWords.parse(options, dataOptions.seed());
        return train(settings.losses(), (folder, used, source) -> new LearnerTraining(context(), settings, options)
                .run(folder, used, source.reference(), recordedCommand(), dataOptions.seed(), started, Optional.empty()),
                (loaded, used, text) -> text.write(loaded, used, options, LearnerPlan.of(used, settings)));
    }

    /** Learns tasks one after another. */
    private int stream(long started) throws IOException {
        if (learnerOptions.isAsked()) {
            throw MtlException.usage("--learner does not go with --continual");
        }
        balanceOptions.requireNone();
        LongFunction<StreamTraining> ofSeed = seed ->
                new StreamTraining(context(), continualOptions, fitOptions, networkOptions, engineOptions, seed);
        StreamTraining training = ofSeed.apply(dataOptions.seed());
        LossRule losses = new LossRule(Optional.of("softmax"), Map.of());
        if (seedOptions.isGiven()) {
            continualOptions.requireFirst("--seeds");
            SeedTraining all = new SeedTraining(context(), seedOptions.seeds(dataOptions.seed()),
                    (folder, seed, used, source, command, begun) ->
                            ofSeed.apply(seed).write(folder, used, source.reference(), command, begun));
            return train(losses, (folder, used, source) -> all.run(folder, used, source, recordedCommand(), started),
                    training::plan);
        }
        return train(losses, (folder, used, source) ->
                training.run(folder, used, source.reference(), recordedCommand(), started), training::plan);
    }

    private interface Training {
        void run(OutputFolder folder, Dataset used, TrainingData source);
    }

    private interface Planning {
        void write(LoadedData loaded, Dataset used, PlanText text) throws IOException;
    }

    private int train(LossRule losses, Training training, Planning planning) throws IOException {
        Roles roles = taskOptions.apply(dataOptions.roles()).withKinds(losses.kinds());
        if (dryRun) {
            return plan(planning, roles);
        }
        try (OutputFolder folder = folderOptions.open(context(), recordedCommand())) {
            if (folder.complete()) {
                context().note(folder.target() + " is complete already");
                return ExitCode.DONE;
            }
            Path model = seedOptions.isGiven() ? SeedTraining.first(folder.path()) : folder.path();
            TrainingData source = TrainingData.read(data, roles, model, context());
            folder.requireSame("data", source.reference().sha256());
            LoadedData loaded = source.loaded();
            training.run(folder, used(loaded), noDataCopy ? source.withoutCopy() : source);
            if (noDataCopy) {
                source.deleteCopy();
            }
            folder.commit();
        }
        return ExitCode.DONE;
    }

    /** The part of the data that the options ask for; says what the reader found. */
    private Dataset used(LoadedData loaded) {
        loaded.warnings().forEach(context()::warn);
        loaded.notes().forEach(context()::note);
        fitOptions.requireTasks(loaded.dataset().taskNames(), context().displayName(data));
        Dataset asked = taskOptions.apply(loaded.dataset(), dataOptions.seed());
        return newTaskOptions.isGiven() ? newTaskOptions.only(asked, context().displayName(data), context()) : asked;
    }

    private int plan(Planning planning, Roles roles) throws IOException {
        LoadedData loaded = TrainingData.readOnly(data, roles, context());
        CsvWriter csv = new CsvWriter(context().standardOutput());
        planning.write(loaded, used(loaded), new PlanText(csv));
        csv.flush();
        return ExitCode.DONE;
    }
}
