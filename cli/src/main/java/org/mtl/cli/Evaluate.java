package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.evaluation.Comparison;
import org.mtl.evaluation.TaskMetrics;
import org.mtl.io.CsvWriter;
import org.mtl.model.MultitaskModel;
import org.mtl.store.GroupsFolder;
import org.mtl.store.SeedsFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl evaluate MODEL...} and {@code mtl evaluate --grouping G --affinity A}. */
@Command(
        name = "evaluate",
        description = {
            "Measures how well models predict each task; the task * is the mean over tasks.",
            "With --grouping and --affinity, measures what groups of tasks are worth: the value of each group (the task *),"
                + " what each task gains in it, what it gains in the group where that is most (the group *), and the value"
                + " of all groups (both *)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl evaluate model better --on test",
            "  mtl evaluate model --baseline alone -o comparison.csv",
            "  mtl evaluate grouped --baseline model --on val",
            "  mtl evaluate model --predictions predictions.csv",
            "  mtl evaluate net --embeddings embedded.npy --layer trunk.1",
            "  mtl evaluate model --check loo --scores scores.csv --sample 100 --correlation",
            "  mtl influence model | mtl evaluate model --check lds --scores - --truth truth.csv --correlation",
            "  mtl evaluate model --check removal --scores scores.csv -o removal.csv",
            "  mtl evaluate model better --fail-if 'loss > 10 or loss[1] > 10'",
            "  mtl evaluate --grouping groups.csv --affinity affinity.csv --objective serving"
        })
