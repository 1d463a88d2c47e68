/**
 * Trains networks through the engine's interface: batches, optimisers, schedules, early stopping, and checkpoints from which
 * a run that was ended goes on to the same bytes.
 */
package org.mtl.training.network;
