/**
 * The networks of {@code org.mtl.model.network} as a {@code ComputationGraph} of DL4J, on the processor or a graphics card.
 * Loaded by a class loader of its own; it prints nothing.
 */
package org.mtl.dl4j;
