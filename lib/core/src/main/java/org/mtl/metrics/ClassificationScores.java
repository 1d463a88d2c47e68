package org.mtl.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.ConfusionMetrics;
import org.tribuo.classification.evaluation.LabelConfusionMatrix;
import org.tribuo.classification.evaluation.LabelEvaluationUtil;
import org.tribuo.evaluation.metrics.EvaluationMetric.Average;
import org.tribuo.impl.ArrayExample;

/** Metrics of predicted classes, computed by Tribuo. */
public final class ClassificationScores {

    private ClassificationScores() {}

    /**
     * The metrics of predictions against the truth, by name and in this order: {@code accuracy}, {@code error} (1 −
     * accuracy), {@code f1} (of two classes that of class 1, else the mean over the classes that occur; absent where no
     * such row is predicted or true), and for two classes {@code auc} (absent where only one occurs).
     *
     * @param truth class codes
     * @param scores rows × C, the larger the likelier; or one value per row, above 0 for class 1
     * @param classes the number of classes
     */
    public static Map<String, Double> of(double[] truth, double[] scores, int classes) {
        int outputs = scores.length / Math.max(1, truth.length);
        if (truth.length == 0 || scores.length != truth.length * outputs) {
            throw new IllegalArgumentException(truth.length + " true classes, " + scores.length + " scores");
        }
        List<Label> labels = new ArrayList<>();
        Map<Label, Integer> codes = new HashMap<>();
        for (int c = 0; c < classes; c++) {
            labels.add(new Label(Integer.toString(c)));
            codes.put(labels.get(c), c);
        }
        List<Prediction<Label>> pairs = new MadeOnDemand<>(truth.length, i -> new Prediction<>(
                labels.get(predicted(scores, i, outputs)), 0, new ArrayExample<>(labels.get((int) truth[i]))));
        ImmutableOutputInfo<Label> domain = new LabelFactory().constructInfoForExternalModel(codes);
        LabelConfusionMatrix matrix = new LabelConfusionMatrix(domain, pairs);
        Map<String, Double> result = new LinkedHashMap<>();
        double accuracy = ConfusionMetrics.accuracy(Average.MICRO, matrix);
        result.put("accuracy", accuracy);
        result.put("error", 1 - accuracy);
        putFinite(result, "f1", f1(matrix, labels));
        if (classes == 2) {
            putFinite(result, "auc", auc(truth, scores, outputs));
        }
        return result;
    }

    private static void putFinite(Map<String, Double> result, String name, double value) {
        if (Double.isFinite(value)) {
            result.put(name, value);
        }
    }

    private static int predicted(double[] scores, int row, int outputs) {
        if (outputs == 1) {
            return scores[row] > 0 ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < outputs; c++) {
            best = scores[row * outputs + c] > scores[row * outputs + best] ? c : best;
        }
        return best;
    }

    private static double f1(LabelConfusionMatrix matrix, List<Label> labels) {
        double sum = 0;
        int count = 0;
        for (Label label : labels.size() == 2 ? labels.subList(1, 2) : labels) {
            boolean occurs = matrix.tp(label) + matrix.fp(label) + matrix.fn(label) > 0;
            if (occurs) {
                // Tribuo's F1 is 0/0 where nothing is right; precision and recall are 0 then.
                sum += matrix.tp(label) == 0
                        ? 0
                        : ConfusionMetrics.f1(matrix.tp(label), matrix.fp(label), matrix.tn(label), matrix.fn(label));
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static double auc(double[] truth, double[] scores, int outputs) {
        boolean[] positive = new boolean[truth.length];
        double[] ranking = new double[truth.length];
        int positives = 0;
        for (int i = 0; i < truth.length; i++) {
            positive[i] = truth[i] > 0.5;
            positives += positive[i] ? 1 : 0;
            ranking[i] = outputs == 1 ? scores[i] : scores[i * outputs + 1] - scores[i * outputs];
        }
        boolean both = positives > 0 && positives < truth.length;
        return both ? LabelEvaluationUtil.binaryAUCROC(positive, ranking) : Double.NaN;
    }
}
