package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;

/**
 * Some sentences of a chunk after the forward pass.
 *
 * @param <T> float[] or double[]
 */
final class SentenceTile<T> {

    private final SentenceCore<T> core;
    private final RealVector parameters;
    private final int[] tasks;
    private final int[] numbers;
    private final SentenceLayers.Sentences<T> plain;
    private final SentenceLayers.Tape<T> tape;

    /**
     * Goes forward.
     *
     * @param parameters those that the layers have
     * @param from the first sentence of the chunk
     * @param count the number of sentences
     * @param outputs receives count × outputs values, of a chunk's first sentence first
     */
    SentenceTile(SentenceCore<T> core, RealVector parameters, SentenceLayers<T> layers, SentenceRoom<T> room, Batch batch,
            SentenceChunk chunk, int from, int count, double[] outputs) {
        this.core = core;
        this.parameters = parameters;
        this.tasks = core.isAligned() ? Arrays.copyOfRange(chunk.tasks(), from, from + count) : new int[0];
        int[] starts = new int[count + 1];
        int[] all = new int[count * core.trunk.length()];
        for (int i = 0; i < count; i++) {
            starts[i + 1] = starts[i] + numbers(batch, chunk.rows()[from + i], all, starts[i]);
        }
        this.numbers = Arrays.copyOf(all, starts[count]);
        this.plain = new SentenceLayers.Sentences<>(starts, words(room.array("words", starts[count] * core.trunk.width())));
        int values = core.trunk.outputs();
        T of = core.scratch().array("outputs", count * values);
        this.tape = layers.forward(core.isAligned() ? moved(room) : plain, of, room);
        double[] wide = new double[count * values];
        core.kernels.widen(of, wide.length, wide);
        System.arraycopy(wide, 0, outputs, from * values, wide.length);
    }

    private int numbers(Batch batch, int row, int[] into, int start) {
        int at = row * core.trunk.length();
        int length = 0;
        while (length < core.trunk.length() && batch.features()[at + length] > 0) {
            into[start + length] = (int) batch.features()[at + length];
            length++;
        }
        return length;
    }

    private T words(T into) {
        for (int w = 0; w < numbers.length; w++) {
            core.copyWord(numbers[w], parameters, into, w * core.trunk.width());
        }
        return into;
    }

    /** What is done with the words from one to before another, which are of one task. */
    private interface Run {
        void accept(int task, int from, int to);
    }

    private void byTask(Run run) {
        for (int i = 0; i < tasks.length;) {
            int first = i;
            while (i < tasks.length && tasks[i] == tasks[first]) {
                i++;
            }
            run.accept(tasks[first], plain.starts()[first], plain.starts()[i]);
        }
    }

    private SentenceLayers.Sentences<T> moved(SentenceRoom<T> room) {
        T moved = room.array("moved", numbers.length * core.trunk.width());
        byTask((task, from, to) -> core.alignment.forward(task, parameters, from, to, plain.words(), moved, core.scratch()));
        return new SentenceLayers.Sentences<>(plain.starts(), moved);
    }

    /**
     * The gradient of a tile's value.
     *
     * @param ofLayers layer by layer, in the order of the layers' own
     * @param ofAlignments of each task's matrices
     * @param ofWords by the words' vectors; none where they are not parameters
     */
    record Gradient<T>(List<T> ofLayers, Map<Integer, List<T>> ofAlignments, T ofWords) {}

    /**
     * Goes back.
     *
     * @param deltas the derivatives by the outputs, count × outputs
     */
    Gradient<T> backward(double[] deltas) {
        RealKernels<T> kernels = core.kernels;
        T own = kernels.array(deltas.length);
        kernels.narrow(deltas, deltas.length, own);
        List<T> ofLayers = new ArrayList<>();
        core.layerBlocks.forEach(block -> ofLayers.add(kernels.array(block.size())));
        T ofWords = core.trunk.tuned() || core.isAligned() ? kernels.array(numbers.length * core.trunk.width()) : null;
        tape.backward(own, ofLayers, ofWords);
        Map<Integer, List<T>> ofAlignments = new TreeMap<>();
        byTask((task, from, to) -> core.alignment.backward(task, parameters, from, to, plain.words(), ofWords, core.trunk.tuned(),
                ofAlignments.computeIfAbsent(task, core.alignment::zeros), core.scratch()));
        return new Gradient<>(ofLayers, ofAlignments, core.trunk.tuned() ? ofWords : null);
    }

    /** The numbers of all words, those of a sentence one after another. */
    int[] numbers() {
        return numbers;
    }
}
