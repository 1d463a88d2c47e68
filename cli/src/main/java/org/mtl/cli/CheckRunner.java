package org.mtl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.evaluation.DatamodelingScore;
import org.mtl.evaluation.Detection;
import org.mtl.selection.Selector;

/** Runs a check that was asked for. */
final class CheckRunner {

    private final CheckedModel model;
    private final String scores;
    private final CheckRequest request;
    private final Context context;

    /**
     * Prepares a check.
     *
     * @param scores the score file, null where a check does without
     */
    CheckRunner(CheckedModel model, String scores, CheckRequest request, Context context) {
        this.model = model;
        this.scores = scores;
        this.request = request;
        this.context = context;
    }

    /** What the check finds; nothing to write where only a part of the models was asked for. */
    CheckResult run(CheckOptions options) {
        return switch (options.check()) {
            case loo -> pairs(options, model.isLinear()
                    ? new LooCheck(model, scores, context).runLinear(options.sample(), options.truth())
                    : new LooCheck(model, scores, context).run(options.sample(), request));
            case loto -> pairs(options, model.isLinear()
                    ? new LotoCheck(model, context).runLinear(scores) : new LotoCheck(model, context).run(scores, request));
            case lds -> new LdsCheck(model, scores, context).run(options.subsets(), request)
                    .map(result -> datamodeling(options, result)).orElseGet(CheckRunner::nothing);
            case removal -> removal(options);
            case corruption -> corruption(options);
        };
    }

    private static CheckResult nothing() {
        return CheckResult.of(csv -> { }, new GateValues());
    }

    private CheckResult pairs(CheckOptions options, List<CheckedPair> pairs) {
        boolean rows = options.check() == CheckOptions.Check.loo;
        AgreementTable table = AgreementTable.of(options.check().name(), rows, model.targetNames(), pairs, model.seed());
        return CheckResult.of(options.correlation() ? table::write : csv -> CheckedPair.write(csv, rows, pairs), table.values());
    }

    private CheckResult datamodeling(CheckOptions options, LdsCheck.Result result) {
        DatamodelingScore score = result.score(model.seed());
        AgreementTable table = AgreementTable.of(options.check().name(), result.targets(), score);
        return CheckResult.of(options.correlation() ? table::write : result::write, table.values());
    }

    /** The scores of all training rows, each row's aggregated to one. */
    private ScoreLines lines(CheckOptions options) {
        return ScoreLines.read(scores, targets -> options.aggregate().of(targets, context.displayName(scores))::of,
                Optional.of(model.fitted()), context);
    }

    private CheckResult removal(CheckOptions options) {
        List<String> words = options.shares();
        List<Selector.Amount> amounts = words.stream().map(word -> Amounts.parse("--shares", word)).toList();
        ScoreLines lines = lines(options);
        Amounts.requireRows("--shares", amounts, lines.rows().size(), context.displayName(scores));
        RemovalCheck check = new RemovalCheck(model, lines, context.displayName(scores), context);
        return check.run(words, amounts, options.draws(), request).map(result -> {
            GateValues values = new GateValues();
            for (RemovalCheck.Line line : result) {
                String about = line.order() + (line.order().equals("none") ? "" : " " + line.share());
                if (line.task().equals(AgreementTable.MEAN)) {
                    values.put("loss", about, line.loss());
                    values.put("metric", about, line.metric());
                }
            }
            return CheckResult.of(csv -> RemovalCheck.write(csv, result), values);
        }).orElseGet(CheckRunner::nothing);
    }

    private CheckResult corruption(CheckOptions options) {
        ScoreLines lines = scores == null ? CorruptionCheck.losses(model, context) : lines(options);
        if (scores != null) {
            // Makes sure that they are those of the model's training rows.
            ModelScores.find(lines, context.displayName(scores), model.fitted());
        }
        CorruptionCheck check = new CorruptionCheck(
                lines, scores == null ? "loss" : scores, options.corrupted(), model.seed(), context);
        Map<String, Detection> detections = check.detections();
        GateValues values = new GateValues();
        detections.forEach((task, detection) -> {
            // All rows together are what is asked for where nothing else is said.
            for (String about : task.equals(AgreementTable.POOLED) ? List.of(task, AgreementTable.MEAN) : List.of(task)) {
                values.put("auc", about, detection.auc());
                values.put("auc_low", about, detection.interval().low());
                values.put("auc_high", about, detection.interval().high());
                values.put("p_value", about, detection.pValue());
                values.put("average_precision", about, detection.averagePrecision());
            }
        });
        return new CheckResult(csv -> check.write(csv, detections), Optional.of(check::writeCurve), values);
    }
}
