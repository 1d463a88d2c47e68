package org.mtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.mtl.MtlException;
import org.mtl.selection.Aggregate;

/**
 * The lines of a score file with all their scores.
 *
 * @param lines the lines, each with its scores aggregated to one
 * @param targets the names of the targets
 * @param values for each line, a score for each target
 */
record TargetScores(ScoreLines lines, List<String> targets, List<double[]> values) {

    /** Reads scores; throws as {@link ScoreLines} says. */
    static TargetScores read(String input, Function<List<String>, ToDoubleFunction<double[]>> aggregates,
            Optional<FittedModel> model, Context context) {
        List<String> targets = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        ScoreLines lines = ScoreLines.read(input, header -> {
            targets.addAll(header);
            ToDoubleFunction<double[]> aggregate = aggregates.apply(header);
            return line -> {
                values.add(line.clone());
                return aggregate.applyAsDouble(line);
            };
        }, model, context);
        return new TargetScores(lines, List.copyOf(targets), values);
    }

    /**
     * Reads the scores of a model on its targets, with their sums.
     *
     * @throws MtlException (DATA) if a target is none of the model's
     */
    static TargetScores read(String input, CheckedModel model, Context context) {
        TargetScores scores = read(input, header -> new Aggregate.Sum()::of, Optional.of(model.fitted()), context);
        for (String target : scores.targets) {
            if (!model.targetNames().contains(target)) {
                throw MtlException.data(context.displayName(input) + ": the model has no target '" + target + "'");
            }
        }
        return scores;
    }
}
