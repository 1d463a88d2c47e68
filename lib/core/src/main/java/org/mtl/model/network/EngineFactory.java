package org.mtl.model.network;

import java.util.List;
import org.mtl.model.Loss;
import org.mtl.parallel.Workers;

/** Makes engines; which one computes a network is decided where the run is put together. */
@FunctionalInterface
public interface EngineFactory {

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
