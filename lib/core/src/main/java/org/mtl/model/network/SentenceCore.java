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
    private final RealVector fixedWords;
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
        this.fixedWords = trunk.tuned() ? null : kernels.vector(Math.multiplyExact(trunk.vocabulary(), trunk.width()));
        if (!trunk.tuned()) {
            trunk.vectors().orElseThrow().copy(fixedWords);
        }
    }

    boolean isAligned() {
        return alignment != null;
    }

    /** The vectors of all words, V × E: the first of the parameters where they are parameters. */
    RealVector words(RealVector parameters) {
        return trunk.tuned() ? parameters : fixedWords;
    }

    /** The blocks of the layers for sentences. */
    List<Architecture.Block> layerBlocks() {
        int skipped = trunk.tuned() ? 1 : 0;
        return architecture.blocks().subList(skipped, skipped + trunk.layers().size());
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
