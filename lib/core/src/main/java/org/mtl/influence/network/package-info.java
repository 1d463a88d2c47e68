/**
 * Influence for networks, whose Hessian is not inverted exactly: one file for each way to come from v_k = ∇V_k to u_k, and
 * one way to score examples with it, which all of them share (METHODS §4).
 */
package org.mtl.influence.network;
