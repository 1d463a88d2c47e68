package org.mtl.cli;

import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.mtl.MtlException;
import org.mtl.io.Numbers;

/**
 * The values of options of methods, which are errors where they are out of range.
 *
 * @param options by name, without dashes
 */
record MethodNumbers(Map<String, String> options) {

    String word(String option, List<String> words) {
        String text = options.get(option);
        if (!words.contains(text)) {
            throw MtlException.usage("--" + option + ": expected " + Lists.or(words) + ", found '" + text + "'");
        }
        return text;
    }

    double positive(String option) {
        return number(option, "above 0", value -> value > 0);
    }

    double share(String option) {
        return number(option, "above 0 and at most 1", value -> value > 0 && value <= 1);
    }

    double least(String option, double least) {
        return number(option, "of at least " + Numbers.format(least), value -> value >= least);
    }

    int integer(String option, int least) {
        double value = number(option, "of at least " + least, each -> each >= least);
        if (value != Math.rint(value) || value > Integer.MAX_VALUE) {
            throw MtlException.usage("--" + option + ": expected a whole number, found '" + options.get(option) + "'");
        }
        return (int) value;
    }

    double number(String option, String range, DoublePredicate suits) {
        double value = value(options.get(option));
        if (!Double.isFinite(value) || !suits.test(value)) {
            throw MtlException.usage("--" + option + ": expected a number " + range + ", found '" + options.get(option) + "'");
        }
        return value;
    }

    static double value(String text) {
        try {
            return Numbers.parse(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
