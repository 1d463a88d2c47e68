package org.mtl.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Standardization;
import org.mtl.io.Numbers;
import org.mtl.model.Sharing;
import org.mtl.training.LinearSettings;
import org.mtl.training.LossRule;
import org.mtl.training.PenaltyRule;
import org.mtl.training.Projection;

/** Turns training options, from a command line or from a model, into settings. */
final class Settings {

    private Settings() {}

    /**
     * Parses options as {@link FitOptions#recorded} gives them.
     *
     * @throws MtlException (USAGE) naming the option that has no such value
     */
    static LinearSettings parse(Map<String, String> options) {
        return new LinearSettings(
                Sharing.valueOf(options.get("sharing").toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(options.get("intercept")),
                Standardization.Mode.valueOf(options.get("standardize").toUpperCase(Locale.ROOT)),
                penalty(options.get("lambda")),
                number("--shared-ridge", options.get("shared-ridge")),
                TaskWeightWords.parse(options.get("task-weight")),
                losses(options.get("loss")),
                projection(options));
    }

    /** Which losses an option asks for; {@code auto} leaves it to the labels. */
    static LossRule losses(String text) {
        if (text.equals(FitOptions.AUTO)) {
            return LossRule.BY_LABELS;
        }
        Map<String, String> byTask = new HashMap<>(Lists.parseValues("--loss", text));
        return new LossRule(Optional.ofNullable(byTask.remove("")), byTask);
    }

    static Projection projection(Map<String, String> options) {
        int count = Integer.parseInt(options.get("pca"));
        if (count < 0) {
            throw MtlException.usage("--pca: expected a number of components, found '" + count + "'");
        }
        return new Projection(count, options.get("pca-fit").equals("all"), options.get("pca-center").equals("yes"));
    }

    static PenaltyRule penalty(String text) {
        if (text.equals(FitOptions.AUTO)) {
            return new PenaltyRule.Auto();
        }
        Map<String, Double> byTask = new HashMap<>();
        Lists.parseValues("--lambda", text).forEach((task, value) -> byTask.put(task, number("--lambda", value)));
        Double common = byTask.remove("");
        return new PenaltyRule.Given(common == null ? Double.NaN : common, byTask);
    }

    private static double number(String option, String text) {
        try {
            double value = Numbers.parse(text);
            if (value >= 0 && !Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrongNumber(option, text);
        }
        throw wrongNumber(option, text);
    }

    private static MtlException wrongNumber(String option, String text) {
        return MtlException.usage(option + ": expected a number of at least 0, found '" + text + "'");
    }
}
