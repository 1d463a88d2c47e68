/** Continual learning: tasks that come one after another, with a small memory of the earlier ones. */
package org.mtl.continual;
