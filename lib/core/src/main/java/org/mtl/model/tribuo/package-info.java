/** Single-task baselines: models that Tribuo's own trainers made, one for each task, behind the interface of all models. */
package org.mtl.model.tribuo;
