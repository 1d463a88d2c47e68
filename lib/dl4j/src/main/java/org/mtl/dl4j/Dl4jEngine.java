package org.mtl.dl4j;

import java.util.List;
import org.mtl.MtlException;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.HeapTaskGradients;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TaskGradients;

/**
 * Computes networks as a {@code ComputationGraph} of DL4J. The graph ends with the predictions: losses and their derivatives
 * are ours, and go back into it as external errors, so that every loss is the same on every engine.
 */
final class Dl4jEngine implements NetworkEngine {

    /** Rows of dense layers are small; images and what filters make of them are not. */
    private static final int DENSE_ROWS = 1024;

    private static final int IMAGES = 128;

    private final Architecture architecture;
    private final Precision precision;
    private final HeapVector parameters;
    private final HeapVector gradient;
    private final TaskLosses losses;
    private final Passes passes;
    private final ExampleGradients examples;

    Dl4jEngine(Architecture architecture, List<Loss> losses, Precision precision) {
        this.architecture = architecture;
        this.precision = precision;
        this.parameters = new HeapVector(architecture.parameters(), precision);
        this.gradient = new HeapVector(architecture.parameters(), precision);
        this.losses = new TaskLosses(losses);
        this.passes = new Passes(architecture, precision, parameters);
        this.examples = new ExampleGradients(architecture, passes, this.losses, batchRows());
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Precision precision() {
        return precision;
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
        return architecture.images().isPresent() ? IMAGES : DENSE_ROWS;
    }

    private List<Rows> inOrder(Batch batch) {
        return Rows.inOrder(batch, architecture.inputs(), batchRows());
    }

    @Override
    public void predict(Batch batch, double[] outputs) {
        int at = 0;
        for (Rows rows : inOrder(new Batch(batch.count(), batch.features(), List.of()))) {
            double[] predictions = passes.predict(rows);
            System.arraycopy(predictions, 0, outputs, at, predictions.length);
            at += predictions.length;
        }
    }

    @Override
    public double[] losses(Batch batch) {
        return sums(batch, Summand.LOSS);
    }

    private double[] sums(Batch batch, Summand summand) {
        double[] sums = new double[losses.tasks()];
        for (Rows rows : inOrder(batch)) {
            double[] predictions = passes.predict(rows);
            rows.parts().forEach(part -> losses.addSum(part, predictions, summand, sums));
        }
        return sums;
    }

    @Override
    public double[][] sumsAt(Batch batch, List<RealVector> vectors, Summand summand) {
        double[] own = parameters.values();
        double[][] sums = new double[vectors.size()][];
        for (int i = 0; i < sums.length; i++) {
            parameters.put(0, own.length, vectors.get(i).values());
            sums[i] = sums(batch, summand);
        }
        parameters.put(0, own.length, own);
        return sums;
    }

    @Override
    public RealVector vector() {
        return new HeapVector(architecture.parameters(), precision);
    }

    @Override
    public double[] gradient(Batch batch, Dropout dropout, boolean add) {
        double[] sums = new double[losses.tasks()];
        if (!add) {
            gradient.clear();
        }
        for (Rows rows : inOrder(batch)) {
            if (!rows.parts().isEmpty()) {
                double[] predictions = passes.forward(rows, dropout);
                double[] deltas = new double[predictions.length];
                for (Rows.Part part : rows.parts()) {
                    losses.addSum(part, predictions, Summand.LOSS, sums);
                    losses.putDeltas(part, predictions, deltas);
                }
                gradient.add(0, passes.backward(rows, deltas));
            }
        }
        return sums;
    }

    @Override
    public TaskGradients taskGradients(Batch batch, Dropout dropout) {
        int shared = architecture.sharedParameters();
        double[] sums = new double[losses.tasks()];
        double[][] ofTasks = new double[losses.tasks()][shared];
        gradient.clear();
        for (Rows rows : Rows.byTask(batch, architecture.inputs(), batchRows())) {
            double[] predictions = passes.forward(rows, dropout);
            for (Rows.Part part : rows.parts()) {
                losses.addSum(part, predictions, Summand.LOSS, sums);
                double[] deltas = new double[predictions.length];
                losses.putDeltas(part, predictions, deltas);
                double[] all = passes.backward(rows, deltas);
                for (int i = 0; i < shared; i++) {
                    ofTasks[part.task()][i] += all[i];
                    all[i] = 0;
                }
                // The heads of other tasks have no part in it.
                gradient.add(0, all);
            }
        }
        return new HeapTaskGradients(sums, ofTasks, gradient);
    }

    @Override
    public void exampleProducts(Batch batch, Directions directions, double[] products) {
        examples.products(batch, (ExampleGradients.Prepared) directions, products);
    }

    @Override
    public Directions directions(double[] vectors, int count) {
        return examples.directions(vectors, count);
    }

    @Override
    public void addExampleSquares(Batch batch, double[] squares) {
        if (architecture.images().isPresent()) {
            examples.addSquares(batch, squares);
        } else {
            NetworkEngine.super.addExampleSquares(batch, squares);
        }
    }

    @Override
    public void addInputGradients(Batch batch, double[] gradients) {
        examples.addInputGradients(batch, gradients);
    }

    @Override
    public void layers(Batch batch, int labels, LayerVisitor visitor) {
        examples.layers(batch, labels, visitor);
    }

    @Override
    public boolean hasSecondDerivatives() {
        return false;
    }

    @Override
    public void hessianProduct(Batch batch, double[] direction, double[] product, boolean add) {
        throw noSecondDerivatives();
    }

    @Override
    public void gaussNewtonProduct(Batch batch, double[] direction, double[] product, boolean add) {
        throw noSecondDerivatives();
    }

    private static MtlException noSecondDerivatives() {
        return MtlException.unavailable("the engine dl4j has no second derivatives, since DL4J has none; expected a method of"
                + " first order, or the engine cpu, which reads the same models", null);
    }

    @Override
    public void close() {
        passes.close();
    }
}
