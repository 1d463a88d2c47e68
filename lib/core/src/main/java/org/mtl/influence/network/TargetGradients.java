package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.data.Split;

/**
 * v_k = ∇V_k by a network's parameters, for those of the targets that are its tasks.
 *
 * @param columns the positions of these targets among all, ascending
 * @param vectors v_k, targets × p, row-major
 */
public record TargetGradients(List<Integer> columns, double[] vectors) {

    /**
     * Computes the gradients; one pass over the rows.
     *
     * @param targets the positions of all targets among the model's tasks
     * @param on the split that V_k is taken on
     */
    public static TargetGradients of(ModelNetworks.Part part, Dataset data, Split on, List<Integer> targets) {
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < targets.size(); column++) {
            if (part.tasks().contains(targets.get(column))) {
                columns.add(column);
            }
        }
        int size = part.objective().size();
        double[] all = columns.isEmpty() ? new double[0] : part.objective().meanGradients(part.rows(data, on));
        double[] vectors = new double[columns.size() * size];
        for (int t = 0; t < columns.size(); t++) {
            int task = part.tasks().indexOf(targets.get(columns.get(t)));
            System.arraycopy(all, task * size, vectors, t * size, size);
        }
        return new TargetGradients(columns, vectors);
    }

    /** The number of targets. */
    public int count() {
        return columns.size();
    }
}
