package org.mtl.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Chooses how many rows to drop by how well models that are trained without them predict validation rows (METHODS §7). */
public final class AmountTuning {

    /**
     * What one amount led to.
     *
     * @param amount the amount
     * @param keep for every line, whether it stays
     * @param dropped the number of lines that do not
     * @param validation a loss or an error of the model that is trained on the rest
     */
    public record Trial(Selector.Amount amount, boolean[] keep, int dropped, double validation) {}

    /**
     * The outcome of a search.
     *
     * @param trials every amount tried, in the order given
     * @param best the position of the one with the least; of equal ones, of the one that drops least
     */
    public record Result(List<Trial> trials, int best) {

        /** The trial at {@link #best}. */
        public Trial chosen() {
            return trials.get(best);
        }
    }

    private AmountTuning() {}

    /**
     * Tries every amount. Amounts that drop the same lines are measured once, since a score of 0 or a last row may end a
     * selection before its amount is reached.
     *
     * @param amounts at least one
     * @param rules how lines are chosen; its own amount is not used
     * @param scores one finite score per line
     * @param tasks the position of each line's task, from 0
     * @param classes the code of each line's class, or {@link Selector#NO_CLASS}
     * @param units the number of each line's unit, from 0 in order of first appearance; units are dropped as a whole
     * @param validation trains on the lines to keep and measures a loss or an error; NaN is never best
     */
    public static Result tune(List<Selector.Amount> amounts, Selector rules, double[] scores, int[] tasks, int[] classes,
            int[] units, ToDoubleFunction<boolean[]> validation) {
        List<Trial> trials = new ArrayList<>();
        int best = 0;
        for (Selector.Amount amount : amounts) {
            boolean[] keep = new Selector(amount, rules.harmfulOnly(), rules.perTask())
                    .keep(scores, tasks, classes, units);
            double measured = trials.stream()
                    .filter(trial -> Arrays.equals(trial.keep(), keep))
                    .mapToDouble(Trial::validation)
                    .findFirst()
                    .orElseGet(() -> validation.applyAsDouble(keep));
            trials.add(new Trial(amount, keep, dropped(keep), measured));
            if (isBetter(trials.get(trials.size() - 1), trials.get(best))) {
                best = trials.size() - 1;
            }
        }
        return new Result(List.copyOf(trials), best);
    }

    private static boolean isBetter(Trial trial, Trial best) {
        // Double.compare puts NaN above every number.
        int order = Double.compare(trial.validation(), best.validation());
        return order < 0 || order == 0 && trial.dropped() < best.dropped();
    }

    private static int dropped(boolean[] keep) {
        int dropped = 0;
        for (boolean stays : keep) {
            dropped += stays ? 0 : 1;
        }
        return dropped;
    }
}
