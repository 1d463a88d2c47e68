package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.model.tribuo.Learner;
import org.mtl.training.tribuo.TribuoSettings;
import picocli.CommandLine.Option;

/** Whether tasks are learned alone by one of Tribuo's learners, and what that has to be told. */
final class LearnerOptions {

    @Option(
            names = "--learner",
            paramLabel = "tribuo:NAME",
            order = 29,
            description = "Instead of --model, learn each task alone with one of Tribuo's learners: tribuo:linear (numbers, a"
                    + " ridge), tribuo:logistic (classes), tribuo:cart, tribuo:random-forest or tribuo:knn (both). What decides"
                    + " how closely they follow the rows (--lambda, --lr, --depth, --neighbors) is chosen by the validation rows,"
                    + " one value for all tasks, unless it is given.")
    private String learner;

    @Option(
            names = "--l1-ratio",
            paramLabel = "SHARE",
            order = 29,
            description = "tribuo:linear: the share of the penalty that is on absolute values. Default: 0.000001, the least that"
                    + " Tribuo takes.")
    private String l1Ratio;

    @Option(
            names = "--depth",
            paramLabel = "N|none|auto",
            order = 29,
            description = "tribuo:cart, tribuo:random-forest: the most splits between the root of a tree and a leaf. Default: auto;"
                    + " of tribuo:random-forest none.")
    private String depth;

    @Option(
            names = "--leaf-rows",
            paramLabel = "N",
            order = 29,
            description = "tribuo:cart, tribuo:random-forest: the least number of training rows in a leaf. Default: 5.")
    private String leafRows;

    @Option(names = "--trees", paramLabel = "N", order = 29, description = "tribuo:random-forest: the number of trees. Default: 100.")
    private String trees;

    @Option(
            names = "--feature-share",
            paramLabel = "SHARE|auto",
            order = 29,
            description = "tribuo:random-forest: the share of the features that each split is chosen from. Default: auto, the root"
                    + " of their number for classes, a third of them for numbers.")
    private String featureShare;

    @Option(
            names = "--neighbors",
            paramLabel = "N|auto",
            order = 29,
            description = "tribuo:knn: how many of the nearest training rows are asked. Default: auto.")
    private String neighbors;

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("l1-ratio", l1Ratio);
        given.put("depth", depth);
        given.put("leaf-rows", leafRows);
        given.put("trees", trees);
        given.put("feature-share", featureShare);
        given.put("neighbors", neighbors);
        given.values().removeIf(value -> value == null);
        return given;
    }

    /** Whether one of these learners is asked for; if not, none of their options may be. */
    boolean isAsked() {
        if (learner == null && !given().isEmpty()) {
            throw MtlException.usage("--" + given().keySet().iterator().next() + " needs --learner, which is missing");
        }
        return learner != null;
    }

    /**
     * The options in effect, by name, as a model records them.
     *
     * @throws MtlException (USAGE) for a learner that there is not, and an option that it does not have
     */
    Map<String, String> recorded(FitOptions fit, NetworkOptions network) {
        Learner which = LearnerWords.learner(learner);
        Map<String, String> options = fit.recordedOfLearner(which);
        Map<String, String> own = defaults(which);
        Map<String, String> given = given();
        given.putAll(network.givenOfLearner());
        for (String option : given.keySet()) {
            if (!own.containsKey(option)) {
                throw MtlException.usage("--" + option + " is no option of --learner " + which.word() + ", which has "
                        + own(which, own));
            }
        }
        own.putAll(given);
        options.putAll(own);
        return options;
    }

    private static String own(Learner learner, Map<String, String> options) {
        String names = String.join(", --", options.keySet());
        return learner == Learner.LINEAR ? "--lambda, --" + names : "--" + names;
    }

    private static Map<String, String> defaults(Learner learner) {
        TribuoSettings.Details standard = TribuoSettings.Details.STANDARD;
        Map<String, String> options = new LinkedHashMap<>();
        switch (learner) {
            case LINEAR -> options.put("l1-ratio", "0.000001");
            case LOGISTIC -> {
                options.put("lr", FitOptions.AUTO);
                options.put("epochs", Integer.toString(standard.epochs()));
            }
            case CART, RANDOM_FOREST -> {
                options.put("depth", learner == Learner.CART ? FitOptions.AUTO : "none");
                options.put("leaf-rows", Integer.toString(standard.leafRows()));
            }
            case KNN -> options.put("neighbors", FitOptions.AUTO);
        }
        if (learner == Learner.RANDOM_FOREST) {
            options.put("trees", Integer.toString(standard.trees()));
            options.put("feature-share", FitOptions.AUTO);
        }
        return options;
    }
}
