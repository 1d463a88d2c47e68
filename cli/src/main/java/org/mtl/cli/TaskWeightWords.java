package org.mtl.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.training.TaskWeights;

/** The values of {@code --task-weight}: a word, or {@code TASK=V,...}, which a model records of a file too. */
final class TaskWeightWords {

    private static final String OPTION = "--task-weight";

    private TaskWeightWords() {}

    /**
     * A value as a model records it, so that its training can be repeated where the file is not.
     *
     * @throws MtlException (MISSING, DATA) as {@link TaskWeightsFile#read} says
     */
    static String recorded(String text, Context context) {
        boolean file = !isWord(text) && text.indexOf('=') < 0;
        return file ? text(TaskWeightsFile.read(text, context)) : text;
    }

    /** What is left of a recorded value for some of its tasks. */
    static String only(String recorded, Collection<String> tasks) {
        if (isWord(recorded)) {
            return recorded;
        }
        Map<String, Double> left = new LinkedHashMap<>(values(recorded));
        left.keySet().retainAll(tasks);
        return text(left);
    }

    /**
     * The weights that a recorded value asks for.
     *
     * @throws MtlException (USAGE) if it is no list of positive numbers
     */
    static TaskWeights parse(String recorded) {
        return switch (recorded) {
            case "equal" -> new TaskWeights.Equal();
            case "rows" -> new TaskWeights.Rows();
            default -> new TaskWeights.Given(OPTION, values(recorded));
        };
    }

    private static boolean isWord(String text) {
        return List.of("equal", "rows").contains(text);
    }

    private static Map<String, Double> values(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        Lists.parseValues(OPTION, text).forEach((task, value) -> weights.put(task, weight(task, value)));
        return weights;
    }

    private static double weight(String task, String text) {
        double weight;
        try {
            weight = Numbers.parse(text);
        } catch (NumberFormatException e) {
            weight = Double.NaN;
        }
        if (task.isEmpty() || !(weight > 0) || Double.isInfinite(weight)) {
            throw MtlException.usage(OPTION + ": expected equal, rows, a file, or TASK=V,... with numbers above 0, found '"
                    + (task.isEmpty() ? text : task + "=" + text) + "'");
        }
        return weight;
    }

    private static String text(Map<String, Double> weights) {
        return weights.entrySet().stream()
                .map(weight -> CsvWriter.quoted(weight.getKey() + "=" + Numbers.format(weight.getValue())))
                .collect(Collectors.joining(","));
    }
}
