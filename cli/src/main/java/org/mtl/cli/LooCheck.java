package org.mtl.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.evaluation.LeaveOneOut;
import org.mtl.evaluation.LeaveOneOut.Line;
import org.mtl.influence.Normalization;

/** {@code --check loo}: predicted changes of the losses without single rows beside those of training again. */
final class LooCheck {

    private static final int BATCH = 16;

    private final InfluenceModel model;
    private final Context context;
    private final String truth;
    private final String name;
    private final List<String> targets = new ArrayList<>();
    private final Map<List<String>, double[]> predicted = new HashMap<>();

    /**
     * Reads the scores.
     *
     * @param scores a file of row scores, or {@code -}
     * @param truth the file that keeps what retraining gave, or null
     */
    LooCheck(InfluenceModel model, String scores, String truth, Context context) {
        this.model = model;
        this.context = context;
        this.truth = truth;
        this.name = context.displayName(scores);
        List<double[]> values = new ArrayList<>();
        ScoreLines lines = ScoreLines.read(scores, header -> {
            targets.addAll(header);
            return line -> {
                values.add(line.clone());
                return 0;
            };
        }, Optional.of(model.fitted()), context);
        for (int i = 0; i < values.size(); i++) {
            predicted.put(List.of(lines.rows().get(i), lines.taskNames().get(lines.tasks()[i])), values.get(i));
        }
        for (String target : targets) {
            if (!model.targetNames().contains(target)) {
                throw MtlException.data(name + ": the model has no target '" + target + "'");
            }
        }
    }

    /** Checks so many rows, in the order of the data. */
    List<CheckedPair> run(int sample) {
        Dataset data = model.fitted().data();
        long seed = model.fitted().folder().record().seed();
        List<Line> lines = LeaveOneOut.sample(data, sample, seed);
        LeaveOneOut out = new LeaveOneOut(
                model.objective(), model.parameters(), model.validation(), Normalization.FIXED, context.workers());
        try (RetrainedLosses kept = RetrainedLosses.open(truth, model, context)) {
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
            return pairs(lines, data, kept);
        }
    }

    private static List<String> key(Dataset data, Line line) {
        return List.of(data.ids().name(LeaveOneOut.row(data, line)), data.tasks().get(line.task()).name());
    }

    private List<CheckedPair> pairs(List<Line> lines, Dataset data, RetrainedLosses kept) {
        List<CheckedPair> pairs = new ArrayList<>();
        for (Line line : lines) {
            List<String> key = key(data, line);
            double[] scores = predicted.get(key);
            if (scores == null) {
                throw MtlException.data(name + ": no score for row '" + key.get(0) + "' of task '" + key.get(1) + "'");
            }
            double[] changes = kept.get(key);
            for (int t = 0; t < targets.size(); t++) {
                int position = data.taskNames().indexOf(targets.get(t));
                pairs.add(new CheckedPair(key.get(0), key.get(1), targets.get(t), scores[t], changes[position]));
            }
        }
        return pairs;
    }
}
