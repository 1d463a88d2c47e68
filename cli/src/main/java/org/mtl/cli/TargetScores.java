package org.mtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;

/**
 * The lines of a score file with all their scores.
 *
 * @param lines the lines; their own scores are sums over the targets
 * @param targets the names of the targets
 * @param values for each line, a score for each target
 */
record TargetScores(ScoreLines lines, List<String> targets, List<double[]> values) {

    /** Reads scores, of which nothing is known but that a model's tasks should be their targets; throws as {@link ScoreLines}. */
    static TargetScores read(String input, Optional<FittedModel> model, Context context) {
        List<String> targets = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        ScoreLines lines = ScoreLines.read(input, header -> {
            targets.addAll(header);
            return line -> {
                values.add(line.clone());
                double sum = 0;
                for (double score : line) {
                    sum += score;
                }
                return sum;
            };
        }, model, context);
        return new TargetScores(lines, List.copyOf(targets), values);
    }

    /**
     * Reads the scores of a model on its targets.
     *
     * @throws MtlException (DATA) if a target is none of the model's
     */
    static TargetScores read(String input, CheckedModel model, Context context) {
        TargetScores scores = read(input, Optional.of(model.fitted()), context);
        for (String target : scores.targets) {
            if (!model.targetNames().contains(target)) {
                throw MtlException.data(context.displayName(input) + ": the model has no target '" + target + "'");
            }
        }
        return scores;
    }
}