final class Evaluate extends Subcommand {

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..*",
            description = "The models, none with --grouping. Of a folder of groups, each task is taken from its group's model; a task in several"
                    + " groups from the one that is best on its validation rows.")
    private List<String> models = List.of();

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private GroupingWorth groupingWorth;

    @Option(
            names = "--on",
            paramLabel = "train|val|test",
            order = 20,
            description = "The rows that losses are taken on. Default: val; of evaluate, test.")
    private SplitWord on;

    @Option(
            names = "--baseline",
            paramLabel = "MODEL",
            order = 21,
            description = "Also print differences from this model (METRIC_difference), and delta_m, the mean over tasks of"
                    + " the relative improvement of the error rate (classes) or root mean squared error (numbers), in"
                    + " percent.")
    private String baseline;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            order = 22,
            description = "Also write what the model predicts for these rows to FILE, or - with -o: row,task,prediction,probability; of"
                    + " classes the most probable one, of a vector a line for each value, TASK[i].")
    private String predictions;

    @Mixin
    private EmbeddingOptions embeddingOptions;

    @Mixin
    private CheckOptions checkOptions;

    @Mixin
    private GateOption gate;

    @Mixin
    private ResultOptions results;

    Evaluate(Context context) {
        super(context);
    }

    /** A model's metrics by task, and the data that they are on; the model itself, where it is no folder of groups. */
    private record Measured(String name, Dataset data, Map<String, Map<String, Double>> metrics,
            Map<String, Map<String, Double>> errors, Optional<MultitaskModel> model) {}

    @Override
    int run() throws Exception {
        boolean check = checkOptions.isAsked();
        if (groupingWorth.isAsked()) {
            if (!models.isEmpty() || check || baseline != null || on != null || predictions != null || embeddingOptions.isAsked()
                    || gate.expression().isPresent()) {
                throw MtlException.usage(
                        "--grouping takes no MODEL, --on, --baseline, --predictions, --embeddings, --check or --fail-if");
            }
            modelOptions.device().requireNoGpu("--grouping needs no model");
            groupingWorth.run(results, recordedCommand(), context());
            return ExitCode.DONE;
        }
        if (models.isEmpty()) {
            throw MtlException.usage("MODEL is missing");
        }
        if (check) {
            return check();
        }
        on = on == null ? SplitWord.test : on;
        gate.expression();
        List<Measured> measured = models.stream().flatMap(name -> measureAll(name).stream()).toList();
        writePredictions(measured);
        writeEmbeddings(measured);
        List<Measured> bases = baseline == null ? List.of() : measureAll(baseline);
        Measured base = bases.isEmpty() ? null : bases.get(bases.size() - 1);
        if (base != null) {
            measured.forEach(model -> requireSameRows(model, base));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("on", on.name());
        results.write(context(), "evaluation", facts, recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(List.of("model", "task", "split", "metric", "value"));
            for (Measured model : measured) {
                write(csv, model, base);
            }
            csv.flush();
        });
        List<GateValues> values = new ArrayList<>();
        for (Measured model : measured) {
            values.add(gateValues(model, base));
        }
        return gate.code(values, context());
    }

    private int check() throws Exception {
        if (models.size() > 1 || baseline != null || predictions != null || embeddingOptions.isAsked()) {
            throw MtlException.usage("--check takes one model, no --baseline, --predictions or --embeddings");
        }
        FittedModel fitted = FittedModel.open(models.get(0), modelOptions, context());
        StreamMeasures.requireNone(fitted.folder(), "--check takes models of tasks that were trained together");
        boolean given = on != null;
        on = given ? on : checkOptions.defaultSplit();
        if (!given && on == SplitWord.test && fitted.data().tasks().stream().allMatch(task -> task.size(Split.TEST) == 0)) {
            throw MtlException.data(fitted.folder().path() + ": no task has test rows, on which nothing was chosen; take --on val,"
                    + " or train with --split 0.6,0.2,0.2");
        }
        return checkOptions.run(CheckedModel.of(fitted, on, context()), results, gate, recordedCommand(), context());
    }

    private void writePredictions(List<Measured> measured) throws Exception {
        if (predictions == null) {
            return;
        }
        if (measured.size() > 1 || measured.get(0).model().isEmpty()) {
            throw MtlException.usage("--predictions takes one model, and no folder of groups or seeds");
        }
        Measured one = measured.get(0);
        Map<String, Object> facts = Map.of("on", on.name(), "model", one.name());
        if (predictions.equals(Context.STANDARD_INPUT)) {
            if (!results.isFile()) {
                throw MtlException.usage("--predictions -: standard output is where the metrics go; expected -o FILE for them");
            }
            PredictionFile.write(context().standardOutput(), one.model().get(), one.data(), on.split(), context().workers());
            context().standardOutput().flush();
            return;
        }
        ResultOptions.writeFile(predictions, context(), "predictions", facts, recordedCommand(), out -> PredictionFile.write(
                out, one.model().get(), one.data(), on.split(), context().workers()));
    }

    /** A model's metrics; of a folder of seeds those of its models, then the means. */
    private List<Measured> measureAll(String name) {
        if (!SeedsFolder.isAt(context().path(name))) {
            return List.of(measure(name));
        }
        SeedsFolder seeds = SeedsFolder.open(context().path(name));
        List<FittedModel> models = FittedModel.open(seeds.models(), modelOptions, context());
        List<Measured> all = new ArrayList<>();
        String prefix = name.endsWith("/") ? name : name + "/";
        for (int i = 0; i < models.size(); i++) {
            all.add(requireRows(measure(prefix + seeds.members().get(i).name(), models.get(i))));
        }
        SeedMetrics together = SeedMetrics.of(all.stream().map(Measured::metrics).toList());
        all.add(new Measured(name, all.get(0).data(), together.means(), together.errors(), Optional.empty()));
        return all;
    }

    private void writeEmbeddings(List<Measured> measured) throws Exception {
        if (!embeddingOptions.isAsked()) {
            return;
        }
        if (measured.size() > 1) {
            throw MtlException.usage("--embeddings takes one model");
        }
        Measured one = measured.get(0);
        embeddingOptions.write(one.model(), one.data(), Map.of("model", one.name()), recordedCommand(), context());
    }

    private Measured measure(String name) {
        if (GroupsFolder.isAt(context().path(name))) {
            GroupedModels groups = GroupedModels.open(name, modelOptions, context());
            return requireRows(
                    new Measured(name, groups.data(), groups.metrics(on.split(), context()), Map.of(), Optional.empty()));
        }
        return requireRows(measure(name, FittedModel.open(name, modelOptions, context())));
    }

    private Measured measure(String name, FittedModel fitted) {
        return new Measured(name, fitted.data(), TaskMetrics.of(fitted.any(), fitted.data(), on.split(), context().workers()),
                on == SplitWord.test ? StreamMeasures.of(fitted.folder()) : Map.of(), Optional.of(fitted.any()));
    }

    private Measured requireRows(Measured measured) {
        if (measured.metrics().isEmpty()) {
            throw MtlException.data(context().path(measured.name()) + ": no task has " + on.split().label()
                    + " rows; train with --split, or evaluate --on train");
        }
        return measured;
    }

    private void requireSameRows(Measured model, Measured base) {
        for (String task : model.metrics().keySet()) {
            if (!base.metrics().containsKey(task)) {
                throw MtlException.data("--baseline: " + base.name() + " has no " + on.split().label() + " rows of task '" + task + "'");
            }
            if (!rows(model.data(), task).hasRowsOf(rows(base.data(), task))) {
                throw MtlException.data("--baseline: " + base.name() + " and " + model.name() + " have different "
                        + on.split().label() + " rows of task '" + task + "'; train both with the same --split and --seed");
            }
        }
    }

    private TaskData.Labelled rows(Dataset data, String task) {
        return data.tasks().get(data.taskNames().indexOf(task)).in(on.split());
    }

    /** What takes the numbers of a result, one after the other. */
    private interface Cells {
        void put(String task, String metric, double value) throws IOException;
    }

    private void write(CsvWriter csv, Measured model, Measured base) throws IOException {
        forEach(model, base, (task, metric, value) ->
                csv.field(model.name()).field(task).field(on.split().label()).field(metric).field(value).end());
    }

    private static GateValues gateValues(Measured model, Measured base) throws IOException {
        GateValues values = new GateValues();
        forEach(model, base, (task, metric, value) -> values.put(metric, task, value));
        return values;
    }

    private static void forEach(Measured model, Measured base, Cells cells) throws IOException {
        for (Map.Entry<String, Map<String, Double>> task : model.metrics().entrySet()) {
            put(cells, task.getKey(), task.getValue());
            put(cells, task.getKey(), model.errors().getOrDefault(task.getKey(), Map.of()));
            if (base != null) {
                put(cells, task.getKey(), Comparison.differences(task.getValue(), base.metrics().get(task.getKey())));
            }
        }
        Map<String, Double> means = TaskMetrics.means(model.metrics());
        put(cells, "*", means);
        put(cells, "*", model.errors().getOrDefault("*", Map.of()));
        if (base != null) {
            Map<String, Map<String, Double>> compared = new LinkedHashMap<>(base.metrics());
            compared.keySet().retainAll(model.metrics().keySet());
            put(cells, "*", Comparison.differences(means, TaskMetrics.means(compared)));
            OptionalDouble delta = Comparison.deltaM(model.metrics(), compared);
            if (delta.isPresent()) {
                cells.put("*", "delta_m", delta.getAsDouble());
            }
        }
    }

    private static void put(Cells cells, String task, Map<String, Double> values) throws IOException {
        for (Map.Entry<String, Double> value : values.entrySet()) {
            cells.put(task, value.getKey(), value.getValue());
        }
    }
}
