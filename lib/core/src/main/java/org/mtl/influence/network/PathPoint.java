package org.mtl.influence.network;

import java.util.List;

/**
 * One point of a path of parameters, for methods whose scores are sums over points: −(π_l/n_l) Σ_t ∇ℓ_li(w_t) · u_k(t).
 *
 * @param parameters w_t of every network of a model
 * @param directions u_k(t) of every network, for those of the targets that it has
 */
public record PathPoint(List<double[]> parameters, List<TargetGradients> directions) {}
