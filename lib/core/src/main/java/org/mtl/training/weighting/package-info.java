/** Weighs the losses of tasks: a file for each method (METHODS §11). */
package org.mtl.training.weighting;
