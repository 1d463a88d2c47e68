package org.mtl.model.network;

import java.util.Locale;

/** Where an engine computes. */
public enum Device {
    /** The processor. */
    CPU,
    /** A graphics card of NVIDIA, through CUDA. */
    GPU;

    /** The word that options and files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
