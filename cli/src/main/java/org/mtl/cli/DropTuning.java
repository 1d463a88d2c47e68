package org.mtl.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.io.CsvWriter;
import org.mtl.model.MeanLosses;
import org.mtl.selection.AmountTuning;
import org.mtl.selection.Selector;

/** What {@code select --tune} does: a model is trained again for every ratio, and the best one chosen. */
final class DropTuning {

    private final List<String> ratios;
    private final MetricOption metric;
    private final AmountTuning.Result result;

    private DropTuning(List<String> ratios, MetricOption metric, AmountTuning.Result result) {
        this.ratios = ratios;
        this.metric = metric;
        this.result = result;
    }

    /**
     * Trains the model on what each ratio keeps.
     *
     * @param ratios the ratios as given
     * @param amounts what they mean
     * @param metric what they are compared by
     * @param rules how rows are chosen
     * @param units which lines are dropped together
     * @throws MtlException (DATA) if no task has validation rows
     */
    static DropTuning run(List<String> ratios, List<Selector.Amount> amounts, MetricOption metric, Selector rules,
            ScoreLines lines, int[] units, ModelScores found, FittedModel fitted, Context context) {
        if (fitted.data().tasks().stream().allMatch(task -> task.size(Split.VALIDATION) == 0)) {
            throw MtlException.data("--tune: " + fitted.folder().path()
                    + ": no task has validation rows to choose by; train with --split, for example --split 0.6,0.2,0.2");
        }
        AmountTuning.Result result = AmountTuning.tune(amounts, rules, lines.scores(), lines.tasks(), found.classes(),
                units, keep -> validation(new Repetition(fitted, found.kept(keep)), metric, context));
        return new DropTuning(ratios, metric, result);
    }

    /** The mean over tasks of V_k, or of the metric of validation rows, of the model trained anew. */
    private static double validation(Repetition repetition, MetricOption metric, Context context) {
        Repetition.Trained trained = repetition.train(context, context.workers());
        Dataset data = repetition.data();
        MeanLosses.Figures figures = trained.model().figures(data, Split.VALIDATION, context.workers());
        double mean = Arrays.stream(metric.isError() ? figures.metrics() : figures.losses())
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
        long rows = data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum();
        context.detail("trained on " + rows + " rows, validation " + metric.word() + " " + shown(mean)
                + trained.scale().map(scale -> ", lambda = " + shown(scale) + "*sqrt(d/n)").orElse(""));
        return mean;
    }

    /** For every line, whether it stays at the best ratio. */
    boolean[] keep() {
        return result.chosen().keep();
    }

    /** The best ratio, as it was given. */
    String ratio() {
        return ratios.get(result.best());
    }

    /** One line about which ratio won. */
    String summary() {
        AmountTuning.Trial best = result.chosen();
        String others = result.trials().stream()
                .filter(trial -> trial.dropped() == 0 && best.dropped() > 0)
                .findFirst()
                .map(trial -> " (" + shown(trial.validation()) + " with all rows)")
                .orElse("");
        return "--tune: " + ratio() + " is best of " + ratios.size() + ", " + best.dropped() + " of " + best.keep().length
                + " rows dropped, validation " + metric.word() + " " + shown(best.validation()) + others;
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** What a reader of the files has to know. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("tune", ratios);
        facts.put(column(), result.chosen().validation());
        return facts;
    }

    private String column() {
        return "validation_" + metric.word();
    }

    /** Writes a line per ratio, in the order given. */
    void writeCurve(CsvWriter csv) throws IOException {
        csv.record(List.of("ratio", "dropped", column(), "chosen"));
        for (int i = 0; i < ratios.size(); i++) {
            AmountTuning.Trial trial = result.trials().get(i);
            csv.field(ratios.get(i)).field(trial.dropped()).field(trial.validation());
            csv.field(i == result.best() ? 1 : 0).end();
        }
        csv.flush();
    }
}
