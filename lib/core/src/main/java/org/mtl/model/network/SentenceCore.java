package org.mtl.model.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;
import org.mtl.parallel.Workers;

/**
 * What all passes through an engine's layers for sentences have in common.
 *
 * @param <T> float[] or double[]
 */
final class SentenceCore<T> {

    final Architecture architecture;
    final TextTrunk trunk;
    final RealKernels<T> kernels;
    final ActivationKernels<T> activation;
    final GateKernels<T> gates;
    final Workers workers;
    final WordAlignment<T> alignment;
    /** The blocks of the layers for sentences. */
    final List<Architecture.Block> layerBlocks;
    private final ThreadLocal<SentenceRoom<T>> scratch;
    private final List<SentenceRoom<T>> rooms = new ArrayList<>();
    private final List<RealVector> ofTasks = new ArrayList<>();

    SentenceCore(Architecture architecture, RealKernels<T> kernels, ActivationKernels<T> activation, GateKernels<T> gates,
            Workers workers) {
        this.architecture = architecture;
        this.trunk = architecture.text().orElseThrow();
        this.kernels = kernels;
        this.activation = activation;
        this.gates = gates;
        this.workers = workers;
        this.alignment = architecture.alignment().isEmpty() ? null : new WordAlignment<>(architecture, kernels);
        int skipped = trunk.tuned() ? 1 : 0;
        this.layerBlocks = List.copyOf(architecture.blocks().subList(skipped, skipped + trunk.layers().size()));
        this.scratch = ThreadLocal.withInitial(() -> new SentenceRoom<>(kernels));
    }

    boolean isAligned() {
        return alignment != null;
    }

    /** Copies the vector of a word: of the parameters, which begin with them, or one that stays as it is. */
    void copyWord(int number, RealVector parameters, T into, int at) {
        trunk.requireWord(number);
        if (trunk.tuned()) {
            kernels.get(parameters, number * trunk.width(), into, at, trunk.width());
        } else {
            trunk.vectors().orElseThrow().copy(number, kernels, into, at);
        }
    }

    /** Memory of the calling thread for what is done with before anything else is computed. */
    SentenceRoom<T> scratch() {
        return scratch.get();
    }

    /** Rooms for so many tiles at once, the same ones each time. */
    List<SentenceRoom<T>> rooms(int tiles) {
        while (rooms.size() < tiles) {
            rooms.add(new SentenceRoom<>(kernels));
        }
        return rooms;
    }

    /** Zeros for the gradients of all tasks by what they share, in the same memory each time. */
    List<RealVector> taskVectors() {
        while (ofTasks.size() < architecture.tasks()) {
            ofTasks.add(kernels.vector(architecture.sharedParameters()));
        }
        ofTasks.forEach(kernels::clear);
        return ofTasks;
    }
}
