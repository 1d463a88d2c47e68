package org.mtl.affinity;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Seeds;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;

/**
 * The gradients of a network's outputs by its parameters, one for each labelled row, projected on random directions: what a
 * linear surrogate of the network sees of a row. The output of a row with a class is its margin log p_y/(1 − p_y), of one
 * with a number the prediction.
 */
final class OutputGradients implements AutoCloseable {

    /** Directions that are taken through the network at once. */
    private static final int TOGETHER = 16;

    private static final int TILE_ROWS = 1024;

    /** A row that is predicted with so much certainty has no say; its gradient would be a quotient of rounding errors. */
    private static final double CERTAIN = 1e-9;

    private final NetworkModel model;
    private final Design design;
    private final NetworkEngine engine;
    private final int parameters;
    private final int dimension;
    private final long seed;

    /**
     * Prepares a projection.
     *
     * @param model one network for all tasks
     * @param dimension d, at most; as many as parameters at most, and then these are taken as they are
     * @param seed what directions are drawn from
     * @throws MtlException (USAGE) if a loss is none of squared with one output, logistic and softmax
     */
    OutputGradients(NetworkModel model, Dataset data, int dimension, long seed, Workers workers) {
        for (NetworkModel.Task task : model.tasks()) {
            Loss loss = task.loss();
            if (!(loss instanceof LogisticLoss || loss instanceof SoftmaxLoss || loss instanceof SquaredLoss && loss.outputs() == 1)) {
                throw MtlException.usage("task '" + task.name() + "': expected a loss that is squared, logistic or softmax, found "
                        + loss.label() + (loss.outputs() > 1 ? " of " + loss.outputs() + " values" : ""));
            }
        }
        this.model = model;
        this.design = new Design(data.features(), model.standardization(), model.components(), false).materialized();
        NetworkModel.Network network = model.networks().get(0);
        this.parameters = network.parameters().length;
        this.dimension = Math.min(dimension, parameters);
        this.seed = seed;
        this.engine = model.engines().create(network.architecture(), model.losses(), model.precision(), workers);
        engine.parameters().put(0, parameters, network.parameters());
    }

    /** d. */
    int dimension() {
        return dimension;
    }

    /**
     * The rows of every task of one split.
     *
     * @return for each task its rows, none where it has none
     */
    List<SurrogateRows> rows(Dataset data, Split split) {
        List<SurrogateRows> all = data.tasks().stream()
                .map(task -> new SurrogateRows(task.size(split), dimension, task.classes().isEmpty()))
                .toList();
        double[] vectors = new double[Math.min(TOGETHER, dimension) * parameters];
        for (int first = 0; first < dimension; first += TOGETHER) {
            int count = Math.min(TOGETHER, dimension - first);
            draw(first, count, vectors);
            NetworkEngine.Directions directions =
                    engine.directions(Arrays.copyOf(vectors, count * parameters), count);
            for (int k = 0; k < all.size(); k++) {
                project(data.tasks().get(k).in(split), k, directions, first, all.get(k));
            }
        }
        return all;
    }

    /** N(0, 1/d), each direction from a generator of its own; or the axes. */
    private void draw(int first, int count, double[] vectors) {
        Arrays.fill(vectors, 0);
        double scale = 1 / Math.sqrt(dimension);
        for (int t = 0; t < count; t++) {
            if (dimension == parameters) {
                vectors[t * parameters + first + t] = 1;
                continue;
            }
            Random random = Seeds.random(seed, "projection:" + (first + t));
            for (int i = 0; i < parameters; i++) {
                vectors[t * parameters + i] = scale * random.nextGaussian();
            }
        }
    }

    private void project(TaskData.Labelled labelled, int task, NetworkEngine.Directions directions, int first, SurrogateRows into) {
        Loss loss = model.tasks().get(task).loss();
        int outputs = loss.outputs();
        int width = model.losses().stream().mapToInt(Loss::outputs).sum();
        int start = model.losses().subList(0, task).stream().mapToInt(Loss::outputs).sum();
        int size = labelled.size();
        double[] tile = new double[Math.min(TILE_ROWS, size) * design.columns()];
        double[] all = new double[Math.min(TILE_ROWS, size) * width];
        for (int from = 0; from < size; from += TILE_ROWS) {
            int count = Math.min(TILE_ROWS, size - from);
            design.copyRows(task, labelled, from, from + count, tile);
            engine.predict(new Batch(count, tile, List.of()), all);
            double[] predictions = new double[count * outputs];
            for (int i = 0; i < count; i++) {
                System.arraycopy(all, i * width + start, predictions, i * outputs, outputs);
            }
            double[] own = labelled.targets(from, from + count);
            double[] slopes = slopes(loss, predictions, own, from, into);
            int[] positions = new int[count];
            Arrays.setAll(positions, i -> i);
            double[] products = new double[count * directions.count()];
            engine.exampleProducts(new Batch(count, tile, List.of(new Batch.Labels(task, positions, own, 1))), directions, products);
            for (int i = 0; i < count; i++) {
                for (int t = 0; t < directions.count(); t++) {
                    into.gradients()[(from + i) * dimension + first + t] =
                            slopes[i] == 0 ? 0 : products[i * directions.count() + t] / slopes[i];
                }
            }
        }
    }

    /**
     * Notes the outputs, and says how the loss depends on them. Of numbers, the targets become such that it is 1.
     *
     * @return ∂ℓ/∂output of each row; 0 where it is too small to divide by
     */
    private static double[] slopes(Loss loss, double[] predictions, double[] targets, int from, SurrogateRows into) {
        double[] slopes = new double[targets.length];
        for (int i = 0; i < targets.length; i++) {
            if (!loss.isClassification()) {
                into.outputs()[from + i] = predictions[i];
                into.targets()[from + i] = targets[i];
                targets[i] = predictions[i] - 0.5;
                slopes[i] = 1;
                continue;
            }
            double margin = margin(loss.outputs(), predictions, i, (int) targets[i]);
            double wrong = LogisticLoss.sigmoid(-margin);
            into.outputs()[from + i] = margin;
            slopes[i] = wrong < CERTAIN ? 0 : -wrong;
        }
        return slopes;
    }

    /** log p_y/(1 − p_y). */
    private static double margin(int outputs, double[] predictions, int row, int truth) {
        if (outputs == 1) {
            return truth == 1 ? predictions[row] : -predictions[row];
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < outputs; c++) {
            largest = c == truth ? largest : Math.max(largest, predictions[row * outputs + c]);
        }
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
            sum += c == truth ? 0 : Math.exp(predictions[row * outputs + c] - largest);
        }
        return predictions[row * outputs + truth] - largest - Math.log(sum);
    }

    @Override
    public void close() {
        engine.close();
    }
}
