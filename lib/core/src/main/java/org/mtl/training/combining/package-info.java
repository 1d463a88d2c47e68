/** Combines the gradients of tasks into one direction: a file for each method (METHODS §11). */
package org.mtl.training.combining;
