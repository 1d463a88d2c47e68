package org.mtl.continual;

import java.util.Arrays;
import java.util.List;
import org.mtl.model.Loss;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;

/**
 * What a network's heads make of rows, each of its own ones.
 *
 * @param losses of each head
 */
record HeadOutputs(NetworkEngine engine, List<Loss> losses) {

    /** ℓ_i of each row. */
    double[] losses(Rows rows) {
        double[] outputs = predict(rows);
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = losses.get(rows.heads()[i]).sum(own(outputs, i, rows.heads()[i]), new double[] {rows.labels()[i]}, 1);
        }
        return values;
    }

    /** The code of the class of each row that is most probable among those of its head. */
    int[] classes(Rows rows) {
        double[] outputs = predict(rows);
        int[] classes = new int[rows.size()];
        for (int i = 0; i < classes.length; i++) {
            double[] values = own(outputs, i, rows.heads()[i]);
            for (int c = 1; c < values.length; c++) {
                classes[i] = values[c] > values[classes[i]] ? c : classes[i];
            }
        }
        return classes;
    }

    private double[] predict(Rows rows) {
        double[] outputs = new double[rows.size() * width(losses.size())];
        engine.predict(new Batch(rows.size(), rows.inputs(), List.of()), outputs);
        return outputs;
    }

    private int width(int heads) {
        return losses.subList(0, heads).stream().mapToInt(Loss::outputs).sum();
    }

    private double[] own(double[] outputs, int row, int head) {
        int from = row * width(losses.size()) + width(head);
        return Arrays.copyOfRange(outputs, from, from + losses.get(head).outputs());
    }
}
