package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;

/** The value of a network by its definition, in plain loops. */
final class PlainNetwork {

    private PlainNetwork() {}

    /** All tasks' outputs for the rows of a batch. */
    static double[] predict(Architecture architecture, double[] parameters, Batch batch) {
        int width = architecture.outputs().stream().mapToInt(Integer::intValue).sum();
        double[] outputs = new double[batch.count() * width];
        List<Architecture.Block> blocks = architecture.blocks();
        for (int i = 0; i < batch.count(); i++) {
            int d = architecture.inputs();
            double[] trunk = Arrays.copyOfRange(batch.features(), i * d, (i + 1) * d);
            int next = 0;
            for (; next < architecture.hidden().size(); next++) {
                trunk = activated(architecture, layer(architecture, blocks.get(next), parameters, trunk));
            }
            int at = i * width;
            for (int k = 0; k < architecture.tasks(); k++) {
                double[] head = trunk;
                for (int j = 0; j < architecture.headHidden().size(); j++) {
                    head = activated(architecture, layer(architecture, blocks.get(next++), parameters, head));
                }
                head = layer(architecture, blocks.get(next++), parameters, head);
                System.arraycopy(head, 0, outputs, at, head.length);
                at += head.length;
            }
        }
        return outputs;
    }

    private static double[] layer(Architecture architecture, Architecture.Block block, double[] parameters, double[] a) {
        double[] z = new double[block.columns()];
        for (int c = 0; c < block.columns(); c++) {
            for (int r = 0; r < block.rows(); r++) {
                double input = architecture.bias() && r == block.rows() - 1 ? 1 : a[r];
                z[c] += input * parameters[block.offset() + r * block.columns() + c];
            }
        }
        return z;
    }

    private static double[] activated(Architecture architecture, double[] z) {
        return Arrays.stream(z).map(value -> switch (architecture.activation()) {
            case RELU -> Math.max(0, value);
            case TANH -> Math.tanh(value);
            case GELU -> value * (1 + org.apache.commons.math3.special.Erf.erf(value / Math.sqrt(2))) / 2;
            case IDENTITY -> value;
        }).toArray();
    }
}
