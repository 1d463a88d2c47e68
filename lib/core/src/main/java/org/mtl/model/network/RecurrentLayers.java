package org.mtl.model.network;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.linalg.Blas;

/** The recurrent layer: {@link TextTrunk.Kind#LSTM}, for several sentences word by word, the longest first. */
final class RecurrentLayers implements SentenceLayers {

    private final int width;
    private final int units;
    private final boolean bias;
    private final double[] weights;

    /** @param weights the block, row-major */
    RecurrentLayers(TextTrunk trunk, boolean bias, List<double[]> weights) {
        this.width = trunk.width();
        this.units = trunk.size();
        this.bias = bias;
        this.weights = weights.get(0);
    }

    private int rows() {
        return width + units + (bias ? 1 : 0);
    }

    /**
     * What a word did to the sentences that have it, in the order of the tape.
     *
     * @param count the number of these sentences
     * @param inputs x_t, h_{t−1} and a 1 where there is a bias
     * @param gates σ(i), σ(f), tanh(g), σ(o)
     * @param before c_{t−1}
     * @param after c_t
     */
    private record Step(int count, double[] inputs, double[] gates, double[] before, double[] after) {}

    @Override
    public Tape forward(Sentences sentences, double[] outputs) {
        int[] order = IntStream.range(0, sentences.count()).boxed()
                .sorted(Comparator.comparing(s -> -sentences.lengths()[s])).mapToInt(Integer::intValue).toArray();
        Step[] steps = new Step[sentences.lengths()[order[0]]];
        double[] hidden = new double[order.length * units];
        double[] cells = new double[order.length * units];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = step(sentences, order, t, hidden, cells);
        }
        for (int place = 0; place < order.length; place++) {
            System.arraycopy(hidden, place * units, outputs, order[place] * units, units);
        }
        return (deltas, gradients, words) -> backward(sentences, order, steps, deltas, gradients[0], words);
    }

    /** One word of all sentences that are that long; the others keep what they have. */
    private Step step(Sentences sentences, int[] order, int t, double[] hidden, double[] cells) {
        int count = 0;
        while (count < order.length && sentences.lengths()[order[count]] > t) {
            count++;
        }
        int rows = rows();
        double[] inputs = new double[count * rows];
        for (int place = 0; place < count; place++) {
            System.arraycopy(sentences.words()[order[place]], t * width, inputs, place * rows, width);
            System.arraycopy(hidden, place * units, inputs, place * rows + width, units);
            if (bias) {
                inputs[(place + 1) * rows - 1] = 1;
            }
        }
        double[] gates = new double[count * 4 * units];
        Blas.multiply(count, 4 * units, rows, 1, inputs, weights, 0, gates);
        double[] before = Arrays.copyOf(cells, count * units);
        for (int i = 0; i < count * units; i++) {
            int at = i / units * 4 * units + i % units;
            gates[at] = sigmoid(gates[at]);
            gates[at + units] = sigmoid(gates[at + units]);
            gates[at + 2 * units] = Math.tanh(gates[at + 2 * units]);
            gates[at + 3 * units] = sigmoid(gates[at + 3 * units]);
            cells[i] = gates[at + units] * cells[i] + gates[at] * gates[at + 2 * units];
            hidden[i] = gates[at + 3 * units] * Math.tanh(cells[i]);
        }
        return new Step(count, inputs, gates, before, Arrays.copyOf(cells, count * units));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private void backward(Sentences sentences, int[] order, Step[] steps, double[] deltas, double[] gradient, double[][] words) {
        int rows = rows();
        double[] ofHidden = new double[order.length * units];
        double[] ofCells = new double[order.length * units];
        for (int place = 0; place < order.length; place++) {
            System.arraycopy(deltas, order[place] * units, ofHidden, place * units, units);
        }
        for (int t = steps.length - 1; t >= 0; t--) {
            Step step = steps[t];
            double[] ofGates = gateDeltas(step, ofHidden, ofCells);
            Blas.multiplyTransposed(rows, 4 * units, step.count(), 1, step.inputs(), ofGates, 1, gradient);
            double[] ofInputs = new double[step.count() * rows];
            Blas.multiplyByTransposed(step.count(), rows, 4 * units, 1, ofGates, weights, 0, ofInputs);
            for (int place = 0; place < step.count(); place++) {
                // A shorter sentence keeps the deltas of its last word until that word's step.
                System.arraycopy(ofInputs, place * rows + width, ofHidden, place * units, units);
                for (int j = 0; words.length > 0 && j < width; j++) {
                    words[order[place]][t * width + j] += ofInputs[place * rows + j];
                }
            }
        }
    }

    /** The derivatives by the sums of the gates; those by c_t become those by c_{t−1}. */
    private double[] gateDeltas(Step step, double[] ofHidden, double[] ofCells) {
        double[] gates = step.gates();
        double[] ofGates = new double[gates.length];
        for (int i = 0; i < step.count() * units; i++) {
            int at = i / units * 4 * units + i % units;
            double in = gates[at];
            double forget = gates[at + units];
            double value = gates[at + 2 * units];
            double out = gates[at + 3 * units];
            double cell = Math.tanh(step.after()[i]);
            double ofCell = ofCells[i] + ofHidden[i] * out * (1 - cell * cell);
            ofGates[at] = ofCell * value * in * (1 - in);
            ofGates[at + units] = ofCell * step.before()[i] * forget * (1 - forget);
            ofGates[at + 2 * units] = ofCell * in * (1 - value * value);
            ofGates[at + 3 * units] = ofHidden[i] * cell * out * (1 - out);
            ofCells[i] = ofCell * forget;
        }
        return ofGates;
    }

    @Override
    public double[] toBlock(int layer, double[] gradient) {
        return gradient;
    }
}
