package org.mtl.training.tribuo;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.data.Standardization;
import org.mtl.model.tribuo.Learner;
import org.mtl.training.LossRule;
import org.mtl.training.PenaltyRule;
import org.mtl.training.Projection;

/**
 * How Tribuo's learners are to be trained.
 *
 * @param learner which of them
 * @param penalty of {@link Learner#LINEAR}, where λ_k come from
 * @param complexity of the others, what decides how closely they follow their rows: of {@link Learner#LOGISTIC} the learning
 *     rate, of trees the depth ({@link #UNLIMITED} for none), of {@link Learner#KNN} the number of neighbors; none to choose it
 *     by the validation rows
 * @param details what else they have to be told
 * @param losses which loss each task has
 * @param standardize what features are standardized by
 * @param projection whether features are projected
 * @param seed of everything random
 */
public record TribuoSettings(
        Learner learner,
        PenaltyRule penalty,
        OptionalDouble complexity,
        Details details,
        LossRule losses,
        Standardization.Mode standardize,
        Projection projection,
        long seed) {

    /** The depth of a tree that grows as long as its rows can be divided. */
    public static final double UNLIMITED = Integer.MAX_VALUE;

    /** Tribuo's coordinate descent refuses a ridge alone: it needs some share of the absolute penalty. */
    public static final double LEAST_L1_RATIO = 1e-6;

    /**
     * What learners have to be told and is not chosen by the validation rows.
     *
     * @param l1Ratio of linear, the share of the penalty that is on absolute values, from {@link #LEAST_L1_RATIO} to 1
     * @param epochs of logistic, the passes over the training rows
     * @param leafRows of trees, the least number of training rows in a leaf
     * @param trees of forests, how many
     * @param featureShare of forests, the share of the features that each split is chosen from; none: the root of their
     *     number for classes, a third of them for numbers
     */
    public record Details(double l1Ratio, int epochs, int leafRows, int trees, OptionalDouble featureShare) {

        /** What is meant where nothing is said. */
        public static final Details STANDARD = new Details(LEAST_L1_RATIO, 50, 5, 100, OptionalDouble.empty());

        /**
         * Checks the values.
         *
         * @throws MtlException (USAGE) naming the option of one that is out of range
         */
        public Details {
            require(l1Ratio >= LEAST_L1_RATIO && l1Ratio <= 1, "--l1-ratio", "a number from 0.000001 to 1", l1Ratio);
            require(epochs >= 1, "--epochs", "at least 1", epochs);
            require(leafRows >= 1, "--leaf-rows", "at least 1", leafRows);
            require(trees >= 1, "--trees", "at least 1", trees);
            double share = featureShare.orElse(1);
            require(share > 0 && share <= 1, "--feature-share", "a number above 0 and at most 1", share);
        }
    }

    /**
     * Checks the values.
     *
     * @throws MtlException (USAGE) naming the option of one that is out of range
     */
    public TribuoSettings {
        Stream.concat(losses.common().stream(), losses.byTask().values().stream())
                .filter(word -> word.equals("huber") || word.equals("absolute")).findFirst().ifPresent(word -> {
            throw MtlException.usage("--loss: Tribuo's learners have no " + word + " loss; expected squared, logistic or softmax");
        });
        if (complexity.isPresent()) {
            double value = complexity.getAsDouble();
            switch (learner) {
                case LINEAR -> throw new IllegalArgumentException("linear has penalties");
                case LOGISTIC -> require(value > 0 && Double.isFinite(value), "--lr", "a number above 0", value);
                case CART, RANDOM_FOREST -> require(value >= 1, "--depth", "at least 1, none or auto", value);
                case KNN -> require(value >= 1, "--neighbors", "at least 1, or auto", value);
            }
        }
    }

    private static void require(boolean holds, String option, String expected, double found) {
        if (!holds) {
            Object shown = found == Math.rint(found) ? (Object) (long) found : (Object) found;
            throw MtlException.usage(option + ": expected " + expected + ", found " + shown);
        }
    }

    /** The option, without dashes, whose value is chosen by the validation rows. */
    public static String chosen(Learner learner) {
        return switch (learner) {
            case LINEAR -> "lambda";
            case LOGISTIC -> "lr";
            case CART, RANDOM_FOREST -> "depth";
            case KNN -> "neighbors";
        };
    }

    /**
     * The values that are tried, from the simplest model on; of linear the c of λ_k = c·sqrt(d/n_k), or NaN alone where λ_k
     * are given.
     *
     * @param validated whether there are validation rows to choose by
     */
    public double[] candidates(boolean validated) {
        if (learner == Learner.LINEAR && penalty instanceof PenaltyRule.Given) {
            return new double[] {Double.NaN};
        }
        if (complexity.isPresent()) {
            return new double[] {complexity.getAsDouble()};
        }
        return validated ? grid() : new double[] {fallback()};
    }

    private double[] grid() {
        return switch (learner) {
            case LINEAR -> new double[] {10, 1, 0.1, 0.01, 0.001, 0.0001};
            case LOGISTIC -> new double[] {0.001, 0.01, 0.1, 1};
            case CART -> new double[] {1, 2, 3, 4, 6, 8, 12, UNLIMITED};
            case RANDOM_FOREST -> new double[] {2, 4, 8, UNLIMITED};
            case KNN -> new double[] {40, 20, 10, 5, 3, 1};
        };
    }

    private double fallback() {
        return switch (learner) {
            case LINEAR -> PenaltyRule.DEFAULT_SCALE;
            case LOGISTIC -> 0.1;
            case CART -> 6;
            case RANDOM_FOREST -> UNLIMITED;
            case KNN -> 5;
        };
    }

    /** A value as options and files say it. */
    public Object shown(double value) {
        if (learner == Learner.LINEAR || learner == Learner.LOGISTIC) {
            return value;
        }
        return value == UNLIMITED ? "none" : (Object) (int) value;
    }
}
