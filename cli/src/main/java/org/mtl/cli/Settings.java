package org.mtl.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.mtl.MtlException;
import org.mtl.data.Standardization;
import org.mtl.io.Numbers;
import org.mtl.model.Sharing;
import org.mtl.training.LinearSettings;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TaskWeights;

/** Turns training options, from a command line or from a model, into settings. */
final class Settings {

    private Settings() {}

    /**
     * Parses options as {@link FitOptions#recorded} gives them.
     *
     * @param weights reads a {@code --task-weight} that is neither equal nor rows
     * @throws MtlException (USAGE) naming the option that has no such value
     */
    static LinearSettings parse(Map<String, String> options, Function<String, TaskWeights> weights) {
        checkLoss(options.get("loss"));
        return new LinearSettings(
                Sharing.valueOf(options.get("sharing").toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(options.get("intercept")),
                Standardization.Mode.valueOf(options.get("standardize").toUpperCase(Locale.ROOT)),
                penalty(options.get("lambda")),
                number("--shared-ridge", options.get("shared-ridge")),
                weights(options.get("task-weight"), weights));
    }

    private static void checkLoss(String text) {
        for (String loss : Lists.parseValues("--loss", text).values()) {
            if (!loss.equals("squared")) {
                throw MtlException.usage("--loss: expected squared, found '" + loss + "'");
            }
        }
    }

    private static PenaltyRule penalty(String text) {
        if (text.equals("auto")) {
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

    private static TaskWeights weights(String text, Function<String, TaskWeights> file) {
        return switch (text) {
            case "equal" -> new TaskWeights.Equal();
            case "rows" -> new TaskWeights.Rows();
            default -> file.apply(text);
        };
    }
}
