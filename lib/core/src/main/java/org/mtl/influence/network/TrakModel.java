package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.linalg.Cholesky;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.Batch;

/**
 * {@code --method trak} of one model (Park 2023, METHODS §4): with the projected gradients φ of outputs and the slopes q of losses
 * U_k = (Σ_j c_j φ_jφ_j' + damping·I)⁻¹ mean_v q_vφ_v, of which a row's second factor is φ_i·U_k. The first is (π_l/n_l) q_i. A row
 * with several outputs is one of them after the other: in the sum over j, in the row v, and in its score.
 */
public final class TrakModel {

    /** What c_j is. */
    public enum Weights {
        /** π_l/n_l. */
        ROWS,
        /** π_l/n_l times the second derivative of the loss by the output, which makes of the sum the Gauss–Newton matrix. */
        CURVATURE,
        /** 1. */
        NONE
    }

    /** One network: the factor of its matrix and U, targets × D. */
    private record Solved(Cholesky matrix, double[] directions, List<Integer> columns) {}

    private final ProjectedModel model;
    private final LayerProducts products;
    private final boolean self;
    private final List<Solved> networks = new ArrayList<>();

    private TrakModel(ProjectedModel model, boolean self) {
        this.model = model;
        this.self = self;
        this.products = new LayerProducts(model.parts().get(0).objective().workers());
    }

    /**
     * Prepares a model to be scored; a pass over the training rows and one over those of the targets.
     *
     * @param targets the positions of the target tasks, or single rows of them
     * @param perRow whether single rows are targets
     * @throws MtlException (DATA) if the matrix is singular
     */
    public static TrakModel of(ProjectedModel model, Dataset data, List<Integer> targets, RowTargets rows, boolean perRow,
            Weights weights, Damping damping) {
        TrakModel trak = new TrakModel(model, false);
        List<Cholesky> matrices = trak.matrices(weights, damping);
        for (int part = 0; part < matrices.size(); part++) {
            List<Integer> columns = perRow ? rows.of(model.parts().get(part)) : trak.columns(part, targets);
            double[] directions = trak.means(part, data, targets, rows, columns, perRow);
            matrices.get(part).solve(directions, columns.size());
            trak.networks.add(new Solved(matrices.get(part), directions, columns));
        }
        return trak;
    }

    /** Prepares a model for the influence of rows on their own loss. */
    public static TrakModel ofSelf(ProjectedModel model, Weights weights, Damping damping) {
        TrakModel trak = new TrakModel(model, true);
        trak.matrices(weights, damping).forEach(matrix -> trak.networks.add(new Solved(matrix, new double[0], List.of(0))));
        return trak;
    }

    ProjectedModel projected() {
        return model;
    }

