/** Trains single-task baselines by Tribuo's own trainers, and chooses what they have to be told by the validation rows. */
package org.mtl.training.tribuo;
