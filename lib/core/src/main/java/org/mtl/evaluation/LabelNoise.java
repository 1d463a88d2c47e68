package org.mtl.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.RowInfluence;
import org.mtl.influence.SelfScorer;
import org.mtl.model.Curvature;
import org.mtl.model.LinearModel;
import org.mtl.model.LinearObjective;
import org.mtl.model.Loss;
import org.mtl.parallel.Workers;

/**
 * How much of a task's labels a linear model of that task alone does not account for, by the influence of each training row
 * on its own loss: ℓ_i + self(i) is, to first order, the loss of a row that was left out (METHODS §3, {@code --level self}).
 *
 * <p>Of classes it is the share of rows to whose label the model then gives less than one half, ℓ > log 2, in [0, 1]; of
 * numbers the sum of these losses over that of the constant mean, at least 0: 1 where features say nothing. It holds what
 * the features cannot say beside what is wrong with the labels, so that it compares tasks with like rows.
 */
public final class LabelNoise {

    private LabelNoise() {}

    /**
     * The estimate of one task; O(n·p²) time.
     *
     * @param alone a model of this task only, without sharing
     * @param data its data, with this task only
     */
    public static double of(LinearModel alone, Dataset data, Workers workers) {
        TaskData.Labelled rows = data.tasks().get(0).in(Split.TRAIN);
        Loss loss = alone.losses().get(0);
        double[] without = RowLosses.of(alone, data, 0, workers);
        double[] self = self(alone, data, without.length, workers);
        double sum = 0;
        int contradicted = 0;
        for (int i = 0; i < without.length; i++) {
            without[i] += self[i];
            sum += without[i];
            contradicted += without[i] > Math.log(2) ? 1 : 0;
        }
        return loss.isClassification() ? (double) contradicted / without.length : sum / ofMean(loss, rows);
    }

    private static double[] self(LinearModel alone, Dataset data, int count, Workers workers) {
        LinearObjective objective = alone.objective(data, workers);
        SelfScorer scorer = new SelfScorer(objective, alone.parameters(),
                new Curvature(objective, alone.parameters(), workers).hessian(objective), workers);
        double[] scores = new double[count];
        int[] next = new int[1];
        try {
            RowInfluence.forEachBlock(List.of(new RowInfluence(objective, 1, scorer)), workers, block -> {
                System.arraycopy(block.scores(), 0, scores, next[0], block.size());
                next[0] += block.size();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scores;
    }

    /** The sum of the losses of a prediction that is the same for every row. */
    private static double ofMean(Loss loss, TaskData.Labelled rows) {
        int width = rows.width();
        double[] mean = new double[width];
        for (int i = 0; i < rows.size() * width; i++) {
            mean[i % width] += rows.target(i / width, i % width) / rows.size();
        }
        double sum = 0;
        double[] target = new double[width];
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < width; c++) {
                target[c] = rows.target(i, c);
            }
            sum += loss.sum(mean, target, 1);
        }
        return sum;
    }
}
