/**
 * Dense multitask networks: a trunk that tasks share, a head for each task, and the engine that hands out their gradients
 * layer by layer as activations and deltas.
 */
package org.mtl.model.network;
