package org.mtl.influence.network;

import java.io.IOException;
import java.util.List;
import org.mtl.MtlException;

/**
 * Scores by {@link TrakModel}s: −(mean over models of (π_l/n_l) q_i) · (mean over models of φ_i·U_k), as ensembles are taken in Park
 * 2023, summed over the outputs of a row that has several; on a row itself the same with its sign turned. Block by block.
 */
public final class TrakRows {

    private final List<TrakModel> models;
    private final int columns;
    private final boolean self;

    /**
     * Prepares to score.
     *
     * @param columns the scores of a line
     * @param self whether scores are rows' influence on themselves
     */
    public TrakRows(List<TrakModel> models, int columns, boolean self) {
        this.models = List.copyOf(models);
        this.columns = columns;
        this.self = self;
    }

    /** The number of blocks. */
    public int blocks() {
        return models.get(0).projected().blocks();
    }

    /** The training lines of blocks {@code from} to {@code to} − 1. */
    public long lines(int from, int to) {
        return models.get(0).projected().lines(from, to);
    }

    /**
     * Scores blocks {@code from} to {@code to} − 1 and hands them over in order.
     *
     * @throws IOException if the sink throws it
     * @throws MtlException (DATA) naming layer and row where a gradient is not finite
     */
    public void forEachBlock(int from, int to, NetworkRows.Sink sink) throws IOException {
        for (int number = from; number < to; number++) {
            ProjectedModel.Block block = models.get(0).projected().block(number);
            double[] first = new double[block.outputs()];
            double[] second = new double[Math.multiplyExact(block.outputs(), columns)];
            models.get(0).add(block, 1.0 / models.size(), first, second, columns);
            for (TrakModel model : models.subList(1, models.size())) {
                model.add(model.projected().block(number), 1.0 / models.size(), first, second, columns);
            }
            double[] scores = new double[block.size() * columns];
            for (int i = 0; i < second.length; i++) {
                double product = first[i / columns] * second[i];
                scores[block.lines()[i / columns] * columns + i % columns] += self ? product : 0.0 - product;
            }
            sink.accept(new NetworkRows.Block(block.size(), block.rows(), block.tasks(), scores));
        }
    }
}
