package org.mtl.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Subsets;
import org.mtl.evaluation.LeaveOneOut;
import org.mtl.evaluation.LeaveOneOut.Line;
import org.mtl.influence.Normalization;

/** {@code --check loo}: predicted changes of the losses without single rows beside those of training again. */
final class LooCheck {

    private static final int BATCH = 16;

    private final CheckedModel model;
    private final Context context;
    private final String name;
    private final List<String> targets;
    private final Map<List<String>, double[]> predicted = new HashMap<>();

    /**
     * Reads the scores.
     *
     * @param scores a file of row scores, or {@code -}
     */
    LooCheck(CheckedModel model, String scores, Context context) {
        this.model = model;
        this.context = context;
        this.name = context.displayName(scores);
        TargetScores read = TargetScores.read(scores, model, context);
        this.targets = read.targets();
        ScoreLines lines = read.lines();
        for (int i = 0; i < lines.rows().size(); i++) {
            predicted.put(List.of(lines.rows().get(i), lines.taskNames().get(lines.tasks()[i])), read.values().get(i));
        }
    }

    private List<Line> sample(int count) {
        return LeaveOneOut.sample(model.fitted().data(), count, model.seed());
    }

    /** Checks so many rows of a linear model, in the order of the data. */
    List<CheckedPair> runLinear(int count, String truth) {
        InfluenceModel linear = model.influence(context);
        Dataset data = model.fitted().data();
        List<Line> lines = sample(count);
        LeaveOneOut out = new LeaveOneOut(
                linear.objective(), linear.parameters(), linear.validation(), Normalization.FIXED, context.workers());
        try (RetrainedLosses kept = RetrainedLosses.open(truth, linear, context)) {
            List<Line> missing = lines.stream().filter(line -> !kept.has(key(data, line))).toList();
            for (int from = 0; from < missing.size(); from += BATCH) {
                List<Line> batch = missing.subList(from, Math.min(missing.size(), from + BATCH));
                double[][] changes = new double[batch.size()][];
                context.workers().forEach(batch.size(), i -> changes[i] = out.change(batch.get(i)));
                for (int i = 0; i < changes.length; i++) {
                    kept.put(key(data, batch.get(i)), changes[i]);
                }
                kept.flush();
                context.progress("leave-one-out refits", from + batch.size(), missing.size());
            }
            return pairs(lines, data, line -> kept.get(key(data, line)));
        }
    }

    /**
     * Checks so many rows of any model by training from the same first weights, with and without each.
     *
     * @return nothing where only a part of the models was asked for
     */
    List<CheckedPair> run(int count, CheckRequest request) {
        Dataset data = model.fitted().data();
        List<Line> lines = sample(count);
        lines.forEach(line -> requireScores(key(data, line)));
        Retraining retraining = new Retraining(model, request, context);
        retraining.addAll(ALL, () -> data);
        for (Line line : lines) {
            retraining.addAll(set(key(data, line)), () -> Subsets.withoutRow(data, line.task(), line.position()));
        }
        if (!retraining.run()) {
            return List.of();
        }
        return pairs(lines, data, line -> {
            double[] changes = new double[data.tasks().size()];
            for (int k = 0; k < changes.length; k++) {
                changes[k] = retraining.meanLoss(ALL, k) - retraining.meanLoss(set(key(data, line)), k);
            }
            return changes;
        });
    }

    /** The name of all training rows. */
    static final String ALL = "all";

    private static String set(List<String> key) {
        return "without row " + key.get(0) + " of " + key.get(1);
    }

    private static List<String> key(Dataset data, Line line) {
        return List.of(data.ids().name(LeaveOneOut.row(data, line)), data.tasks().get(line.task()).name());
    }

    private double[] requireScores(List<String> key) {
        double[] scores = predicted.get(key);
        if (scores == null) {
            throw MtlException.data(name + ": no score for row '" + key.get(0) + "' of task '" + key.get(1) + "'");
        }
        return scores;
    }

    private List<CheckedPair> pairs(List<Line> lines, Dataset data, Function<Line, double[]> changes) {
        List<CheckedPair> pairs = new ArrayList<>();
        for (Line line : lines) {
            List<String> key = key(data, line);
            double[] scores = requireScores(key);
            double[] actual = changes.apply(line);
            for (int t = 0; t < targets.size(); t++) {
                int position = data.taskNames().indexOf(targets.get(t));
                pairs.add(new CheckedPair(key.get(0), key.get(1), targets.get(t), scores[t], actual[position]));
            }
        }
        return pairs;
    }
}
