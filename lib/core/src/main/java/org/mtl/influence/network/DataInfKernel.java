package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Architecture;

/**
 * Products g_i·u(g_v) of DataInf from Gram matrices: of each layer (1/λ)(g_i·g_v − Σ_j (g_i·g_j) e_jv) with
 * e_jv = c_j (g_j·g_v)/(λ + W‖g_j‖²) and g·g' = (a·a')(δ·δ'). The factors of all training rows and the e_jv are held, in 32
 * bits: n·(rows + columns + targets) values for each layer, in the place of targets × p for directions.
 */
final class DataInfKernel implements PairKernel {

    private static final int TILE = 128;

    /** Training rows of some labels, with what they have to do with the targets. */
    private record Piece(int count, Matrix activations, Matrix deltas, Matrix weights) {}

    private record Prepared(int[] targets, Matrix activations, Matrix deltas, List<Piece> training, double lambda) {}

    /** λ of a layer. */
    interface Lambda {
        double of(Architecture.Block block);
    }

    private final TrainedObjective objective;
    private final RealKernels<float[]> floats = RealKernels.ofFloats();
    private final Map<Architecture.Block, Prepared> layers = new LinkedHashMap<>();

    DataInfKernel(TrainedObjective objective, Lambda lambda, TargetFactors targets) {
        this.objective = objective;
        targets.layers().forEach((block, of) -> layers.put(block, new Prepared(of.targets(),
                FloatTiles.of(floats, of.activations(), of.count(), block.rows()),
                FloatTiles.of(floats, of.deltas(), of.count(), block.columns()), new ArrayList<>(), lambda.of(block))));
        objective.factors(TrainedObjective.Labels.GIVEN, (block, task, first, count, activations, deltas) -> {
            Prepared layer = layers.get(block);
            if (layer != null) {
                layer.training().add(piece(layer, new LayerFactors(block, task, 0, count, activations, deltas)));
            }
        });
    }

    /** The bytes that this takes for some targets. */
    static double bytes(TrainedObjective objective, int targets) {
        double values = 0;
        for (Architecture.Block block : objective.blocks()) {
            values += (double) labels(objective, block) * (block.rows() + block.columns() + targets);
        }
        return Float.BYTES * values;
    }

    /** Multiplications for each row and all targets over those that directions written out would take for it. */
    static double cost(TrainedObjective objective, int targets) {
        double grams = 0;
        for (Architecture.Block block : objective.blocks()) {
            grams += (double) labels(objective, block) * (block.rows() + block.columns() + targets);
        }
        return grams / (3.0 * objective.size() * targets);
    }

    private static int labels(TrainedObjective objective, Architecture.Block block) {
        int labels = 0;
        for (int task = 0; task < objective.training().tasks(); task++) {
            labels += block.task().isEmpty() || block.task().getAsInt() == task ? objective.training().of(task).size() : 0;
        }
        return labels;
    }

    private Piece piece(Prepared layer, LayerFactors rows) {
        int targets = layer.targets().length;
        Matrix activations = FloatTiles.of(floats, rows.activations(), rows.count(), rows.block().rows());
        Matrix deltas = FloatTiles.of(floats, rows.deltas(), rows.count(), rows.block().columns());
        Matrix weights = FloatTiles.zeros(floats, rows.count(), targets);
        double total = objective.totalWeight(rows.block());
        objective.workers().forEach((rows.count() + TILE - 1) / TILE, tile -> {
            int from = tile * TILE;
            int count = Math.min(TILE, rows.count() - from);
            float[] gram = GramKernel.gram(floats, count, activations.part(from, 0), deltas.part(from, 0), layer.activations(),
                    layer.deltas(), targets);
            for (int i = 0; i < count; i++) {
                float factor = (float) (objective.rowWeight(rows.task()) / (layer.lambda() + total * rows.square(from + i)));
                for (int v = i * targets; v < (i + 1) * targets; v++) {
                    gram[v] *= factor;
                }
            }
            floats.put(gram, 0, weights.vector(), from * targets, gram.length);
        });
        return new Piece(rows.count(), activations, deltas, weights);
    }

    @Override
    public void add(List<LayerFactors> factors, int pairs, double[] products) {
        for (LayerFactors rows : factors) {
            Prepared layer = layers.get(rows.block());
            if (layer != null) {
                Matrix activations = FloatTiles.of(floats, rows.activations(), rows.count(), rows.block().rows());
                Matrix deltas = FloatTiles.of(floats, rows.deltas(), rows.count(), rows.block().columns());
                objective.workers().forEach((rows.count() + TILE - 1) / TILE, tile -> {
                    int from = tile * TILE;
                    int count = Math.min(TILE, rows.count() - from);
                    addTile(layer, activations.part(from, 0), deltas.part(from, 0), count, pairs, rows.pair() + from, products);
                });
            }
        }
    }

    private void addTile(Prepared layer, Matrix activations, Matrix deltas, int count, int pairs, int pair, double[] products) {
        int targets = layer.targets().length;
        Matrix sums = FloatTiles.zeros(floats, count, targets);
        for (Piece piece : layer.training()) {
            Matrix gram = FloatTiles.zeros(floats, count, piece.count());
            floats.put(GramKernel.gram(floats, count, activations, deltas, piece.activations(), piece.deltas(), piece.count()), 0,
                    gram.vector(), 0, count * piece.count());
            floats.multiply(count, targets, piece.count(), gram, piece.weights(), 1, sums);
        }
        float[] subtracted = new float[count * targets];
        floats.get(sums.vector(), 0, subtracted, 0, subtracted.length);
        float[] own = GramKernel.gram(floats, count, activations, deltas, layer.activations(), layer.deltas(), targets);
        for (int v = 0; v < targets; v++) {
            int at = layer.targets()[v] * pairs + pair;
            for (int i = 0; i < count; i++) {
                products[at + i] += ((double) own[i * targets + v] - subtracted[i * targets + v]) / layer.lambda();
            }
        }
    }
}
