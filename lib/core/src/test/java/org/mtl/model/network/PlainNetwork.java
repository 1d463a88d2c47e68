package org.mtl.model.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
            double[] row = Arrays.copyOfRange(batch.features(), i * d, (i + 1) * d);
            int next = architecture.hidden().size();
            int at = i * width;
            for (int k = 0; k < architecture.tasks(); k++) {
                double[] head = row;
                if (blocks.get(next).name().equals(Architecture.ALIGN)) {
                    head = product(blocks.get(next++), parameters, row);
                } else if (blocks.get(next).name().equals(Architecture.ALIGN_DOWN)) {
                    double[] back = product(blocks.get(next + 1), parameters, product(blocks.get(next), parameters, row));
                    head = IntStream.range(0, d).mapToDouble(j -> row[j] + back[j]).toArray();
                    next += 2;
                }
                for (int j = 0; j < architecture.hidden().size(); j++) {
                    head = activated(architecture, layer(architecture, blocks.get(j), parameters, head));
                }
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

    private static double[] product(Architecture.Block block, double[] parameters, double[] a) {
        return IntStream.range(0, block.columns()).mapToDouble(c -> IntStream.range(0, block.rows())
                .mapToDouble(r -> a[r] * parameters[block.offset() + r * block.columns() + c]).sum()).toArray();
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
