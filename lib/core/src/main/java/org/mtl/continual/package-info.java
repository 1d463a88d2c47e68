/** Continual learning: tasks that come one after another, with a small memory of the earlier ones (METHODS §11). */
package org.mtl.continual;
