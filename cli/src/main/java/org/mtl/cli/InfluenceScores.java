package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;

/** The scores of one or several models of one kind, the mean over these, ready to be computed. */
interface InfluenceScores extends AutoCloseable {

    /** The names of the columns of a line of scores, or of a matrix. */
    List<String> columns();

    /** Writes one line for each training row and task, in the order of the data. */
    void writeRows(ScoreWriter writer) throws IOException;

    /** Scores of whole tasks, sources × targets; NaN where source and target are the same. */
    double[][] tasks();

    /** How the scores came about, for the file beside them. */
    Map<String, Object> facts();

    @Override
    void close();

    /** The scores of networks by a method; the targets are the positions of tasks, the same in all models. */
    static InfluenceScores ofNetworks(List<FittedModel> models, List<Integer> targets, InfluenceRequest request,
            MethodOptions options, String method, Context context) {
        return MethodWords.projects(method) ? new TrakScores(models, targets, request, options, method, context)
                : new NetworkScores(models, targets, request, options, method, context);
    }

    /**
     * Makes sure that the scores of a line are finite.
     *
     * @param advice what to try
     * @throws MtlException (DATA) naming the row
     */
    static void requireFinite(double[] scores, int from, int count, String row, String task, String advice) {
        for (int i = from; i < from + count; i++) {
            if (!Double.isFinite(scores[i])) {
                throw MtlException.data("the score of row '" + row + "' of task '" + task + "' is " + scores[i] + ": " + advice);
            }
        }
    }
}
