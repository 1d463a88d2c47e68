package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.influence.Normalization;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.model.network.NetworkModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl influence MODEL...}. */
@Command(
        name = "influence",
        description = {
            "Predicts how each task's validation loss would change without each training row, or without each task.",
            "A score is the loss with the row minus the loss without it: positive is harmful."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl influence model -o scores.csv",
            "  mtl influence model | mtl select --drop 0.1 | mtl retrain model --selection - -o better",
            "  mtl influence model --level task --correction newton:3 --as gain -o gain.csv",
            "  mtl influence net --method ekfac --damping 0.01 -o net-scores.npy"
        })
final class Influence extends Subcommand {

    /** The words of {@code --level}. */
    enum Level {
        instance,
        task,
        self
    }

    /** The words of {@code --normalize}. */
    enum Normalize {
        fixed,
        kept
    }

    /** The words of {@code --as}. */
    enum As {
        harm,
        gain
    }

    @Parameters(
            paramLabel = "MODEL|FILE",
            arity = "1..*",
            description = "Models; of several, the mean of their scores. With --merge, the files of all parts.")
    private List<String> models;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private MethodOptions methodOptions;

    @Option(
            names = "--level",
            paramLabel = "instance|task|self",
            order = 21,
            description = "Score single training rows (instance, the default), whole tasks, or rows on their own loss"
                    + " (self: large is unusual or mislabelled).")
    private Level level = Level.instance;

    @Option(
            names = "--correction",
            paramLabel = "none|newton[:STEPS]",
            order = 22,
            description = "Linear models: none (the default): to first order. newton: with the change of the Hessian, so that scores of"
                    + " squared loss equal retraining; for tasks STEPS Newton steps, by default one.")
    private String correction = "none";

    @Option(
            names = "--normalize",
            paramLabel = "fixed|kept",
            order = 23,
            description = "What a row left out does to the weight 1/n of its task's other rows: nothing (fixed, the"
                    + " default), or it becomes 1/(n-1) as in retraining on the rows kept.")
    private Normalize normalize = Normalize.fixed;

    @Option(names = "--to", paramLabel = "TASK,...", order = 24, description = "Only these target tasks. Default: all with validation rows.")
    private String to;

    @Option(
            names = "--on",
            paramLabel = "train|val|test",
            order = 25,
            description = "The rows that losses are taken on. Default: val; of evaluate, test.")
    private SplitWord on = SplitWord.val;

    @Option(
            names = "--as",
            paramLabel = "harm|gain",
            order = 26,
            description = "With --level task: harm (the default), or gain, its negative, which group takes.")
    private As as = As.harm;

