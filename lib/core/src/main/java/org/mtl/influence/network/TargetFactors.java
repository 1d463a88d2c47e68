package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.data.Dataset;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;

/**
 * The factors of the gradients of target rows, layer by layer.
 *
 * @param count the number of the network's targets
 * @param layers what each layer has of them; a head only those of its task
 */
record TargetFactors(int count, Map<Architecture.Block, Layer> layers) {

    /**
     * One layer.
     *
     * @param targets which targets they are, numbered within the network
     * @param activations targets × rows of the block
     * @param deltas targets × columns of the block
     */
    record Layer(int[] targets, double[] activations, double[] deltas) {

        int count() {
            return targets.length;
        }
    }

    /** The factors of a network's targets; one pass over their rows. */
    static TargetFactors of(ModelNetworks.Part part, Dataset data, RowTargets targets) {
        TrainedObjective objective = part.objective();
        List<Integer> own = targets.of(part);
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        own.forEach(target -> numbers.put(target, numbers.size()));
        Map<Architecture.Block, List<LayerFactors>> found = new LinkedHashMap<>();
        Map<Architecture.Block, List<int[]>> which = new LinkedHashMap<>();
        LabelledRows rows = part.rows(data, targets.on());
        rows.forEachBatch(objective.engine().batchRows(), (task, labels, size) -> 1, (batch, before) -> {
            List<Batch.Labels> wanted = batch.labels().stream()
                    .filter(labels -> targets.target(part.tasks().get(labels.task()), 0) >= 0).toList();
            objective.factors(rows, new Batch(batch.count(), batch.features(), wanted), before,
                    (block, task, first, count, activations, deltas) -> {
                        int[] some = new int[count];
                        for (int i = 0; i < count; i++) {
                            some[i] = numbers.get(targets.target(part.tasks().get(task), first + i));
                        }
                        found.computeIfAbsent(block, key -> new ArrayList<>())
                                .add(new LayerFactors(block, task, 0, count, activations, deltas));
                        which.computeIfAbsent(block, key -> new ArrayList<>()).add(some);
                    });
        });
        Map<Architecture.Block, Layer> layers = new LinkedHashMap<>();
        found.forEach((block, pieces) -> layers.put(block, joined(block, pieces, which.get(block))));
        return new TargetFactors(own.size(), layers);
    }

    /** The gradient of one target written out, p values. */
    double[] gradient(int target, int size) {
        double[] gradient = new double[size];
        layers.forEach((block, layer) -> {
            for (int i = 0; i < layer.count(); i++) {
                if (layer.targets()[i] == target) {
                    new LayerFactors(block, 0, 0, layer.count(), layer.activations(), layer.deltas()).writeOut(i, gradient, 0);
                }
            }
        });
        return gradient;
    }

    private static Layer joined(Architecture.Block block, List<LayerFactors> pieces, List<int[]> which) {
        int count = pieces.stream().mapToInt(LayerFactors::count).sum();
        int[] targets = new int[count];
        double[] activations = new double[count * block.rows()];
        double[] deltas = new double[count * block.columns()];
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            LayerFactors piece = pieces.get(i);
            System.arraycopy(which.get(i), 0, targets, at, piece.count());
            System.arraycopy(piece.activations(), 0, activations, at * block.rows(), piece.count() * block.rows());
            System.arraycopy(piece.deltas(), 0, deltas, at * block.columns(), piece.count() * block.columns());
            at += piece.count();
        }
        return new Layer(targets, activations, deltas);
    }
}
