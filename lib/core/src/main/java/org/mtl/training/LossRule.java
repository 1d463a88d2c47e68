package org.mtl.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.TargetKind;
import org.mtl.data.TargetKinds;
import org.mtl.data.TaskData;
import org.mtl.model.AbsoluteLoss;
import org.mtl.model.HuberLoss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;

/**
 * Which loss each task has: the one asked for, else by its labels: numbers squared, two classes logistic, more softmax.
 * Vectors of numbers have squared loss only. Absolute loss has no second derivative, and only networks take it.
 *
 * @param common the word for tasks that {@code byTask} does not name
 * @param byTask words by task name
 */
public record LossRule(Optional<String> common, Map<String, String> byTask) {

    /** Losses by the labels. */
    public static final LossRule BY_LABELS = new LossRule(Optional.empty(), Map.of());

    /**
     * Checks the words.
     *
     * @throws MtlException (USAGE) for a word that is no loss
     */
    public LossRule {
        byTask = Map.copyOf(byTask);
        common.ifPresent(LossRule::kind);
        byTask.values().forEach(LossRule::kind);
    }

    /** Whether a task's loss was asked for; otherwise its labels decide it. */
    public boolean asks(String task) {
        return common.isPresent() || byTask.containsKey(task);
    }

    /** What labels have to be for the losses asked for. */
    public TargetKinds kinds() {
        Map<String, TargetKind> kinds = new HashMap<>();
        byTask.forEach((task, word) -> kinds.put(task, kind(word)));
        return new TargetKinds(common.map(LossRule::kind).orElse(TargetKind.AUTO), kinds, Map.of());
    }

    private static TargetKind kind(String word) {
        return switch (word) {
            case "squared", "absolute", "huber" -> TargetKind.NUMBER;
            case "logistic", "softmax" -> TargetKind.CLASS;
            default -> throw MtlException.usage(
                    "--loss: expected squared, absolute, huber, logistic or softmax, found '" + word + "'");
        };
    }

    /**
     * Makes sure that all losses have a second derivative.
     *
     * @throws MtlException (USAGE) if absolute loss is asked for
     */
    void requireCurvature() {
        if (common.equals(Optional.of("absolute")) || byTask.containsValue("absolute")) {
            throw MtlException.usage("--loss: absolute has no second derivative, which linear models are"
                    + " fitted with; expected squared, huber, logistic or softmax");
        }
    }

    /**
     * The loss of a task.
     *
     * @throws MtlException (DATA) if its labels do not suit the loss asked for
     */
    public Loss of(TaskData task) {
        int classes = task.classes().size();
        String word = byTask.getOrDefault(task.name(), common.orElse(byLabels(classes)));
        boolean suits = kind(word) == TargetKind.CLASS ? classes >= 2 : classes == 0;
        boolean single = word.equals("squared") || task.width() == 1;
        if (!suits || !single || (word.equals("logistic") && classes > 2)) {
            throw MtlException.data("task '" + task.name() + "': --loss " + word + " does not suit its "
                    + (classes == 0 ? numbers(task) : classes + " classes " + sample(task.classes())));
        }
        return of(word, classes, task.width());
    }

    private static String numbers(TaskData task) {
        return task.width() == 1 ? "numbers" : "vectors of " + task.width() + " numbers";
    }

    private static String byLabels(int classes) {
        return switch (classes) {
            case 0 -> "squared";
            case 2 -> "logistic";
            default -> "softmax";
        };
    }

    private static String sample(List<String> classes) {
        return String.join(", ", classes.subList(0, Math.min(5, classes.size()))) + (classes.size() > 5 ? ", ..." : "");
    }

    /** The loss that a word stands for, with so many classes, or vectors of such a width. */
    private static Loss of(String word, int classes, int width) {
        return switch (word) {
            case "squared" -> new SquaredLoss(width);
            case "absolute" -> new AbsoluteLoss();
            case "huber" -> new HuberLoss();
            case "logistic" -> new LogisticLoss();
            default -> new SoftmaxLoss(classes);
        };
    }
}
