package org.mtl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.affinity.CovarianceAffinity;
import org.mtl.data.CsvDataReader;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.LoadedData;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.influence.TaskInfluence;
import org.mtl.io.CsvWriter;
import org.mtl.model.LinearModel;
import org.mtl.store.DataFiles;
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
            "  mtl affinity model --method influence | mtl group --groups 5 > groups.csv"
        })
final class Affinity extends Subcommand {

    /** The words of {@code --method}. */
    enum Method {
        covariance,
        influence
    }

    @Parameters(
            paramLabel = "DATA|MODEL",
            description = "A CSV file (.gz too), a folder of NPY files, - for CSV on standard input; or a model, whose"
                    + " data, split and transform are taken.")
    private String input;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private ModelDataOptions modelDataOptions;

    @Option(
            names = "--method",
            paramLabel = "covariance|influence",
            required = true,
            order = 20,
            description = "covariance: how alike the tasks' training inputs are. influence (of a MODEL): how much each"
                    + " task's validation loss would grow without the source task.")
    private Method method;

    @Option(
            names = "--covariance-center",
            paramLabel = "yes|no",
            order = 21,
            description = "With --method covariance: take each task's mean off first. Default: no.")
    private FitOptions.YesNo center = FitOptions.YesNo.no;

    @Mixin
    private ScoreFormat format;

    @Mixin
    private ResultOptions results;

    Affinity(Context context) {
        super(context);
    }

    /** A matrix, the tasks of both its axes, and what a reader has to know. */
    private record Scored(List<String> tasks, double[][] scores, Map<String, Object> facts) {}

    @Override
    int run() throws Exception {
        boolean npy = format.isNpy(results);
        boolean model = !input.equals(Context.STANDARD_INPUT) && Files.exists(context().path(input).resolve("model.json"));
        Scored scored = model ? ofModel() : ofData();
        for (int i = 0; i < scored.scores.length; i++) {
            requireFinite(scored, i);
        }
        if (npy) {
            results.writeNamed(context(), "affinity", scored.facts, recordedCommand(), (out, names) ->
                    write(new NpyScoreWriter(out, new CsvWriter(names)), scored));
        } else {
            results.write(context(), "affinity", scored.facts, recordedCommand(), out ->
                    write(new CsvScoreWriter(new CsvWriter(out)), scored));
        }
        return ExitCode.DONE;
    }

    /** The diagonal may be empty. */
    private static void requireFinite(Scored scored, int source) {
        for (int target = 0; target < scored.scores.length; target++) {
            double score = scored.scores[source][target];
            if (!Double.isFinite(score) && !(source == target && Double.isNaN(score))) {
                throw MtlException.data("the affinity of task '" + scored.tasks.get(source) + "' to '"
                        + scored.tasks.get(target) + "' is " + score + ": features or targets are too large");
            }
        }
    }

    private static void write(ScoreWriter destination, Scored scored) throws IOException {
        try (ScoreWriter writer = destination) {
            writer.matrix(AffinityFile.GAIN, scored.tasks, scored.tasks, scored.scores);
        }
    }

    private Scored ofModel() {
        if (!dataOptions.roles().equals(new DataOptions().roles())) {
            throw MtlException.usage(input + " is a model, whose columns and split are kept: --task, --split and the like go"
                    + " with data");
        }
        FittedModel fitted = FittedModel.open(input, modelDataOptions.data(), context());
        Map<String, Object> facts = facts();
        facts.put("models", List.of(fitted.fact()));
        if (method == Method.influence) {
            return new Scored(fitted.data().taskNames(), gains(fitted), facts);
        }
        LinearModel model = fitted.model();
        Design design = new Design(fitted.data().features(), model.standardization(), model.components(), false);
        return covariance(fitted.data(), design, facts);
    }

    private Scored ofData() throws IOException {
        if (method == Method.influence) {
            throw MtlException.usage("--method influence needs a model, and " + context().displayName(input) + " is none");
        }
        if (modelDataOptions.data().isPresent()) {
            throw MtlException.usage("--data goes with a model, and " + context().displayName(input) + " is none");
        }
        LoadedData loaded = read();
        loaded.warnings().forEach(context()::warn);
        Dataset data = loaded.dataset();
        return covariance(data, new Design(data.features(), Standardization.NONE, false), facts());
    }

    private LoadedData read() throws IOException {
        boolean stream = input.equals(Context.STANDARD_INPUT) || !Files.isDirectory(context().path(input));
        if (!stream) {
            return DataFiles.read(context().path(input), dataOptions.roles());
        }
        try (InputStream in = context().open(input)) {
            return CsvDataReader.read(in, context().displayName(input), dataOptions.roles());
        }
    }

    private Scored covariance(Dataset data, Design design, Map<String, Object> facts) {
        boolean centered = center == FitOptions.YesNo.yes;
        facts.put("covariance_center", centered);
        double[][] scores = CovarianceAffinity.scores(design, data.tasks(), centered, context().workers());
        return new Scored(data.taskNames(), scores, facts);
    }

    /** The influence of whole tasks with its sign flipped; every task must be a target, or no group could be valued. */
    private double[][] gains(FittedModel fitted) {
        List<String> without = fitted.data().tasks().stream().filter(task -> task.size(Split.VALIDATION) == 0)
                .map(TaskData::name).toList();
        if (!without.isEmpty() && without.size() < fitted.data().tasks().size()) {
            throw MtlException.data(input + ": no validation rows to take the loss on: " + String.join(", ", without));
        }
        InfluenceModel model = InfluenceModel.of(fitted, Split.VALIDATION, Optional.empty(), context());
        double[][] scores = TaskInfluence.scores(model.objective(), model.parameters(), model.directions(context()));
        for (double[] row : scores) {
            Arrays.setAll(row, target -> -row[target]);
        }
        return scores;
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("method", method.name());
        facts.put("sign", "positive is helpful");
        return facts;
    }
}
