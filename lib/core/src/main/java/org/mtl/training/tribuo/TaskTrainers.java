package org.mtl.training.tribuo;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.mtl.model.tribuo.MeanCombiner;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.math.distance.DistanceType;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.slm.ElasticNetCDTrainer;

/**
 * Tribuo's trainer for one task. A trainer counts how often it was used and draws from that: each task has one of its own.
 *
 * @param settings what it has to be told
 * @param value λ of linear, the learning rate, depth or number of neighbors of the others
 * @param features the number of columns
 * @param seed of everything random in this task
 */
record TaskTrainers(TribuoSettings settings, double value, int features, long seed) {

    /** Tribuo's default, which bounds the first steps. */
    private static final double ADAGRAD_EPSILON = 0.1;

    /** Coordinate descent ends when the duality gap is this part of Σy². */
    private static final double TOLERANCE = 1e-6;
    private static final int MOST_ROUNDS = 5000;

    /** Tribuo refuses forests whose splits see all features, and rounds the number that they see. */
    private static final float NEARLY_ALL = 0.999999f;

    /** Tribuo reports each tree, and a library that nobody configured would print that. Kept, or the level is forgotten. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    /** A trainer of classes. */
    Trainer<Label> classes() {
        return switch (settings.learner()) {
            case LINEAR -> throw new IllegalStateException("linear is for numbers");
            case LOGISTIC -> new LinearSGDTrainer(new LogMulticlass(), new AdaGrad(value, ADAGRAD_EPSILON),
                    settings.details().epochs(), -1, 1, seed);
            case CART -> classTree(1);
            case RANDOM_FOREST -> new RandomForestTrainer<>(classTree(share(Math.sqrt(features) / features)), new VotingCombiner(),
                    settings.details().trees(), seed);
            case KNN -> nearest(new VotingCombiner());
        };
    }

    /** A trainer of numbers and vectors. */
    Trainer<Regressor> numbers() {
        return switch (settings.learner()) {
            case LINEAR -> new ElasticNetCDTrainer(
                    value, settings.details().l1Ratio(), TOLERANCE, MOST_ROUNDS, false, seed);
            case LOGISTIC -> throw new IllegalStateException("logistic is for classes");
            case CART -> numberTree(1);
            case RANDOM_FOREST -> new RandomForestTrainer<>(numberTree(share(1.0 / 3)), new AveragingCombiner(),
                    settings.details().trees(), seed);
            case KNN -> nearest(new MeanCombiner());
        };
    }

    private CARTClassificationTrainer classTree(float share) {
        return new CARTClassificationTrainer(
                (int) value, settings.details().leafRows(), 0, share, false, new GiniIndex(), seed);
    }

    private CARTJointRegressionTrainer numberTree(float share) {
        return new CARTJointRegressionTrainer(
                (int) value, settings.details().leafRows(), 0, share, false, new MeanSquaredError(), false, seed);
    }

    /** The share of features that a split sees, at least one of them. */
    private float share(double standard) {
        double asked = settings.details().featureShare().orElse(standard);
        return Math.min(NEARLY_ALL, (float) (Math.max(1, Math.round(asked * features)) / (double) features));
    }

    /** One thread: tasks are what is trained side by side. */
    private <T extends Output<T>> KNNTrainer<T> nearest(EnsembleCombiner<T> combiner) {
        return new KNNTrainer<>((int) value, DistanceType.L2.getDistance(), 1, combiner, KNNModel.Backend.THREADPOOL,
                NeighboursQueryFactoryType.BRUTE_FORCE);
    }
}