    private List<Integer> columns(int part, List<Integer> targets) {
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < targets.size(); column++) {
            if (model.parts().get(part).tasks().contains(targets.get(column))) {
                columns.add(column);
            }
        }
        return columns;
    }

    private List<Cholesky> matrices(Weights weights, Damping damping) {
        List<Matrix> sums = new ArrayList<>();
        for (int part = 0; part < model.parts().size(); part++) {
            sums.add(products.zeros(model.dimension(part), model.dimension(part)));
        }
        for (int number = 0; number < model.blocks(); number++) {
            ProjectedModel.Block block = model.block(number);
            for (int part = 0; part < sums.size(); part++) {
                int[] outputs = model.outputs(part, block);
                double[] scaled = rows(part, block, outputs);
                int width = model.dimension(part);
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] *= Math.sqrt(weight(weights, part, block, outputs[i / width]));
                }
                products.addGram(outputs.length, 1, products.of(scaled, outputs.length, width), sums.get(part));
            }
        }
        List<Cholesky> matrices = new ArrayList<>();
        for (int part = 0; part < sums.size(); part++) {
            int size = model.dimension(part);
            double[] matrix = products.values(sums.get(part), size);
            double trace = 0;
            for (int i = 0; i < size; i++) {
                trace += matrix[i * size + i];
            }
            double added = damping.plain(trace / size);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < i; j++) {
                    matrix[j * size + i] = matrix[i * size + j];
                }
                matrix[i * size + i] += added;
            }
            matrices.add(Cholesky.of(matrix, size).orElseThrow(() -> MtlException.data("--method trak: the training rows do not"
                    + " span the " + size + " directions that their gradients are projected on; try a smaller --projection, or a"
                    + " --damping above 0")));
        }
        return matrices;
    }

    private double weight(Weights weights, int part, ProjectedModel.Block block, int output) {
        int task = block.task(output);
        double perRow = rowWeight(part, task);
        return switch (weights) {
            case ROWS -> perRow;
            case CURVATURE -> perRow * new RowOutput(block.slopes()[output]).curvature(model.loss(task));
            case NONE -> 1;
        };
    }

    private double rowWeight(int part, int task) {
        ModelNetworks.Part of = model.parts().get(part);
        return of.objective().rowWeight(of.tasks().indexOf(task));
    }

    /** The features of some outputs, outputs × D of the network. */
    private double[] rows(int part, ProjectedModel.Block block, int[] outputs) {
        int width = model.dimension(part);
        double[] rows = new double[outputs.length * width];
        for (int i = 0; i < outputs.length; i++) {
            System.arraycopy(block.features(), outputs[i] * model.dimension(), rows, i * width, width);
        }
        return rows;
    }

    /** mean_v q_vφ_v of each target, targets × D. */
    private double[] means(int part, Dataset data, List<Integer> targets, RowTargets rowTargets, List<Integer> columns,
            boolean perRow) {
        int width = model.dimension(part);
        double[] means = new double[Math.multiplyExact(columns.size(), width)];
        ModelNetworks.Part of = model.parts().get(part);
        LabelledRows rows = of.rows(data, rowTargets.on());
        int[] places = new int[perRow ? rowTargets.count() : targets.size()];
        for (int t = 0; t < columns.size(); t++) {
            places[columns.get(t)] = t;
        }
        model.project(part, rows, 0, Integer.MAX_VALUE, (number, batch, before, features, slopes) -> {
            int pair = 0;
            for (Batch.Labels labels : batch.labels()) {
                int task = of.tasks().get(labels.task());
                for (int i = 0; i < labels.size(); i++, pair++) {
                    int column = perRow ? rowTargets.target(task, before[labels.task()] + i) : targets.indexOf(task);
                    if (column >= 0) {
                        double factor = slopes[pair] / (perRow ? 1 : rows.of(labels.task()).size());
                        for (int d = 0; d < width; d++) {
                            means[places[column] * width + d] += factor * features[pair * width + d];
                        }
                    }
                }
            }
        });
        return means;
    }

    /**
     * Adds a share of both factors of each output of a block.
     *
     * @param first receives (π_l/n_l) q_i, outputs
     * @param second receives φ_i·U_k, or of a row itself φ_i·(…)⁻¹ Σ qφ over its outputs, outputs × columns
     */
    void add(ProjectedModel.Block block, double share, double[] first, double[] second, int columns) {
        for (int part = 0; part < networks.size(); part++) {
            int[] outputs = model.outputs(part, block);
            Solved solved = networks.get(part);
            int targets = solved.columns().size();
            double[] features = rows(part, block, outputs);
            double[] products = self ? forms(solved, block, outputs, features) : products(part, solved, features, outputs.length);
            for (int i = 0; i < outputs.length; i++) {
                int output = outputs[i];
                first[output] += share * rowWeight(part, block.task(output)) * block.slopes()[output];
                for (int t = 0; t < targets; t++) {
                    second[output * columns + solved.columns().get(t)] += share * products[i * targets + t];
                }
            }
        }
    }

    private double[] products(int part, Solved solved, double[] features, int count) {
        int targets = solved.columns().size();
        int width = model.dimension(part);
        Matrix result = products.zeros(count, targets);
        if (count > 0 && targets > 0) {
            products.multiplyByTransposed(count, products.of(features, count, width),
                    products.of(solved.directions(), targets, width), result);
        }
        return products.values(result, count);
    }

    /** φ·(…)⁻¹ Σ qφ of each output, the sum over the outputs of its line. */
    private static double[] forms(Solved solved, ProjectedModel.Block block, int[] outputs, double[] features) {
        int width = outputs.length == 0 ? 0 : features.length / outputs.length;
        double[] moved = new double[block.size() * width];
        for (int i = 0; i < features.length; i++) {
            int output = outputs[i / width];
            moved[block.lines()[output] * width + i % width] += block.slopes()[output] * features[i];
        }
        solved.matrix().solve(moved, block.size());
        double[] forms = new double[outputs.length];
        for (int i = 0; i < features.length; i++) {
            forms[i / width] += features[i] * moved[block.lines()[outputs[i / width]] * width + i % width];
        }
        return forms;
    }
}
