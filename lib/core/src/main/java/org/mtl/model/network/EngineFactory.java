package org.mtl.model.network;

import java.util.List;
import org.mtl.model.Loss;
import org.mtl.parallel.Workers;

/** Makes engines; which one computes a network is decided where the run is put together. */
@FunctionalInterface
public interface EngineFactory {

    /**
     * What computes a network where nothing else was asked for: the engine of dense networks, and for images that on DL4J.
     *
     * @throws org.mtl.MtlException (UNAVAILABLE) on making an engine for images where that on DL4J is not installed
     */
    static EngineFactory standard() {
        return (architecture, losses, precision, workers) -> architecture.images().isEmpty()
                ? own().create(architecture, losses, precision, workers)
                : EngineFolder.dl4j().engines(Device.CPU).create(architecture, losses, precision, workers);
    }

    /** The engines of the core: that of dense networks, and that of sequences of words. */
    static EngineFactory own() {
        return (architecture, losses, precision, workers) -> architecture.text().isPresent()
                ? new TextEngine(architecture, losses, precision, workers)
                : new DenseEngine(architecture, losses, precision, workers);
    }

    /**
     * An engine whose parameters are all 0.
     *
     * @param architecture the layers
     * @param losses ℓ_k, one for each task, whose outputs are those of the architecture
     * @param precision the numbers that it computes with
     * @param workers the threads that it works on
     */
    NetworkEngine create(Architecture architecture, List<Loss> losses, Precision precision, Workers workers);
}
