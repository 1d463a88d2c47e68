package org.mtl.cli;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.data.Subsets;
import org.mtl.evaluation.DatamodelingScore;
import org.mtl.evaluation.HalfSubsets;
import org.mtl.io.CsvWriter;

/** {@code --check lds}: summed scores of random halves of the training rows beside the losses of models trained on them. */
final class LdsCheck {

    private final CheckedModel model;
    private final Context context;
    private final TargetScores scores;
    private final ModelScores found;

    /**
     * Reads the scores.
     *
     * @param file a file of row scores, or {@code -}
     */
    LdsCheck(CheckedModel model, String file, Context context) {
        this.model = model;
        this.context = context;
        this.scores = TargetScores.read(file, model, context);
        this.found = ModelScores.find(scores.lines(), context.displayName(file), model.fitted());
    }

    /**
     * What was predicted and what happened.
     *
     * @param predicted targets × subsets
     * @param losses targets × retrainings × subsets
     */
    record Result(List<String> targets, double[][] predicted, double[][][] losses) {

        /** Writes {@code subset,target,predicted,actual}. */
        void write(CsvWriter csv) throws IOException {
            csv.record(List.of("subset", "target", "predicted", "actual"));
            for (int s = 0; s < predicted[0].length; s++) {
                for (int t = 0; t < targets.size(); t++) {
                    csv.field(s).field(targets.get(t)).field(predicted[t][s]).field(DatamodelingScore.means(losses[t])[s]).end();
                }
            }
        }

        DatamodelingScore score(long seed) {
            return DatamodelingScore.of(predicted, losses, seed);
        }
    }

    /**
     * Trains on so many subsets.
     *
     * @return nothing where only a part of the models was asked for
     */
    Optional<Result> run(int subsets, CheckRequest request) {
        Dataset data = model.fitted().data();
        Retraining retraining = new Retraining(model, request, context);
        for (int s = 0; s < subsets; s++) {
            int number = s;
            retraining.addAll(set(s), () -> Subsets.withTraining(data, HalfSubsets.draw(data, number, model.seed())));
        }
        if (!retraining.run()) {
            return Optional.empty();
        }
        int targets = scores.targets().size();
        double[][] predicted = new double[targets][subsets];
        double[][][] losses = new double[targets][request.retrainings()][subsets];
        for (int s = 0; s < subsets; s++) {
            List<BitSet> kept = HalfSubsets.draw(data, s, model.seed());
            for (int line = 0; line < scores.values().size(); line++) {
                if (found.isIn(kept, line)) {
                    for (int t = 0; t < targets; t++) {
                        predicted[t][s] += scores.values().get(line)[t];
                    }
                }
            }
            for (int t = 0; t < targets; t++) {
                int position = data.taskNames().indexOf(scores.targets().get(t));
                for (int r = 0; r < losses[t].length; r++) {
                    losses[t][r][s] = retraining.get(set(s), retraining.seeds().get(r)).losses()[position];
                }
            }
        }
        return Optional.of(new Result(scores.targets(), predicted, losses));
    }

    private static String set(int number) {
        return "half " + number;
    }
}
