package org.mtl.continual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.model.network.Batch;

/**
 * Labelled rows that a network is evaluated on together.
 *
 * @param inputs n × d values, row-major
 * @param heads of each row the head that predicts it
 * @param labels of each row the code of its class among those of its head
 */
record Rows(double[] inputs, int[] heads, int[] labels) {

    static final Rows NONE = new Rows(new double[0], new int[0], new int[0]);

    /** Rows of examples. */
    static Rows of(List<Example> examples) {
        if (examples.isEmpty()) {
            return NONE;
        }
        int width = examples.get(0).input().length;
        double[] inputs = new double[examples.size() * width];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(examples.get(i).input(), 0, inputs, i * width, width);
        }
        return new Rows(inputs, examples.stream().mapToInt(Example::head).toArray(),
                examples.stream().mapToInt(Example::label).toArray());
    }

    /** n. */
    int size() {
        return heads.length;
    }

    /** One of these rows. */
    Rows row(int i) {
        int width = inputs.length / size();
        return new Rows(Arrays.copyOfRange(inputs, i * width, (i + 1) * width), new int[] {heads[i]}, new int[] {labels[i]});
    }

    /** These rows and then others. */
    Rows and(Rows others) {
        if (size() == 0) {
            return others;
        }
        if (others.size() == 0) {
            return this;
        }
        double[] all = Arrays.copyOf(inputs, inputs.length + others.inputs.length);
        System.arraycopy(others.inputs, 0, all, inputs.length, others.inputs.length);
        return new Rows(all, join(heads, others.heads), join(labels, others.labels));
    }

    private static int[] join(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The batch whose value is the mean of the losses. */
    Batch batch() {
        return batch(new double[0]);
    }

    /**
     * The batch whose value is Σ_i w_i ℓ_i.
     *
     * @param weights w, one for each row; none for the mean
     */
    Batch batch(double[] weights) {
        double factor = weights.length == 0 ? 1.0 / size() : 1;
        List<Batch.Labels> all = new ArrayList<>();
        for (int head : Arrays.stream(heads).distinct().sorted().toArray()) {
            int[] positions = positions(head);
            double[] targets = Arrays.stream(positions).mapToDouble(i -> labels[i]).toArray();
            double[] own = weights.length == 0 ? weights : Arrays.stream(positions).mapToDouble(i -> weights[i]).toArray();
            all.add(new Batch.Labels(head, positions, targets, factor, own));
        }
        return new Batch(size(), inputs, all);
    }

    /** Where the rows of a head are. */
    int[] positions(int head) {
        int count = 0;
        int[] positions = new int[heads.length];
        for (int i = 0; i < heads.length; i++) {
            if (heads[i] == head) {
                positions[count++] = i;
            }
        }
        return Arrays.copyOf(positions, count);
    }

    /**
     * Values of an engine, which come head by head, in the order of the rows.
     *
     * @param values n × count values
     * @param at which of the values of a row is wanted
     */
    double[] inOrder(Batch batch, double[] values, int count, int at) {
        double[] ordered = new double[size()];
        int pair = 0;
        for (Batch.Labels each : batch.labels()) {
            for (int position : each.positions()) {
                ordered[position] = values[pair++ * count + at];
            }
        }
        return ordered;
    }
}
