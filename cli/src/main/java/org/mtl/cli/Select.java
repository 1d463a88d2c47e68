package org.mtl.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.selection.Selector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl select [SCORES] --drop SHARE|--tune LIST}. */
@Command(
        name = "select",
        description = "Decides which training rows to drop: those whose scores say that they harm most.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl influence model | mtl select --drop 0.1 --harmful-only > selection.csv",
            "  mtl select scores.csv --drop 50 --aggregate target:2 --per-task -o selection.csv",
            "  mtl influence wide | mtl select --drop 0.05 --unit row > selection.csv",
            "  mtl select scores.csv --drop 0.1 --model model --iterate 3 --report worst.csv -o selection.csv",
            "  mtl select scores.csv --memory-rows 200 --model model -o selection.csv",
            "  mtl select scores.csv --tune 0,0.02,0.05,0.1,0.2 --model model --ratio-curve curve.csv -o selection.csv"
        })
final class Select extends Subcommand {

    @Parameters(
            paramLabel = "SCORES",
            arity = "0..1",
            description = "What mtl influence wrote: row,task and a score per target. Default: standard input.")
    private String scores = Context.STANDARD_INPUT;

    @Option(
            names = "--drop",
            paramLabel = "SHARE|N",
            order = 10,
            description = "How much to drop: below 1 a share of all rows, rounded down, else a number of rows.")
    private String drop;

