package org.mtl.model.network;

/** The numbers that an engine computes with. */
public enum Precision {
    /** 32 bits: how networks are trained. */
    FLOAT,
    /** 64 bits: linear shared modules, and checks of the same code. */
    DOUBLE
}
