/** Which tasks take steps together (METHODS §11). */
package org.mtl.training.updating;
