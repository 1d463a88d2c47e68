package org.mtl.training;

import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearHessian;

/**
 * The minimiser of a {@link org.mtl.model.LinearObjective} and how well it was reached.
 *
 * @param parameters ŵ
 * @param hessian H at ŵ, factorised
 * @param value L(ŵ)
 * @param decrement ∇L'H⁺∇L at ŵ: twice the distance of L(ŵ) from the minimum, to second order
 * @param gradientMax ‖∇L(ŵ)‖∞
 * @param steps the number of Newton steps taken
 */
public record LinearFit(
        BlockMatrix parameters, LinearHessian hessian, double value, double decrement, double gradientMax, int steps) {}
