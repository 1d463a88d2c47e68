package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.SymmetricEigen;
import org.mtl.model.network.Architecture;

/**
 * The Kronecker factors of every layer's curvature and their eigenbases (Martens and Grosse 2015): A = Σ_li c_l aa' with a 1
 * appended to a where there is a bias, S = Σ_li c_l δδ', c_l = π_l/n_l. One pass over the training rows, in double; memory a
 * matrix for each side of each layer.
 */
final class KroneckerFactors {

    /**
     * A layer's eigenbases, with eigenvectors in rows.
     *
     * @param inputValues eigenvalues of A
     * @param outputValues eigenvalues of S
     * @param totalWeight Σ_li c_l of the labels that the layer has gradients of
     */
    record Basis(Architecture.Block block, Matrix inputs, double[] inputValues, Matrix outputs, double[] outputValues,
            double totalWeight) {}

    private final TrainedObjective objective;
    private final FactorPass pass;
    private final LayerProducts products;
    private final List<Basis> bases;

    private KroneckerFactors(TrainedObjective objective, FactorPass pass, LayerProducts products, List<Basis> bases) {
        this.objective = objective;
        this.pass = pass;
        this.products = products;
        this.bases = bases;
    }

    /** Goes over the factors of training labels, with the weight that those at one parameter vector have among all. */
    private interface FactorPass {
        void go(Weighted visitor);
    }

    private interface Weighted {
        void accept(Architecture.Block block, double weight, int count, double[] activations, double[] deltas);
    }

    /** The factors with the labels that say what curvature is meant. */
    static KroneckerFactors of(TrainedObjective objective, TrainedObjective.Labels labels) {
        return of(objective, visitor -> objective.factors(labels, (block, task, first, count, activations, deltas) ->
                visitor.accept(block, objective.rowWeight(task), count, activations, deltas)));
    }

    /** The mean of the factors at several parameter vectors; the engine keeps its own. */
    static KroneckerFactors ofMean(TrainedObjective objective, TrainedObjective.Labels labels, List<double[]> points) {
        int size = objective.size();
        return of(objective, visitor -> {
            double[] own = new double[size];
            objective.engine().parameters().get(0, size, own);
            for (double[] point : points) {
                objective.engine().parameters().put(0, size, point);
                objective.factors(labels, (block, task, first, count, activations, deltas) -> visitor.accept(
                        block, objective.rowWeight(task) / points.size(), count, activations, deltas));
            }
            objective.engine().parameters().put(0, size, own);
        });
    }

    private static KroneckerFactors of(TrainedObjective objective, FactorPass pass) {
        LayerProducts products = new LayerProducts(objective.workers());
        List<Architecture.Block> blocks = objective.blocks();
        Map<Architecture.Block, Matrix> inputs = new LinkedHashMap<>();
        Map<Architecture.Block, Matrix> outputs = new LinkedHashMap<>();
        for (Architecture.Block block : blocks) {
            inputs.put(block, products.zeros(block.rows(), block.rows()));
            outputs.put(block, products.zeros(block.columns(), block.columns()));
        }
        LayerRoom room = new LayerRoom(products);
        pass.go((block, weight, count, activations, deltas) -> {
            room.load(block, count, activations, deltas);
            products.addGram(count, weight, room.activations(), inputs.get(block));
            products.addGram(count, weight, room.deltas(), outputs.get(block));
        });
        SymmetricEigen[] eigen = new SymmetricEigen[2 * blocks.size()];
        objective.workers().forEach(eigen.length, i -> {
            Architecture.Block block = blocks.get(i / 2);
            Matrix matrix = (i % 2 == 0 ? inputs : outputs).get(block);
            eigen[i] = SymmetricEigen.of(products.values(matrix, matrix.stride()), matrix.stride());
        });
        List<Basis> bases = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b++) {
            Architecture.Block block = blocks.get(b);
            SymmetricEigen in = eigen[2 * b];
            SymmetricEigen out = eigen[2 * b + 1];
            bases.add(new Basis(block, products.of(in.vectors(), block.rows(), block.rows()), in.values(),
                    products.of(out.vectors(), block.columns(), block.columns()), out.values(), objective.totalWeight(block)));
        }
        return new KroneckerFactors(objective, pass, products, bases);
    }

    List<Basis> bases() {
        return bases;
    }

    LayerProducts products() {
        return products;
    }

    /** p, of all parameters. */
    int size() {
        return objective.size();
    }

    /** wd. */
    double decay() {
        return objective.decay();
    }

    /**
     * The second moments of gradients along the eigenbases, Λ_jk = Σ_li c_l (Q_A'a δ'Q_S)²_jk (George 2018): a further pass.
     *
     * @return rows × columns values of every layer
     */
    Map<Architecture.Block, double[]> moments() {
        Map<Architecture.Block, Basis> byBlock = new LinkedHashMap<>();
        Map<Architecture.Block, Matrix> sums = new LinkedHashMap<>();
        for (Basis basis : bases) {
            byBlock.put(basis.block(), basis);
            sums.put(basis.block(), products.zeros(basis.block().rows(), basis.block().columns()));
        }
        LayerRoom room = new LayerRoom(products);
        LayerRoom squares = new LayerRoom(products);
        pass.go((block, weight, count, activations, deltas) -> {
            room.load(block, count, activations, deltas);
            squares.reserve(block, count);
            Basis basis = byBlock.get(block);
            products.squaredProducts(count, room.activations(), basis.inputs(), squares.activations());
            products.squaredProducts(count, room.deltas(), basis.outputs(), squares.deltas());
            products.addTransposed(count, weight, squares.activations(), squares.deltas(), sums.get(block));
        });
        Map<Architecture.Block, double[]> moments = new LinkedHashMap<>();
        sums.forEach((block, sum) -> moments.put(block, products.values(sum, block.rows())));
        return moments;
    }
}