    @Option(
            names = "--per-row",
            order = 26,
            description = "Networks: the effect on the loss of each single row of --on, not on their mean. An array, a column for"
                    + " each row and task; needs -o FILE.npy.")
    private boolean perRow;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            order = 32,
            description = "Move every score by T towards 0, those nearer than T to 0: so that noise is dropped. Default: 0.")
    private double threshold;

    @Option(
            names = "--shard",
            paramLabel = "i/N",
            order = 77,
            description = Shard.DESCRIPTION)
    private String shard;

    @Option(
            names = "--merge",
            order = 78,
            description = "Join the files of all parts of --shard into what one run would have written, byte for byte.")
    private boolean merge;

    @Mixin
    private ScoreFormat format;

    @Mixin
    private ResultOptions results;

    Influence(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        if (merge) {
            modelOptions.device().requireNoGpu("--merge computes no score");
            new InfluenceMerge(models, context()).write(results, format.isNpy(results));
            return ExitCode.DONE;
        }
        checkOptions();
        boolean npy = format.isNpy(results);
        if (perRow && (!npy || level != Level.instance)) {
            throw MtlException.usage("--per-row needs --level instance and an array, -o FILE.npy");
        }
        List<FittedModel> fitted = new ArrayList<>();
        for (String model : models) {
            FittedModel one = FittedModel.open(model, modelOptions, context());
            StreamMeasures.requireNone(one.folder(), "--rehearsal metasp measures influence there, in influence.csv");
            fitted.add(one);
        }
        boolean network = isNetwork(fitted);
        if (perRow && !network) {
            throw MtlException.usage("--per-row is for networks, found the linear model " + fitted.get(0).folder().path());
        }
        String method = methodOptions.word(network);
        InfluenceRequest request = new InfluenceRequest(level, on.split(), Optional.ofNullable(to)
                .map(text -> Lists.parse("--to", text)), Correction.parse(correction),
                Normalization.valueOf(normalize.name().toUpperCase(Locale.ROOT)), perRow, shard == null ? Shard.ALL : Shard.parse(shard));
        try (InfluenceScores scores = network ? ofNetworks(fitted, request, method) : ofLinear(fitted, request)) {
            Map<String, Object> facts = facts(scores, fitted);
            if (npy) {
                results.writeNamed(context(), kind(), facts, recordedCommand(), (out, names) ->
                        write(new NpyScoreWriter(out, new CsvWriter(names)), scores, fitted.get(0)));
            } else {
                results.write(context(), kind(), facts, recordedCommand(), out ->
                        write(new CsvScoreWriter(new CsvWriter(out)), scores, fitted.get(0)));
            }
        }
        return ExitCode.DONE;
    }

    private void checkOptions() {
        Correction steps = Correction.parse(correction);
        methodOptions.check();
        if (!(threshold >= 0 && Double.isFinite(threshold))) {
            throw MtlException.usage("--threshold: expected a number of at least 0, found " + Numbers.format(threshold));
        }
        if (as == As.gain && level != Level.task) {
            throw MtlException.usage("--as gain needs --level task");
        }
        if (level == Level.instance && steps.steps() > 1) {
            throw MtlException.usage("--correction: more than one Newton step needs --level task, found '" + correction + "'");
        }
        if (level == Level.self && (steps.isNewton() || to != null || normalize == Normalize.kept)) {
            throw MtlException.usage("--level self has no targets: --to, --correction and --normalize do not apply");
        }
        if (level == Level.task && shard != null) {
            throw MtlException.usage("--shard parts rows, not --level task");
        }
        if (level == Level.task && normalize == Normalize.kept) {
            throw MtlException.usage("--normalize kept is for rows, not for --level task");
        }
    }

    /** Scores on single rows are no scores of tasks, which select and evaluate take. */
    private String kind() {
        return perRow ? "influence-per-row" : "influence";
    }

    /** Whether the models are networks; scores of both kinds have no mean. */
    private static boolean isNetwork(List<FittedModel> fitted) {
        boolean network = fitted.get(0).any() instanceof NetworkModel;
        for (FittedModel model : fitted) {
            if (model.any() instanceof NetworkModel != network) {
                throw MtlException.usage(fitted.get(0).folder().path() + " and " + model.folder().path()
                        + " are a network and a linear model: their scores have no mean");
            }
        }
        return network;
    }

    private InfluenceScores ofLinear(List<FittedModel> fitted, InfluenceRequest request) {
        List<InfluenceModel> ready = new ArrayList<>();
        for (FittedModel model : fitted) {
            ready.add(InfluenceModel.of(model, request.targetSplit(), request.to(), context()));
            requireSameLines(fitted.get(0), model, ready.get(0).targets(), ready.get(ready.size() - 1).targets());
        }
        return new LinearScores(ready, request, context());
    }

    private InfluenceScores ofNetworks(List<FittedModel> fitted, InfluenceRequest request, String method) {
        List<List<Integer>> targets = new ArrayList<>();
        for (FittedModel model : fitted) {
            targets.add(InfluenceTargets.choose(model, request.targetSplit(), request.to(), context()));
            requireSameLines(fitted.get(0), model, targets.get(0), targets.get(targets.size() - 1));
        }
        return InfluenceScores.ofNetworks(fitted, targets.get(0), request, methodOptions, method, context());
    }

    private static void requireSameLines(FittedModel first, FittedModel other, List<Integer> targets, List<Integer> otherTargets) {
        Dataset a = first.data();
        Dataset b = other.data();
        boolean same = a.taskNames().equals(b.taskNames()) && targets.equals(otherTargets);
        for (int k = 0; same && k < a.tasks().size(); k++) {
            same = a.tasks().get(k).in(Split.TRAIN).hasRowsOf(b.tasks().get(k).in(Split.TRAIN));
        }
        if (!same) {
            throw MtlException.data(other.folder().path() + " and " + first.folder().path()
                    + " have different tasks or training rows: their scores have no mean");
        }
    }

    private void write(ScoreWriter destination, InfluenceScores scores, FittedModel first) throws IOException {
        try (ScoreWriter writer = threshold > 0 ? new ThresholdWriter(destination, threshold) : destination) {
            if (level == Level.task) {
                String corner = as == As.gain ? AffinityFile.GAIN : AffinityFile.HARM;
                writer.matrix(corner, first.data().taskNames(), scores.columns(), signed(scores.tasks()));
            } else {
                scores.writeRows(writer);
            }
        }
    }

    /** Scores of tasks with the sign that was asked for. */
    private double[][] signed(double[][] scores) {
        for (double[] row : scores) {
            for (int j = 0; as == As.gain && j < row.length; j++) {
                row[j] = 0.0 - row[j];
            }
        }
        return scores;
    }

    private Map<String, Object> facts(InfluenceScores scores, List<FittedModel> fitted) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("level", level.name());
        facts.put("method", "");
        facts.put("correction", correction);
        facts.put("sign", as == As.gain ? "positive is helpful" : "positive is harmful");
        facts.put("normalization", normalize.name());
        facts.put("on", on.name());
        facts.put("targets", level == Level.self ? List.of() : scores.columns());
        if (threshold > 0) {
            facts.put("threshold", threshold);
        }
        facts.putAll(scores.facts());
        if (shard != null) {
            facts.put(InfluenceMerge.SHARD, Shard.parse(shard).toString());
        }
        facts.put("models", fitted.stream().map(FittedModel::fact).toList());
        return facts;
    }
}
