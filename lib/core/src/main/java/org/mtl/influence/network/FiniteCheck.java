package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/** Finds out at which layer and row a number first stopped being finite. */
final class FiniteCheck {

    private static final String ADVICE = "; its features or the network's parameters are too large: try --standardize pooled";

    private FiniteCheck() {}

    /** Whether the first {@code count} values are all finite. */
    static boolean isFinite(double[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            // Stays 0 until a value is infinite or no number.
            sum += 0 * values[i];
        }
        return sum == 0;
    }

    /** What one layer has to do with a row. */
    private record Found(Architecture.Block block, boolean activations, boolean deltas) {}

    /**
     * Makes sure that activations and deltas of one layer are finite.
     *
     * @param first the position of the first of these labels among those of its task
     * @throws MtlException (DATA) naming row and layer
     */
    static void require(NetworkEngine engine, LabelledRows rows, int task, Architecture.Block block, int first, int count,
            double[] activations, double[] deltas) {
        if (isFinite(activations, count * block.rows()) && isFinite(deltas, count * block.columns())) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!isFinite(activations, i, block.rows()) || !isFinite(deltas, i, block.columns())) {
                throw failure(engine, rows, task, first + i);
            }
        }
        throw new IllegalStateException("a value that is not finite, and no row that has it");
    }

    private static boolean isFinite(double[] values, int row, int width) {
        for (int j = row * width; j < (row + 1) * width; j++) {
            if (!Double.isFinite(values[j])) {
                return false;
            }
        }
        return true;
    }

    /** What to say of a label for which something is not finite: where in the network that begins. */
    static MtlException failure(NetworkEngine engine, LabelledRows rows, int task, int label) {
        List<Found> layers = new ArrayList<>();
        int row = rows.row(task, label);
        rows.forEachBatch(row, row + 1, engine.batchRows(), (each, labels, size) -> 1, (batch, before) -> {
            for (int entry = 0; entry < batch.labels().size(); entry++) {
                Batch.Labels of = batch.labels().get(entry);
                if (of.task() == task) {
                    engine.layers(batch, entry, (block, first, count, activations, deltas) -> layers.add(new Found(block,
                            isFinite(activations, 0, block.rows()), isFinite(deltas, 0, block.columns()))));
                }
            }
        });
        return MtlException.data(rows.name(task, label) + ": " + where(layers) + ADVICE);
    }

    /** Forward, the first layer that takes in what is not finite; backward, the last one whose deltas are not. */
    private static String where(List<Found> layers) {
        for (Found layer : layers) {
            if (!layer.activations()) {
                return "what layer " + layer.block().name() + " takes in is not finite";
            }
        }
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (!layers.get(i).deltas()) {
                return "the derivatives at layer " + layers.get(i).block().name() + " are not finite";
            }
        }
        return "its gradient has values too large to multiply";
    }
}
