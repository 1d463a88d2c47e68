package org.mtl.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.data.Standardization;
import org.mtl.io.Numbers;
import org.mtl.model.MultitaskModel;
import org.mtl.model.tribuo.Learner;
import org.mtl.model.tribuo.TribuoModel;
import org.mtl.training.tribuo.TribuoSettings;

/** Turns the options of a learner of Tribuo, from a command line or from a model, into settings. */
final class LearnerWords {

    private static final String LEARNER = "learner";

    private final Map<String, String> options;

    private LearnerWords(Map<String, String> options) {
        this.options = options;
    }

    /** Whether recorded options are those of a learner of Tribuo. */
    static boolean areOfLearner(Map<String, String> options) {
        return options.containsKey(LEARNER);
    }

    /** What messages call a model that is no network. */
    static String kind(MultitaskModel model) {
        return model instanceof TribuoModel learners ? "models of " + learners.learner().word() : "a linear model";
    }

    /** The learner that a word names. */
    static Learner learner(String word) {
        return Learner.ofWord(word).orElseThrow(() -> MtlException.usage("--learner: expected one of "
                + Arrays.stream(Learner.values()).map(Learner::word).collect(Collectors.joining(", ")) + ", found '" + word + "'"));
    }

    /**
     * Parses options as {@link LearnerOptions#recorded} gives them.
     *
     * @param seed of everything random
     * @throws MtlException (USAGE) naming the option that has no such value
     */
    static TribuoSettings parse(Map<String, String> options, long seed) {
        LearnerWords words = new LearnerWords(options);
        Learner learner = learner(options.get(LEARNER));
        TribuoSettings.Details standard = TribuoSettings.Details.STANDARD;
        TribuoSettings.Details details = new TribuoSettings.Details(
                words.number("l1-ratio").orElse(standard.l1Ratio()),
                words.integer("epochs", standard.epochs()),
                words.integer("leaf-rows", standard.leafRows()),
                words.integer("trees", standard.trees()),
                words.number("feature-share"));
        return new TribuoSettings(learner, Settings.penalty(options.getOrDefault("lambda", FitOptions.AUTO)),
                words.complexity(learner), details, Settings.losses(options.get("loss")),
                Standardization.Mode.valueOf(options.get("standardize").toUpperCase(Locale.ROOT)), Settings.projection(options), seed);
    }

    private OptionalDouble complexity(Learner learner) {
        String option = TribuoSettings.chosen(learner);
        return switch (learner) {
            case LINEAR -> OptionalDouble.empty();
            case LOGISTIC -> number(option);
            case CART, RANDOM_FOREST -> "none".equals(options.get(option))
                    ? OptionalDouble.of(TribuoSettings.UNLIMITED) : whole(option);
            case KNN -> whole(option);
        };
    }

    private OptionalDouble whole(String option) {
        return isOpen(option) ? OptionalDouble.empty() : OptionalDouble.of(integer(option, 0));
    }

    private boolean isOpen(String option) {
        return options.getOrDefault(option, FitOptions.AUTO).equals(FitOptions.AUTO);
    }

    private int integer(String option, int standard) {
        String text = options.get(option);
        if (text == null) {
            return standard;
        }
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw MtlException.usage("--" + option + ": expected a whole number, found '" + text + "'");
        }
    }

    /** A number; nothing for auto, and for an option that the learner does not have. */
    private OptionalDouble number(String option) {
        if (isOpen(option)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Numbers.parse(options.get(option)));
        } catch (NumberFormatException e) {
            throw MtlException.usage("--" + option + ": expected a number, found '" + options.get(option) + "'");
        }
    }
}
