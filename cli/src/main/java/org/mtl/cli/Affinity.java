package org.mtl.cli;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.affinity.CollectionSettings;
import org.mtl.affinity.GradientSurrogate;
import org.mtl.affinity.StepMeasure;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.LoadedData;
import org.mtl.data.Standardization;
import org.mtl.model.MultitaskModel;
import org.mtl.training.LossRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl affinity DATA|MODEL --method METHOD}. */
@Command(
        name = "affinity",
        description = {
            "Measures how much each task helps each other task: a matrix, source tasks down, target tasks across.",
            "Larger is better. What mtl group makes groups of."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl affinity exam.csv --task school --target normexam --method covariance -o affinity.csv",
            "  mtl affinity exam.csv --task school --target normexam --split 0.6,0.2,0.2 --model mlp --hidden 16 --epochs 5 --method tag,cosine -o affinities",
            "  mtl affinity model --method influence | mtl group --groups 5 --time-limit 5 > groups.csv"
        })
final class Affinity extends Subcommand {

    private static final String INFLUENCE = "influence";
    private static final String HOA = "hoa";
    private static final String SURROGATE = "gradient-surrogate";

    @Parameters(
            paramLabel = "DATA|MODEL",
            description = "A CSV file (.gz too), a folder of NPY files, - for CSV on standard input; or a model, whose"
                    + " data, split and transform are taken.")
    private String input;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private ModelOptions modelOptions;

    @Option(
            names = "--method",
            paramLabel = "METHOD,...",
            required = true,
            order = 18,
            description = {
                "covariance: how alike the tasks' training inputs are. influence (of a MODEL): how much each task's validation loss"
                        + " would grow without the source task. hoa: the share by which training with the source task lowers the"
                        + " target's validation loss; every task and every pair is trained."
                        + " gradient-surrogate (of a network MODEL): an estimate of that for random subsets of tasks, by the"
                        + " network's linear part at its parameters, without training.",
                "While a network is trained, means over its steps: tag, the share by which a step of the source's gradient lowers"
                        + " the target's loss; transfer-gain, the share by which it lowers that loss beside the target's own step;"
                        + " proximal, tag with the source's head moving too; cosine, of the gradients. Several of these, one"
                        + " training: -o DIR then has METHOD.csv and METHOD.se.csv, the standard errors over seeds, or over steps."
            })
    private String method;

    @Option(names = "--force", order = 81, description = "Replace DIR if it exists.")
    private boolean force;

    @Option(
            names = "--resume",
            order = 82,
            description = "Go on where an interrupted run stopped; do nothing if DIR is complete with the same options.")
    private boolean resume;

    @Mixin
    private CovarianceOptions covarianceOptions;

    @Mixin
    private TaskOptions taskOptions;

    @Mixin
    private FitOptions fitOptions;

    @Mixin
    private NetworkOptions networkOptions;

    @Mixin
    private CollectionOptions collectionOptions;

    @Mixin
    private GroupingOption grouping;

    @Mixin
    private SurrogateOptions surrogateOptions;

    @Mixin
    private ScoreFormat format;

    @Mixin
    private ResultOptions results;

    Affinity(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        List<StepMeasure> measures = measures();
        covarianceOptions.requireFor(method);
        if (!isModel()) {
            modelOptions.device().requireNoGpu("of data, affinities are computed by the engine cpu, which has no GPUs");
        }
        if (method.equals(SURROGATE)) {
            estimate();
            return ExitCode.DONE;
        }
        if (method.equals(HOA)) {
            surrogateOptions.requireNone();
            trainPairs();
            return ExitCode.DONE;
        }
        surrogateOptions.requireNone();
        if (resume) {
            throw MtlException.usage("--resume: --method " + method + " trains once, or not at all; expected hoa");
        }
        if (!measures.isEmpty()) {
            collect(measures);
            return ExitCode.DONE;
        }
        requireNoTraining();
        boolean npy = format.isNpy(results);
        (isModel() ? ofModel() : ofData()).requireFinite().write(results, npy, context(), recordedCommand());
        return ExitCode.DONE;
    }

    /** Those that are collected while training; none for a method that is not. */
    private List<StepMeasure> measures() {
        List<String> words = Lists.parse("--method", method);
        if (List.of(CovarianceOptions.METHOD, INFLUENCE, HOA, SURROGATE).contains(method)) {
            return List.of();
        }
        return words.stream().map(word -> CollectionOptions.measure(word).orElseThrow(() -> MtlException.usage("--method: expected"
                + " covariance, influence, hoa, gradient-surrogate, or some of cosine, proximal, tag and transfer-gain, found '" + word + "'")))
                .distinct().toList();
    }

    private void requireNoTraining() {
        collectionOptions.requireNone();
        requireNoFitting();
    }

    private void requireNoFitting() {
        networkOptions.requireNone();
        Map<String, String> none = new FitOptions().recorded(context());
        fitOptions.recorded(context()).forEach((option, value) -> {
            if (!value.equals(none.get(option))) {
                throw MtlException.usage("--" + option + ": --method " + method + " trains nothing");
            }
        });
        requireNoGrouping();
        if (force) {
            throw MtlException.usage("--force: --method " + method + " writes one file, which is replaced anyway");
        }
    }

    private boolean isModel() {
        return !input.equals(Context.STANDARD_INPUT) && Files.exists(context().path(input).resolve("model.json"));
    }

