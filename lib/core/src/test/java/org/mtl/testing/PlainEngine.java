package org.mtl.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TaskGradients;

/** Networks by plain loops in double, row by row: predictions, losses and the gradient, without dropout. */
public final class PlainEngine implements NetworkEngine {

    private static final int BATCH_ROWS = 64;

    private final Architecture architecture;
    private final List<Loss> losses;
    private final PlainVector parameters;
    private final PlainVector gradient;

    /** A network whose parameters are 0. */
    public PlainEngine(Architecture architecture, List<Loss> losses) {
        this.architecture = architecture;
        this.losses = losses;
        this.parameters = new PlainVector(new double[architecture.parameters()]);
        this.gradient = new PlainVector(new double[architecture.parameters()]);
    }

    /** An array as a vector. */
    public record PlainVector(double[] values) implements RealVector {

        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void get(int from, int count, double[] into) {
            System.arraycopy(values, from, into, 0, count);
        }

        @Override
        public void put(int from, int count, double[] given) {
            System.arraycopy(given, 0, values, from, count);
        }
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Precision precision() {
        return Precision.DOUBLE;
    }

    @Override
    public RealVector parameters() {
        return parameters;
    }

    @Override
    public RealVector gradient() {
        return gradient;
    }

    @Override
    public int batchRows() {
        return BATCH_ROWS;
    }

    @Override
    public void predict(Batch batch, double[] outputs) {
        int at = 0;
        for (int row = 0; row < batch.count(); row++) {
            for (int task = 0; task < architecture.tasks(); task++) {
                List<double[]> values = forward(batch, row, task);
                double[] last = values.get(values.size() - 1);
                System.arraycopy(last, 0, outputs, at, last.length);
                at += last.length;
            }
        }
    }

    /** What goes into each layer of a task's path, and at the end what comes out of the last one. */
    private List<double[]> forward(Batch batch, int row, int task) {
        List<double[]> values = new ArrayList<>();
        double[] input = new double[architecture.inputs()];
        System.arraycopy(batch.features(), row * input.length, input, 0, input.length);
        values.add(input);
        List<Architecture.Block> path = path(task);
        for (int layer = 0; layer < path.size(); layer++) {
            Architecture.Block block = path.get(layer);
            double[] from = values.get(layer);
            double[] sums = new double[block.columns()];
            for (int j = 0; j < sums.length; j++) {
                sums[j] = architecture.bias() ? weight(block, block.rows() - 1, j) : 0;
                for (int i = 0; i < from.length; i++) {
                    sums[j] += from[i] * weight(block, i, j);
                }
                if (layer < path.size() - 1) {
                    sums[j] = activate(sums[j]);
                }
            }
            values.add(sums);
        }
        return values;
    }

    private List<Architecture.Block> path(int task) {
        return architecture.blocks().stream()
                .filter(block -> block.task().isEmpty() || block.task().getAsInt() == task).toList();
    }

    private double weight(Architecture.Block block, int i, int j) {
        return parameters.values()[block.offset() + i * block.columns() + j];
    }

    private double activate(double sum) {
        return switch (architecture.activation()) {
            case RELU -> Math.max(0, sum);
            case TANH -> Math.tanh(sum);
            case IDENTITY -> sum;
            case GELU -> throw new UnsupportedOperationException("gelu");
        };
    }

    /** The activation's slope where it has this value. */
    private double slope(double value) {
        return architecture.activation() == Activation.TANH ? 1 - value * value
                : architecture.activation() == Activation.RELU && value <= 0 ? 0 : 1;
    }

    @Override
    public double[] gradient(Batch batch, Dropout dropout, boolean add) {
        if (!add) {
            Arrays.fill(gradient.values(), 0);
        }
        double[] sums = new double[architecture.tasks()];
        for (Batch.Labels labels : batch.labels()) {
            Loss loss = losses.get(labels.task());
            for (int i = 0; i < labels.size(); i++) {
                List<double[]> values = forward(batch, labels.positions()[i], labels.task());
                double[] target = target(labels, i);
                double[] deltas = new double[loss.outputs()];
                loss.gradients(values.get(values.size() - 1), target, 1, deltas);
                sums[labels.task()] += loss.sum(values.get(values.size() - 1), target, 1);
                backward(values, path(labels.task()), deltas, labels.factor());
            }
        }
        return sums;
    }

    private static double[] target(Batch.Labels labels, int i) {
        int width = labels.targets().length / labels.size();
        return Arrays.copyOfRange(labels.targets(), i * width, (i + 1) * width);
    }

    private void backward(List<double[]> values, List<Architecture.Block> path, double[] last, double factor) {
        double[] deltas = last;
        for (int layer = path.size() - 1; layer >= 0; layer--) {
            Architecture.Block block = path.get(layer);
            double[] inputs = values.get(layer);
            double[] before = new double[inputs.length];
            for (int j = 0; j < deltas.length; j++) {
                for (int i = 0; i < inputs.length; i++) {
                    gradient.values()[block.offset() + i * block.columns() + j] += factor * inputs[i] * deltas[j];
                    before[i] += weight(block, i, j) * deltas[j];
                }
                if (architecture.bias()) {
                    gradient.values()[block.offset() + (block.rows() - 1) * block.columns() + j] += factor * deltas[j];
                }
            }
            for (int i = 0; layer > 0 && i < before.length; i++) {
                before[i] *= slope(inputs[i]);
            }
            deltas = before;
        }
    }

    @Override
    public double[] losses(Batch batch) {
        double[] sums = new double[architecture.tasks()];
        for (Batch.Labels labels : batch.labels()) {
            for (int i = 0; i < labels.size(); i++) {
                List<double[]> values = forward(batch, labels.positions()[i], labels.task());
                sums[labels.task()] += losses.get(labels.task()).sum(values.get(values.size() - 1), target(labels, i), 1);
            }
        }
        return sums;
    }

    @Override
    public TaskGradients taskGradients(Batch batch, Dropout dropout) {
        throw new UnsupportedOperationException("task gradients");
    }

    @Override
    public void exampleProducts(Batch batch, Directions directions, double[] products) {
        throw new UnsupportedOperationException("example products");
    }

    @Override
    public Directions directions(double[] vectors, int count) {
        throw new UnsupportedOperationException("directions");
    }

    @Override
    public void layers(Batch batch, int labels, LayerVisitor visitor) {
        throw new UnsupportedOperationException("layers");
    }

    @Override
    public void hessianProduct(Batch batch, double[] direction, double[] product, boolean add) {
        throw new UnsupportedOperationException("Hessian products");
    }

    @Override
    public void gaussNewtonProduct(Batch batch, double[] direction, double[] product, boolean add) {
        throw new UnsupportedOperationException("Gauss-Newton products");
    }

    @Override
    public void close() {
        // Everything lies on the heap.
    }
}
