package org.mtl.training.network;

import java.util.Arrays;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.TaskGradients;
import org.mtl.training.combining.Gram;
import org.mtl.training.weighting.Weighting;

/**
 * The gradients of all tasks on a batch, as methods of balancing see them.
 *
 * @param present the tasks that have labels in the batch, ascending
 * @param gram the products of their gradients
 */
record SharedGradients(NetworkEngine engine, TaskGradients gradients, int[] present, Gram gram) implements Weighting.Gradients {

    /** Those of a batch. */
    static SharedGradients of(NetworkEngine engine, TaskGradients gradients, Batch batch) {
        int[] present = batch.tasks();
        int tasks = engine.architecture().tasks();
        int[] all = new int[tasks];
        Arrays.setAll(all, t -> t);
        return new SharedGradients(engine, gradients, present, new Gram(gradients.gram(), all).part(present));
    }

    /** J, without the tasks that have no labels. */
    double[][] rows() {
        double[][] rows = new double[present.length][length()];
        for (int i = 0; i < present.length; i++) {
            gradients.copy(present[i], rows[i]);
        }
        return rows;
    }

    @Override
    public double[] norms() {
        double[] norms = new double[engine.architecture().tasks()];
        for (int i = 0; i < present.length; i++) {
            norms[present[i]] = gram.norm(i);
        }
        return norms;
    }

    @Override
    public double[] lastNorms() {
        double[] norms = new double[engine.architecture().tasks()];
        int from = 0;
        for (Architecture.Block block : engine.architecture().blocks()) {
            from = block.task().isEmpty() ? block.offset() : from;
        }
        double[] row = new double[length()];
        for (int task : present) {
            gradients.copy(task, row);
            double sum = 0;
            for (int i = from; i < row.length; i++) {
                sum += row[i] * row[i];
            }
            norms[task] = Math.sqrt(sum);
        }
        return norms;
    }

    @Override
    public int length() {
        return engine.architecture().sharedParameters();
    }

    @Override
    public void copy(int task, double[] into) {
        gradients.copy(task, into);
    }
}
