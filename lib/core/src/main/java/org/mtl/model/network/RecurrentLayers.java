package org.mtl.model.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.linalg.RealVector;

/**
 * The recurrent layer: {@link TextTrunk.Kind#LSTM}, for several sentences word by word, the longest first.
 *
 * @param <T> float[] or double[]
 */
final class RecurrentLayers<T> implements SentenceLayers<T> {

    private final SentenceCore<T> core;
    private final RealKernels<T> kernels;
    private final int width;
    private final int units;
    private final boolean bias;
    private final Matrix weights;

    /** @param parameters those of the whole network, not to be changed while these layers are in use */
    RecurrentLayers(SentenceCore<T> core, RealVector parameters) {
        this.core = core;
        this.kernels = core.kernels;
        this.width = core.trunk.width();
        this.units = core.trunk.size();
        this.bias = core.architecture.bias();
        Architecture.Block block = core.layerBlocks.get(0);
        this.weights = new Matrix(parameters, block.offset(), block.columns());
    }

    /**
     * Sentences by length, the longest first, and the words of all of them by their place in them.
     *
     * @param places the sentences
     * @param starts of each step the number of words before it, and behind the last one that of all words
     */
    private record Order(int[] places, int[] starts) {

        static Order of(Sentences<?> sentences) {
            int[] places = IntStream.range(0, sentences.count()).boxed().sorted(Comparator.comparing(s -> -sentences.length(s)))
                    .mapToInt(Integer::intValue).toArray();
            int[] starts = new int[sentences.length(places[0]) + 1];
            for (int t = 0; t + 1 < starts.length; t++) {
                int count = 0;
                while (count < places.length && sentences.length(places[count]) > t) {
                    count++;
                }
                starts[t + 1] = starts[t] + count;
            }
            return new Order(places, starts);
        }

        int steps() {
            return starts.length - 1;
        }

        int words() {
            return starts[steps()];
        }

        int count(int step) {
            return starts[step + 1] - starts[step];
        }
    }

    /** Everything about the words of some sentences, in the order of the steps. */
    private final class Words implements Tape<T> {

        private final Sentences<T> sentences;
        private final Order order;
        private final int rows = width + units + (bias ? 1 : 0);
        private final Matrix inputs;
        private final Matrix sums;
        private final T gates;
        private final T cells;
        private final T squashed;
        private final T zeros;

        private Words(Sentences<T> sentences, SentenceRoom<T> room) {
            this.sentences = sentences;
            this.order = Order.of(sentences);
            int words = order.words();
            this.inputs = new Matrix(room.vector("inputs", words * rows), 0, rows);
            this.sums = new Matrix(room.vector("sums", words * 4 * units), 0, 4 * units);
            this.gates = room.array("gates", words * 4 * units);
            this.cells = room.array("cells", words * units);
            this.squashed = room.array("squashed", words * units);
            this.zeros = kernels.array(order.count(0) * units);
        }

        private GateKernels.Step<T> step(int t) {
            int start = order.starts()[t];
            return new GateKernels.Step<>(order.count(t), units, gates, start * 4 * units, t == 0 ? zeros : cells,
                    t == 0 ? 0 : order.starts()[t - 1] * units, cells, squashed, start * units);
        }

        /** One word of all sentences that are that long; the others keep what they have. */
        private void forward(T outputs) {
            int all = order.places().length;
            T hidden = kernels.array(all * units);
            T lines = core.scratch().array("lines", all * rows);
            if (bias) {
                core.activation.fill(1, lines, rows - 1, rows, all);
            }
            for (int t = 0; t < order.steps(); t++) {
                int count = order.count(t);
                int start = order.starts()[t];
                for (int place = 0; place < count; place++) {
                    int word = sentences.starts()[order.places()[place]] + t;
                    System.arraycopy(sentences.words(), word * width, lines, place * rows, width);
                    System.arraycopy(hidden, place * units, lines, place * rows + width, units);
                }
                kernels.put(lines, 0, inputs.vector(), start * rows, count * rows);
                kernels.multiply(count, 4 * units, rows, inputs.part(start, 0), weights, 0, sums.part(start, 0));
                kernels.get(sums.vector(), start * 4 * units, gates, start * 4 * units, count * 4 * units);
                core.gates.forward(step(t), hidden);
            }
            for (int place = 0; place < all; place++) {
                System.arraycopy(hidden, place * units, outputs, order.places()[place] * units, units);
            }
        }

        @Override
        public void backward(T deltas, List<T> gradients, T words) {
            int all = order.places().length;
            T ofHidden = kernels.array(all * units);
            T ofCells = kernels.array(all * units);
            for (int place = 0; place < all; place++) {
                System.arraycopy(deltas, order.places()[place] * units, ofHidden, place * units, units);
            }
            SentenceRoom<T> scratch = core.scratch();
            T ofGates = scratch.array("ofGates", order.words() * 4 * units);
            Matrix earlier = new Matrix(scratch.vector("earlier", all * units), 0, units);
            for (int t = order.steps() - 1; t >= 0; t--) {
                int count = order.count(t);
                int start = order.starts()[t];
                core.gates.backward(step(t), ofHidden, ofCells, ofGates);
                // The sums are done with: what becomes of them takes their place.
                kernels.put(ofGates, start * 4 * units, sums.vector(), start * 4 * units, count * 4 * units);
                if (t > 0) {
                    kernels.multiplyByTransposed(count, units, 4 * units, sums.part(start, 0), weights.part(width, 0), 0, earlier);
                    // A shorter sentence keeps the deltas of its last word until that word's step.
                    kernels.get(earlier.vector(), 0, ofHidden, 0, count * units);
                }
            }
            Matrix gradient = new Matrix(scratch.vector("gradient", rows * 4 * units), 0, 4 * units);
            kernels.multiplyTransposed(rows, 4 * units, order.words(), inputs, sums, 0, gradient);
            kernels.get(gradient.vector(), 0, gradients.get(0), 0, rows * 4 * units);
            if (words != null) {
                addWords(words);
            }
        }

        private void addWords(T words) {
            Matrix of = new Matrix(core.scratch().vector("ofWords", order.words() * width), 0, width);
            kernels.multiplyByTransposed(order.words(), width, 4 * units, sums, weights, 0, of);
            for (int t = 0; t < order.steps(); t++) {
                for (int place = 0; place < order.count(t); place++) {
                    int word = sentences.starts()[order.places()[place]] + t;
                    kernels.get(of.vector(), (order.starts()[t] + place) * width, words, word * width, width);
                }
            }
        }
    }

    @Override
    public Tape<T> forward(Sentences<T> sentences, T outputs, SentenceRoom<T> room) {
        Words words = new Words(sentences, room);
        words.forward(outputs);
        return words;
    }

    @Override
    public T toBlock(int layer, T gradient) {
        return gradient;
    }
}
