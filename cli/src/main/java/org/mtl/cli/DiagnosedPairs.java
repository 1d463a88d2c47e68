package org.mtl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.mtl.MtlException;
import org.mtl.affinity.CovarianceAffinity;
import org.mtl.affinity.PairTraining;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Subsets;
import org.mtl.data.TaskData;
import org.mtl.evaluation.LabelNoise;
import org.mtl.evaluation.TransferDiagnosis;
import org.mtl.model.LinearModel;
import org.mtl.model.Loss;
import org.mtl.model.MultitaskModel;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;
import org.mtl.training.LinearTrainer;

/**
 * Trains the tasks of a model alone and in pairs, and measures what they have in common.
 *
 * @param fitted the model with its data
 */
record DiagnosedPairs(FittedModel fitted, Context context) {

    /** What a linear model of one task says of it; no coefficients and NaN where its loss has no curvature. */
    private record Alone(double[] coefficients, double noise) {}

    /** All ordered pairs, source by source. */
    List<TransferDiagnosis> all() {
        Dataset data = fitted.data();
        int count = data.tasks().size();
        MultitaskModel model = fitted.any();
        Design design = new Design(data.features().asQuantities(), model.standardization(), model.components(), false);
        double[][] covariance = CovarianceAffinity.scores(design, data.tasks(), false, context.workers());
        List<Alone> alone = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            alone.add(alone(k));
        }
        double[][] losses = losses(count);
        List<TransferDiagnosis> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                if (i != j) {
                    double own = Math.sqrt(covariance[i][i] * covariance[j][j]);
                    TaskData source = data.tasks().get(i);
                    TaskData target = data.tasks().get(j);
                    pairs.add(new TransferDiagnosis(source.name(), target.name(), losses[j][j], losses[i][j],
                            cosine(alone.get(i).coefficients(), alone.get(j).coefficients()), covariance[i][j], covariance[i][j] / own,
                            source.size(Split.TRAIN), target.size(Split.TRAIN), alone.get(i).noise(), alone.get(j).noise(), roomy(i, j)));
                }
            }
        }
        return pairs;
    }

    private Dataset part(List<Integer> tasks) {
        return Subsets.onlyTasks(fitted.data(), tasks.stream().map(fitted.data().taskNames()::get).toList());
    }

    /** A ridge model of one task, its penalty tuned on validation rows; of sentences, of the means of their words' vectors. */
    private Alone alone(int task) {
        Loss loss = fitted.any().losses().get(task);
        if (loss.label().equals("absolute")) {
            return new Alone(new double[0], Double.NaN);
        }
        Dataset raw = part(List.of(task));
        Dataset part = new Dataset(raw.features().asQuantities(), raw.ids(), raw.form(), raw.tasks());
        Map<String, String> options = new LinkedHashMap<>(new FitOptions().recorded(context));
        Map<String, String> recorded = fitted.folder().record().options();
        for (String kept : List.of("standardize", "pca", "pca-fit", "pca-center", "loss")) {
            options.put(kept, recorded.getOrDefault(kept, options.get(kept)));
        }
        options.put("sharing", "none");
        Repetition repetition = new Repetition(fitted, part);
        LinearModel model = new LinearTrainer(Settings.parse(options), context.workers())
                .train(part, repetition.standardization(), repetition.components()).model();
        double[] all = model.parameters().predicting(0);
        // The intercept, which is the last row, is no direction.
        double[] coefficients = Arrays.copyOf(all, all.length - model.outputs());
        return new Alone(coefficients, LabelNoise.of(model, part, context.workers()));
    }

    private static double cosine(double[] one, double[] other) {
        if (one.length == 0 || one.length != other.length) {
            return Double.NaN;
        }
        double product = 0;
        double first = 0;
        double second = 0;
        for (int j = 0; j < one.length; j++) {
            product += one[j] * other[j];
            first += one[j] * one[j];
            second += other[j] * other[j];
        }
        return first > 0 && second > 0 ? product / Math.sqrt(first * second) : Double.NaN;
    }

    /** Whether a linear module is as wide as the outputs of both tasks. */
    private boolean roomy(int one, int other) {
        if (!(fitted.any() instanceof NetworkModel network)) {
            return false;
        }
        Architecture architecture = network.networks().get(0).architecture();
        int outputs = architecture.outputs().get(one) + architecture.outputs().get(other);
        return architecture.activation() == Activation.IDENTITY && architecture.hidden().stream().allMatch(width -> width >= outputs);
    }

    /** V of j trained with i in row i, column j; on the diagonal trained alone. */
    private double[][] losses(int count) {
        int total = PairTraining.subsets(count).size();
        TimeLeft left = new TimeLeft();
        AtomicInteger done = new AtomicInteger();
        List<PairTraining.Run> runs = PairTraining.run(count, Map.of(),
                (tasks, workers) -> train(tasks, workers).figures(part(tasks), Split.VALIDATION, workers).losses(), context.workers(),
                run -> context.progress(done.incrementAndGet() + " of " + total + " trainings, about " + left.after(done.get(), total)));
        context.progress("");
        double[][] losses = new double[count][count];
        for (PairTraining.Run run : runs) {
            int first = run.tasks().get(0);
            int second = run.tasks().get(run.tasks().size() - 1);
            losses[second][first] = run.losses()[0];
            losses[first][second] = run.losses()[run.losses().length - 1];
        }
        for (double[] row : losses) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw MtlException.data("a validation loss of a task or a pair that was trained again is not finite");
                }
            }
        }
        return losses;
    }

    private MultitaskModel train(List<Integer> tasks, Workers workers) {
        Dataset part = part(tasks);
        Repetition repetition = new Repetition(fitted, part);
        Map<String, String> options = repetition.options();
        if (tasks.size() == 1) {
            options.put("sharing", "none");
            List.of("align", "align-rank", "weighting").forEach(options::remove);
            options.computeIfPresent("shared-ridge", (option, value) -> "0");
        } else {
            options.computeIfPresent("rank", (option, value) -> value.isEmpty() || value.equals("1") ? value : "2");
        }
        if (!repetition.isNetwork()) {
            return new LinearTrainer(Settings.parse(options), workers)
                    .train(part, repetition.standardization(), repetition.components()).model();
        }
        return repetition.trainNetwork(options, fitted.folder().record().seed(), workers);
    }
}
