package org.mtl.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                    + " and keep the one with the least mean validation loss.")
    private String tune;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            order = 10,
            description = "The model that the scores are about. They must name just its training rows, and no task loses"
                    + " its last row of a class.")
    private String model;

    @Mixin
    private ModelDataOptions dataOptions;

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

    @Option(
            names = "--ratio-curve",
            paramLabel = "FILE",
            order = 81,
            description = "Of --tune, write a line per ratio to FILE: ratio,dropped,validation_loss,chosen.")
    private String ratioCurve;

    @Mixin
    private ResultOptions results;

    Select(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        requireOneChoice();
        List<String> words = drop == null ? Lists.parse("--tune", tune) : List.of(drop);
        List<Selector.Amount> amounts = words.stream().map(word -> Amounts.parse(option(), word)).toList();
        Selector rules = new Selector(amounts.get(0), harmfulOnly, perTask);
        // The model names the lines of an array that has no names; otherwise the scores are looked at before it is read.
        Optional<FittedModel> early = model != null && ScoreLines.lackNames(scores, context())
                ? Optional.of(fitted()) : Optional.empty();
        ScoreLines lines = ScoreLines.read(scores, targets -> aggregateOption.of(targets, context().displayName(scores))::of, early, context());
        int[] units = unit == Unit.row ? lines.units() : IntStream.range(0, lines.rows().size()).toArray();
        Amounts.requireRows(option(), amounts, Arrays.stream(units).max().orElse(-1) + 1, context().displayName(scores));
        if (model == null) {
            int[] classes = new int[units.length];
            Arrays.fill(classes, Selector.NO_CLASS);
            write(lines, units, rules.keep(lines.scores(), lines.tasks(), classes, units), facts(drop));
            return ExitCode.DONE;
        }
        FittedModel fitted = early.orElseGet(this::fitted);
        Meta.requireModel(scores, fitted.folder(), context());
        ModelScores found = ModelScores.find(lines, context().displayName(scores), fitted);
        if (tune == null) {
            Map<String, Object> facts = facts(drop);
            facts.put("models", models(fitted));
            write(lines, units, rules.keep(lines.scores(), lines.tasks(), found.classes(), units), facts);
        } else {
            writeTuned(lines, units, DropTuning.run(words, amounts, rules, lines, units, found, fitted, context()), fitted);
        }
        return ExitCode.DONE;
    }

    /** The option that says how much is dropped. */
    private String option() {
        return tune == null ? "--drop" : "--tune";
    }

    private FittedModel fitted() {
        return FittedModel.open(model, dataOptions.data(), context());
    }

    private void requireOneChoice() {
        if (drop == null && tune == null) {
            throw MtlException.usage("--drop or --tune is missing");
        }
        if (drop != null && tune != null) {
            throw MtlException.usage("--drop and --tune exclude each other");
        }
        if (tune != null && model == null) {
            throw MtlException.usage("--tune needs --model, the model to train again");
        }
        if (perTask && unit == Unit.row) {
            throw MtlException.usage("--per-task and --unit row exclude each other: a row that tasks share is none's alone");
        }
        if (ratioCurve != null && tune == null) {
            throw MtlException.usage("--ratio-curve needs --tune");
        }
        if (ratioCurve != null && results.isFile() && context().path(ratioCurve).equals(context().path(results.name()))) {
            throw MtlException.usage("--ratio-curve and --output name the same file, " + ratioCurve);
        }
        if (model == null && dataOptions.data().isPresent()) {
            throw MtlException.usage("--data needs --model, whose data it is");
        }
        Map<String, String> inputs = new LinkedHashMap<>(Map.of("SCORES", scores));
        dataOptions.data().ifPresent(data -> inputs.put("--data", data));
        context().requireOneStandardInput(inputs);
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

    private void writeTuned(ScoreLines lines, int[] units, DropTuning tuning, FittedModel fitted) throws Exception {
        context().note(tuning.summary());
        Map<String, Object> facts = facts(tuning.ratio());
        facts.put("models", models(fitted));
        facts.putAll(tuning.facts());
        if (ratioCurve != null) {
            ResultOptions.writeFile(ratioCurve, context(), "ratio-curve", facts, recordedCommand(),
                    out -> tuning.writeCurve(new CsvWriter(out)));
        }
        write(lines, units, tuning.keep(), facts);
    }

    private void write(ScoreLines lines, int[] units, boolean[] keep, Map<String, Object> facts) throws Exception {
        double[] unitScores = Selector.unitScores(lines.scores(), units);
        results.write(context(), "selection", facts, recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(Selection.HEADER);
            for (int line = 0; line < keep.length; line++) {
                csv.field(lines.rows().get(line)).field(lines.taskNames().get(lines.tasks()[line]));
                csv.field(unitScores[units[line]]).field(keep[line] ? 1 : 0).end();
            }
            csv.flush();
        });
    }
}
