package org.mtl.model.tribuo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.mtl.model.Loss;

/** What of Tribuo learns a task, and the classes of its models. */
public enum Learner {

    /** Least squares with a ridge, by coordinate descent: for numbers. */
    LINEAR("org.tribuo.regression.slm.SparseLinearModel"),
    /** Multinomial logistic regression by stochastic gradients: for classes. */
    LOGISTIC("org.tribuo.classification.sgd.linear.LinearSGDModel"),
    /** A tree of binary splits. */
    CART("org.tribuo.common.tree.TreeModel"),
    /** Trees on bootstrap samples, each split chosen from some of the features. */
    RANDOM_FOREST("org.tribuo.ensemble.WeightedEnsembleModel"),
    /** The mean, or the vote, of the nearest training rows. */
    KNN("org.tribuo.common.nearest.KNNModel");

    private static final String PREFIX = "tribuo:";

    private final String modelClass;

    Learner(String modelClass) {
        this.modelClass = modelClass;
    }

    /** The word that files use, {@code random-forest} for instance. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The word that options use, {@code tribuo:random-forest} for instance. */
    public String word() {
        return PREFIX + label();
    }

    /** The learner that {@link #word} names. */
    public static Optional<Learner> ofWord(String word) {
        return Arrays.stream(values()).filter(learner -> learner.word().equals(word)).findFirst();
    }

    /** The name of Tribuo's class that its models are of; models of any other are not read. */
    public String modelClass() {
        return modelClass;
    }

    /** Whether it can learn a task with such a loss. */
    public boolean takes(Loss loss) {
        return switch (this) {
            case LINEAR -> !loss.isClassification();
            case LOGISTIC -> loss.isClassification();
            case CART, RANDOM_FOREST, KNN -> true;
        };
    }

    /** Whether its probabilities are those of a model; otherwise they are shares of rows or votes, of which some are 0. */
    public boolean modelsProbabilities() {
        return this == LINEAR || this == LOGISTIC;
    }
}
