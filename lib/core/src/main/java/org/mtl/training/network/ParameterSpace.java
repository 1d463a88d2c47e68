package org.mtl.training.network;

import org.mtl.linalg.RealVector;
import org.mtl.model.network.NetworkEngine;

/** The parameters that steps move, of which an engine's are made. */
interface ParameterSpace {

    /** Those that are trained. */
    RealVector parameters();

    /** Their gradient. */
    RealVector gradient();

    /** Room for others. */
    RealVector vector();

    /**
     * An engine's parameters for given ones.
     *
     * @param slot which of the rooms that are held for the result; it is good until the slot is used again
     */
    RealVector ofEngine(RealVector given, int slot);

    /** A network's parameters are those of its engine. */
    record OfNetwork(NetworkEngine engine) implements ParameterSpace {

        @Override
        public RealVector parameters() {
            return engine.parameters();
        }

        @Override
        public RealVector gradient() {
            return engine.gradient();
        }

        @Override
        public RealVector vector() {
            return engine.vector();
        }

        @Override
        public RealVector ofEngine(RealVector given, int slot) {
            return given;
        }
    }
}