    @Option(
            names = "--tune",
            paramLabel = "SHARE|N,...",
            order = 10,
            description = "Try several, such as 0,0.02,0.05,0.1,0.2: train --model again without the rows that each drops,"
                    + " and keep the one with the least mean validation loss, or --metric.")
    private String tune;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            order = 10,
            description = "The model that the scores are about. They must name just its training rows, and no task loses"
                    + " its last row of a class.")
    private String model;

    @Mixin
    private MetricOption metric;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private AggregateOption aggregateOption;

    @Option(names = "--harmful-only", order = 12, description = "Drop no row with a score of 0 or less.")
    private boolean harmfulOnly;

    @Option(names = "--per-task", order = 13, description = "Drop from each task in proportion to its rows.")
    private boolean perTask;

    @Option(
            names = "--unit",
            paramLabel = "label|row",
            order = 14,
            description = "What is dropped, and counted by --drop and --tune: single labels, a row of one task each (the"
                    + " default), or rows for all their tasks, by the sum of their scores.")
    private Unit unit = Unit.label;

    /** What is dropped as a whole. */
    enum Unit {
        label,
        row
    }

    @Mixin
    private MemoryOptions memory;

    @Option(
            names = "--iterate",
            paramLabel = "N",
            order = 17,
            description = "Drop in N rounds: after each train --model again on the rows that are left, and score these as SCORES says"
                    + " that it was made (the same method, with its default settings). Default: 1.")
    private Integer iterate;

    @Option(
            names = "--ratio-curve",
            paramLabel = "FILE",
            order = 81,
            description = "Of --tune, write a line per ratio to FILE: ratio,dropped,validation_loss,chosen; validation_error with --metric error.")
    private String ratioCurve;

    @Mixin
    private WorstReport report;

    @Mixin
    private ResultOptions results;

    Select(Context context) {
        super(context);
    }

    /** What was decided, by which scores. */
    private record Outcome(ScoreLines lines, boolean[] keep, Map<String, Object> facts) {}

    @Override
    int run() throws Exception {
        requireOneChoice();
        requireModel();
        List<String> words = memory.isAsked() ? List.of() : drop == null ? Lists.parse("--tune", tune) : List.of(drop);
        List<Selector.Amount> amounts = words.stream().map(word -> Amounts.parse(option(), word)).toList();
        // The model names the lines of an array that has no names; otherwise the scores are looked at before it is read.
        Optional<FittedModel> early = model != null && ScoreLines.lackNames(scores, context())
                ? Optional.of(fitted()) : Optional.empty();
        TargetScores read = scores(early);
        ScoreLines lines = read.lines();
        int[] units = unit == Unit.row ? lines.units() : IntStream.range(0, lines.rows().size()).toArray();
        Amounts.requireRows(option(), amounts, Arrays.stream(units).max().orElse(-1) + 1, context().displayName(scores));
        if (model == null) {
            int[] classes = new int[units.length];
            Arrays.fill(classes, Selector.NO_CLASS);
            boolean[] keep = rules(amounts.get(0)).keep(lines.scores(), lines.tasks(), classes, units);
            write(new Outcome(lines, keep, facts(drop)), units);
            return ExitCode.DONE;
        }
        FittedModel fitted = early.orElseGet(this::fitted);
        Meta.requireModel(scores, fitted.folder(), context());
        ModelScores found = ModelScores.find(lines, context().displayName(scores), fitted);
        Outcome outcome = outcome(words, amounts, read, units, found, fitted);
        outcome.facts().put("models", models(fitted));
        if (report.isAsked()) {
            TargetScores decided = new TargetScores(outcome.lines(), read.targets(), read.values());
            ResultOptions.writeFile(report.file(), context(), "report", outcome.facts(), recordedCommand(), out ->
                    report.write(new CsvWriter(out), decided, found, outcome.keep(), fitted, context().workers()));
        }
        write(outcome, units);
        return ExitCode.DONE;
    }

    private Selector rules(Selector.Amount amount) {
        return new Selector(amount, harmfulOnly, perTask);
    }

    /** The lines; their scores on single targets only where they are needed. */
    private TargetScores scores(Optional<FittedModel> early) {
        Function<List<String>, ToDoubleFunction<double[]>> aggregates =
                targets -> aggregateOption.of(targets, context().displayName(scores))::of;
        return report.isAsked() || iterate != null
                ? TargetScores.read(scores, aggregates, early, context())
                : new TargetScores(ScoreLines.read(scores, aggregates, early, context()), List.of(), List.of());
    }

    private Outcome outcome(List<String> words, List<Selector.Amount> amounts, TargetScores read, int[] units, ModelScores found,
            FittedModel fitted) throws Exception {
        ScoreLines lines = read.lines();
        if (memory.isAsked()) {
            Map<String, Object> facts = facts("");
            facts.putAll(memory.facts());
            return new Outcome(lines, memory.keep(lines, found, fitted), facts);
        }
        if (tune != null) {
            return tuned(lines, DropTuning.run(words, amounts, metric, rules(amounts.get(0)), lines, units, found, fitted, context()),
                    fitted);
        }
        if (iterate == null) {
            return new Outcome(lines, rules(amounts.get(0)).keep(lines.scores(), lines.tasks(), found.classes(), units), facts(drop));
        }
        try (Rescoring rescoring = new Rescoring(fitted, scores, context())) {
            IteratedSelection rounds =
                    new IteratedSelection(lines, found, units, rules(amounts.get(0)), rescoring, context());
            rounds.run(iterate, read.targets(), aggregateOption.of(read.targets(), context().displayName(scores))::of);
            Map<String, Object> facts = facts(drop);
            facts.put("iterate", iterate);
            return new Outcome(rounds.lines(), rounds.keep(), facts);
        }
    }

    /** The option that says how much is dropped. */
    private String option() {
        return tune == null ? "--drop" : "--tune";
    }

    private FittedModel fitted() {
        return FittedModel.open(model, modelOptions, context());
    }

    private void requireOneChoice() {
        if (drop == null && tune == null && !memory.isAsked()) {
            throw MtlException.usage("--drop or --tune is missing");
        }
        if (drop != null && tune != null) {
            throw MtlException.usage("--drop and --tune exclude each other");
        }
        if (memory.isAsked() && (drop != null || tune != null || harmfulOnly || perTask || unit == Unit.row || iterate != null)) {
            throw MtlException.usage("--memory-rows excludes --drop, --tune, --iterate, --harmful-only, --per-task and --unit row");
        }
        if (iterate != null && (drop == null || iterate < 1)) {
            throw MtlException.usage("--iterate: expected --drop and a number of rounds of at least 1, found '" + iterate + "'");
        }
        if (perTask && unit == Unit.row) {
            throw MtlException.usage("--per-task and --unit row exclude each other: a row that tasks share is none's alone");
        }
        if (ratioCurve != null && tune == null) {
            throw MtlException.usage("--ratio-curve needs --tune");
        }
        if (metric.isGiven() && tune == null) {
            throw MtlException.usage("--metric needs --tune");
        }
        if (ratioCurve != null && results.isFile() && context().path(ratioCurve).equals(context().path(results.name()))) {
            throw MtlException.usage("--ratio-curve and --output name the same file, " + ratioCurve);
        }
        if (report.isAsked() && (results.isFile() && context().path(report.file()).equals(context().path(results.name()))
                || report.file().equals(ratioCurve))) {
            throw MtlException.usage("--report names the same file as another output, " + report.file());
        }
        Map<String, String> inputs = new LinkedHashMap<>(Map.of("SCORES", scores));
        modelOptions.data().ifPresent(data -> inputs.put("--data", data));
        context().requireOneStandardInput(inputs);
    }

    private void requireModel() {
        if (model != null) {
            return;
        }
        if (tune != null) {
            throw MtlException.usage("--tune needs --model, the model to train again");
        }
        String needing = memory.isAsked() ? "--memory-rows" : iterate != null ? "--iterate" : report.isAsked() ? "--report" : "";
        if (!needing.isEmpty()) {
            throw MtlException.usage(needing + " needs --model, the model that the scores are about");
        }
        if (modelOptions.data().isPresent()) {
            throw MtlException.usage("--data needs --model, whose data it is");
        }
        modelOptions.device().requireNoGpu("without --model no network is computed");
    }

    /** The models that the scores were made from; where nothing says so, the one that was named. */
    private List<?> models(FittedModel fitted) {
        List<?> known = Meta.models(scores, context());
        return known.isEmpty() ? List.of(fitted.fact()) : known;
    }

    private Map<String, Object> facts(String dropped) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("drop", dropped);
        facts.put("aggregate", aggregateOption.word());
        facts.put("harmful_only", harmfulOnly);
        facts.put("per_task", perTask);
        facts.put("unit", unit.name());
        facts.put("models", Meta.models(scores, context()));
        return facts;
    }

    private Outcome tuned(ScoreLines lines, DropTuning tuning, FittedModel fitted) throws Exception {
        context().note(tuning.summary());
        Map<String, Object> facts = facts(tuning.ratio());
        facts.put("models", models(fitted));
        facts.putAll(tuning.facts());
        if (ratioCurve != null) {
            ResultOptions.writeFile(ratioCurve, context(), "ratio-curve", facts, recordedCommand(),
                    out -> tuning.writeCurve(new CsvWriter(out)));
        }
        return new Outcome(lines, tuning.keep(), facts);
    }

    private void write(Outcome outcome, int[] units) throws Exception {
        ScoreLines lines = outcome.lines();
        double[] unitScores = Selector.unitScores(lines.scores(), units);
        results.write(context(), "selection", outcome.facts(), recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(Selection.HEADER);
            for (int line = 0; line < outcome.keep().length; line++) {
                csv.field(lines.rows().get(line)).field(lines.taskNames().get(lines.tasks()[line]));
                csv.field(unitScores[units[line]]).field(outcome.keep()[line] ? 1 : 0).end();
            }
            csv.flush();
        });
    }
}
