package org.mtl.training.network;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.training.combining.Combiner;
import org.mtl.training.combining.GramCombiner;
import org.mtl.training.weighting.Scalar;
import org.mtl.training.weighting.ScalarSteps;
import org.mtl.training.weighting.SvdWeights;
import org.mtl.training.weighting.Weighting;

/**
 * How the losses and gradients of tasks are balanced in each step (METHODS §11): losses are weighed, which reaches shared
 * parameters and heads; then the gradients by the shared parameters are combined, which leaves heads as they are.
 *
 * @param weighting weighs losses; none for weights of 1
 * @param combiner combines gradients; none for their sum
 * @param normalization what gradients are divided by before they are combined
 * @param mean whether sums over tasks and loss weights are divided by the number of tasks
 * @param matchNorm whether directions are as long as the plain sum of the gradients
 * @param every N: in other steps than each N-th the last coefficients are used again
 * @param selective groups of tasks that take steps one after another, in the place of all this
 */
public record BalanceSettings(Optional<WeightingRule> weighting, Optional<CombinerRule> combiner, Normalization normalization,
        boolean mean, boolean matchNorm, int every, Optional<SelectiveSettings> selective) {

    /** Plain sums. */
    public static final BalanceSettings NONE =
            new BalanceSettings(Optional.empty(), Optional.empty(), Normalization.NONE, false, false, 1);

    /** Balance in steps of all tasks at once. */
    public BalanceSettings(Optional<WeightingRule> weighting, Optional<CombinerRule> combiner, Normalization normalization, boolean mean,
            boolean matchNorm, int every) {
        this(weighting, combiner, normalization, mean, matchNorm, every, Optional.empty());
    }

    /** Selective task group updates. */
    public static BalanceSettings selective(SelectiveSettings settings) {
        return new BalanceSettings(Optional.empty(), Optional.empty(), Normalization.NONE, false, false, 1, Optional.of(settings));
    }

    /** Makes a weighting. */
    @FunctionalInterface
    public interface WeightingRule {

        /**
         * A weighting at its beginning.
         *
         * @param data the tasks with their training rows
         * @param design what the network sees of the rows
         * @param rule the optimiser of the network, for numbers that it trains beside
         * @throws MtlException (USAGE, DATA) if it does not suit these tasks
         */
        Weighting create(Dataset data, Design design, ScalarSteps.Rule rule);
    }

    /**
     * Weights by a singular value decomposition ([4] Algorithm 2), which do not change from step to step.
     *
     * @param rank r
     * @param scaled whether they are scaled to the sum K
     */
    public record SvdRule(int rank, boolean scaled) implements WeightingRule {

        @Override
        public Weighting create(Dataset data, Design design, ScalarSteps.Rule rule) {
            if (data.form() == Dataset.Form.LONG) {
                throw MtlException.usage("--weighting svd: compares the labels that tasks have for the same rows; expected data in wide"
                        + " form (--targets)");
            }
            return new Scalar(SvdWeights.of(design, data.tasks(), rank, scaled));
        }
    }

    /** Makes a combiner. */
    @FunctionalInterface
    public interface CombinerRule {

        /** A combiner of so many tasks at its beginning. */
        Combiner create(int tasks);
    }

    /** What gradients are divided by before they are combined. */
    public enum Normalization {
        /** Nothing. */
        NONE,
        /** Their norm. */
        L2,
        /** Their task's loss. */
        LOSS,
        /** Both. */
        BOTH;

        /** The word that options and files use. */
        public String label() {
            return this == BOTH ? "loss+" : name().toLowerCase(Locale.ROOT);
        }

        /** The factor of a gradient; 1 where it is 0, or its loss. */
        double factor(double norm, double loss) {
            double divisor = (this == L2 || this == BOTH ? norm : 1) * (this == LOSS || this == BOTH ? loss : 1);
            return divisor > 0 ? 1 / divisor : 1;
        }
    }

    /**
     * Checks what the values say together.
     *
     * @throws MtlException (USAGE) if they contradict each other
     */
    public BalanceSettings {
        if (every < 1) {
            throw MtlException.usage("--combine-every: expected at least 1, found " + every);
        }
        if (selective.isPresent() && (weighting.isPresent() || combiner.isPresent() || normalization != Normalization.NONE || mean
                || matchNorm || every > 1)) {
            throw MtlException.usage("--update selective takes the plain sum of a group's losses; expected no --weighting, --combine"
                    + " or what goes with them");
        }
        if (every > 1 && (combiner.isEmpty() || !(combiner.get().create(2) instanceof GramCombiner))) {
            throw MtlException.usage("--combine-every: expected a --combine method whose coefficients can be used again, such as mgda"
                    + " or nash");
        }
        if (every > 1 && (matchNorm || normalization != Normalization.NONE)) {
            throw MtlException.usage("--combine-every: " + (matchNorm ? "--match-norm" : "--normalize-gradients")
                    + " needs the gradients of all tasks in each step");
        }
    }

    /** Whether training is what it is without all this. */
    public boolean isPlain() {
        return weighting.isEmpty() && combiner.isEmpty() && normalization == Normalization.NONE && !mean && !matchNorm
                && selective.isEmpty();
    }
}
