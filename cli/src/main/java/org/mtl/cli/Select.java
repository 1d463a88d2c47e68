package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.selection.Aggregate;
import org.mtl.selection.Selector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mtl select [SCORES] --drop SHARE}. */
@Command(
        name = "select",
        description = "Decides which training rows to drop: those whose scores say that they harm most.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl influence model | mtl select --drop 0.1 --harmful-only > selection.csv",
            "  mtl select scores.csv --drop 50 --aggregate target:2 --per-task -o selection.csv"
        })
final class Select extends Subcommand {

    private static final String TARGET = "target:";

    @Parameters(
            paramLabel = "SCORES",
            arity = "0..1",
            description = "What mtl influence wrote: row,task and a score per target. Default: standard input.")
    private String scores = Context.STANDARD_INPUT;

    @Option(
            names = "--drop",
            paramLabel = "SHARE|N",
            required = true,
            order = 10,
            description = "How much to drop: below 1 a share of all rows, rounded down, else a number of rows.")
    private String drop;

    @Option(
            names = "--aggregate",
            paramLabel = "sum|mean|max|target:NAME",
            order = 11,
            description = "How the scores of a row on several targets become one. Default: sum.")
    private String aggregate = "sum";

    @Option(names = "--harmful-only", order = 12, description = "Drop no row with a score of 0 or less.")
    private boolean harmfulOnly;

    @Option(names = "--per-task", order = 13, description = "Drop from each task in proportion to its rows.")
    private boolean perTask;

    @Mixin
    private ResultOptions results;

    Select(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        Selector selector = new Selector(amount(), harmfulOnly, perTask);
        ScoreLines lines = ScoreLines.read(scores, targets -> aggregate(targets)::of, context());
        boolean[] keep = selector.keep(lines.scores(), lines.tasks());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("drop", drop);
        facts.put("aggregate", aggregate);
        facts.put("harmful_only", harmfulOnly);
        facts.put("per_task", perTask);
        facts.put("models", Meta.models(scores, context()));
        results.write(context(), "selection", facts, recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            csv.record(Selection.HEADER);
            for (int line = 0; line < keep.length; line++) {
                csv.field(lines.rows().get(line)).field(lines.taskNames().get(lines.tasks()[line]));
                csv.field(lines.scores()[line]).field(keep[line] ? 1 : 0).end();
            }
            csv.flush();
        });
        return ExitCode.DONE;
    }

    /** An unknown word is wrong usage; a target that the scores do not have is a fault of the data. */
    private Aggregate aggregate(List<String> targets) {
        String target = aggregate.startsWith(TARGET) ? aggregate.substring(TARGET.length()) : targets.get(0);
        if (!targets.contains(target)) {
            throw MtlException.data(context().displayName(scores) + ":1: --aggregate: no target '" + target + "'; targets are: "
                    + String.join(", ", targets));
        }
        return Aggregate.parse(aggregate, targets);
    }

    private Selector.Amount amount() {
        double value;
        try {
            value = Numbers.parse(drop);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (value >= 0 && value < 1) {
            return new Selector.Share(value);
        }
        if (value >= 1 && value == Math.rint(value) && value <= Integer.MAX_VALUE) {
            return new Selector.Count((int) value);
        }
        throw MtlException.usage("--drop: expected a share below 1 or a whole number of rows, found '" + drop + "'");
    }
}