    /** Trains, and writes the matrix of a measure, or a folder of several, or what groups gain. */
    private void collect(List<StepMeasure> measures) throws Exception {
        requireData();
        Map<String, String> inputs = new LinkedHashMap<>(Map.of("DATA", input));
        grouping.file().ifPresent(file -> inputs.put("--grouping", file));
        context().requireOneStandardInput(inputs);
        boolean npy = format.isNpy(results);
        List<Long> seeds = collectionOptions.seeds().seeds(dataOptions.seed());
        List<CollectionSettings> settings = seeds.stream().map(collectionOptions::settings).toList();
        AffinityTrainers trainers = AffinityTrainers.of(fitOptions, networkOptions, seeds, context());
        AffinityCollection.Training training =
                new AffinityCollection.Training(() -> trainingData(trainers.losses()), trainers, settings);
        AffinityCollection collection =
                new AffinityCollection(context(), recordedCommand(), measures, collectionOptions, results);
        if (grouping.file().isPresent()) {
            collection.writeGroups(training, grouping.file().get());
        } else if (measures.size() > 1 || collectionOptions.seeds().isGiven()) {
            collection.writeFolder(training, force);
        } else {
            collection.writeMatrix(training, npy);
        }
    }

    /** Trains tasks and pairs of them; what can be resumed, or has several files, is a folder. */
    private void trainPairs() throws Exception {
        requireData();
        collectionOptions.requireNoCollecting();
        requireNoGrouping();
        SeedOptions seeds = collectionOptions.seeds();
        boolean npy = format.isNpy(results);
        PairTrainers trainers = PairTrainers.of(
                fitOptions, networkOptions, seeds, dataOptions.seed(), collectionOptions.comparesMetrics(), context());
        PairAffinity pairs = new PairAffinity(context(), recordedCommand(), trainers,
                () -> trainingData(Settings.losses(trainers.options().get("loss"))));
        if (!resume && !seeds.isGiven()) {
            pairs.writeMatrix(results, npy);
        } else if (results.isFile()) {
            pairs.writeFolder(results.name(), force, resume, input);
        } else {
            throw MtlException.usage("-o DIR is missing: several files are written");
        }
    }

    private void requireData() {
        if (isModel()) {
            throw MtlException.usage("--method " + method + " trains anew: expected data, and the options of mtl train, found the"
                    + " model " + input);
        }
    }

    private void requireNoGrouping() {
        if (grouping.file().isPresent()) {
            throw MtlException.usage("--grouping: --method " + method + " measures pairs of tasks; expected some of cosine,"
                    + " proximal, tag and transfer-gain");
        }
    }

    private Dataset trainingData(LossRule losses) {
        LoadedData loaded = TrainingData.readOnly(
                input, taskOptions.apply(dataOptions.roles()).withKinds(losses.kinds()), context());
        loaded.warnings().forEach(context()::warn);
        loaded.notes().forEach(context()::note);
        fitOptions.requireTasks(loaded.dataset().taskNames(), context().displayName(input));
        return taskOptions.apply(loaded.dataset(), dataOptions.seed());
    }

    /** Estimates from the gradients of a network. */
    private void estimate() throws Exception {
        collectionOptions.requireNoCollecting();
        collectionOptions.seeds().requireNone();
        requireNoFitting();
        boolean npy = format.isNpy(results);
        GradientSurrogate.Settings settings =
                surrogateOptions.settings(collectionOptions.comparesMetrics(), dataOptions.seed());
        if (!isModel()) {
            throw MtlException.usage("--method " + method + " needs a network that was trained, and " + context().displayName(input)
                    + " is none; expected what mtl train --model mlp writes");
        }
        modelAffinity().surrogate(settings).write(results, npy, context(), recordedCommand());
    }

    private ModelAffinity modelAffinity() {
        requireNoRoles();
        FittedModel fitted = FittedModel.open(input, modelOptions, context());
        StreamMeasures.requireNone(fitted.folder(), "expected a model of tasks that were trained together");
        return new ModelAffinity(fitted, method, context());
    }

    private void requireNoRoles() {
        if (!dataOptions.roles().equals(new DataOptions().roles()) || taskOptions.given().isPresent()) {
            throw MtlException.usage(input + " is a model, whose columns and split are kept: --task, --split and the like go"
                    + " with data");
        }
    }

    private AffinityMatrix ofModel() {
        ModelAffinity model = modelAffinity();
        if (method.equals(INFLUENCE)) {
            return model.influence();
        }
        MultitaskModel any = model.fitted().any();
        Dataset data = model.fitted().data();
        if (covarianceOptions.layer().isPresent()) {
            return model.covariance(covarianceOptions.layer().get(), covarianceOptions.centered());
        }
        return covarianceOptions.matrix(data, new Design(data.features().asQuantities(), any.standardization(), any.components(), false),
                model.facts(), context());
    }

    private AffinityMatrix ofData() {
        if (method.equals(INFLUENCE)) {
            throw MtlException.usage("--method influence needs a model, and " + context().displayName(input) + " is none");
        }
        if (covarianceOptions.layer().isPresent()) {
            throw MtlException.usage("--layer goes with a network, and " + context().displayName(input) + " is none");
        }
        if (modelOptions.data().isPresent()) {
            throw MtlException.usage("--data goes with a model, and " + context().displayName(input) + " is none");
        }
        LoadedData loaded = TrainingData.readOnly(input, taskOptions.apply(dataOptions.roles()), context());
        loaded.warnings().forEach(context()::warn);
        Dataset data = taskOptions.apply(loaded.dataset(), dataOptions.seed());
        return covarianceOptions.matrix(
                data, new Design(data.features().asQuantities(), Standardization.NONE, false), AffinityTraining.facts(method), context());
    }
}
