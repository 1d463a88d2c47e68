package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.mtl.selection.Selector;

/**
 * Drops rows in rounds: after each a model is trained on what is left and its rows are scored again, since what one harmful
 * row did to the model may have hidden another.
 */
final class IteratedSelection {

    private final ModelScores found;
    private final int[] units;
    private final Selector rules;
    private final ScoreLines lines;
    private final Rescoring rescoring;
    private final Context context;
    /** The scores by which lines were dropped, or of those that stay the last ones. */
    private final double[] scores;
    private final boolean[] keep;

    /**
     * Begins with all lines.
     *
     * @param units which lines are dropped together
     * @param rules how lines are chosen
     */
    IteratedSelection(ScoreLines lines, ModelScores found, int[] units, Selector rules, Rescoring rescoring, Context context) {
        this.lines = lines;
        this.found = found;
        this.units = units;
        this.rules = rules;
        this.rescoring = rescoring;
        this.context = context;
        this.scores = lines.scores().clone();
        this.keep = new boolean[scores.length];
        Arrays.fill(keep, true);
    }

    /**
     * Drops.
     *
     * @param rounds in how many rounds, of equal sizes up to one
     * @param targets the targets of the scores
     */
    void run(int rounds, List<String> targets, ToDoubleFunction<double[]> aggregate) {
        int total = rules.amount().of(Arrays.stream(units).max().orElse(-1) + 1);
        int[] classes = found.classes();
        for (int round = 0; round < rounds; round++) {
            int count = (int) ((long) total * (round + 1) / rounds - (long) total * round / rounds);
            int dropped = drop(count, classes);
            context.note("--iterate: round " + (round + 1) + " of " + rounds + ", " + dropped + " rows dropped");
            if (round + 1 < rounds) {
                rescore(targets, aggregate);
            }
        }
    }

    private int drop(int count, int[] classes) {
        int[] left = IntStream.range(0, keep.length).filter(line -> keep[line]).toArray();
        Map<Integer, Integer> numbers = new HashMap<>();
        int[] leftUnits = Arrays.stream(left).map(line -> numbers.computeIfAbsent(units[line], key -> numbers.size())).toArray();
        boolean[] stay = new Selector(new Selector.Count(count), rules.harmfulOnly(), rules.perTask()).keep(
                Arrays.stream(left).mapToDouble(line -> scores[line]).toArray(), Arrays.stream(left).map(line -> lines.tasks()[line]).toArray(),
                Arrays.stream(left).map(line -> classes[line]).toArray(), leftUnits);
        int dropped = 0;
        for (int i = 0; i < left.length; i++) {
            keep[left[i]] = stay[i];
            dropped += stay[i] ? 0 : 1;
        }
        return dropped;
    }

    private void rescore(List<String> targets, ToDoubleFunction<double[]> aggregate) {
        Map<List<String>, Double> again = rescoring.scores(found.kept(keep), targets, aggregate);
        for (int line = 0; line < keep.length; line++) {
            if (keep[line]) {
                scores[line] = again.get(List.of(lines.rows().get(line), lines.taskNames().get(lines.tasks()[line])));
            }
        }
    }

    /** For every line, whether it stays. */
    boolean[] keep() {
        return keep;
    }

    /** The lines with the scores that decided. */
    ScoreLines lines() {
        return new ScoreLines(new ArrayList<>(lines.rows()), lines.tasks(), scores, lines.taskNames());
    }
}
