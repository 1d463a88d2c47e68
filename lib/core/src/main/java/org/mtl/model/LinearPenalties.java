package org.mtl.model;

/**
 * The penalties of a linear multitask model (METHODS §2): Ω_k = λ_k ‖θ_k − γ‖² under soft sharing, else a ridge on the coefficients
 * that the task predicts with, and c‖γ‖².
 *
 * @param sharedRidge c ≥ 0
 * @param shares the number of tasks among which the ridge of pooled training is divided
 * @param length the length p·C of a parameter block
 * @param penalised how many coefficients of a block a plain ridge acts on, from the first on
 */
record LinearPenalties(Sharing sharing, double sharedRidge, int shares, int length, int penalised) {

    /**
     * Adds the gradient of a task's penalty to {@code gradient} and returns its value.
     *
     * @param strength π_k λ_k
     */
    double addTask(int task, double strength, BlockMatrix parameters, BlockMatrix gradient) {
        return sharing == Sharing.SOFT
                ? addDistance(task, strength, parameters, gradient)
                : addRidge(sharing == Sharing.POOLED ? strength / shares : strength, penalised, parameters.predicting(task),
                        gradient.predicting(task));
    }

    private double addDistance(int task, double strength, BlockMatrix parameters, BlockMatrix gradient) {
        double value = 0;
        for (int j = 0; j < length; j++) {
            double difference = parameters.own()[task][j] - parameters.shared()[j];
            value += strength * difference * difference;
            gradient.own()[task][j] += 2 * strength * difference;
            gradient.shared()[j] -= 2 * strength * difference;
        }
        return value;
    }

    /** Adds the gradient of c‖γ‖² to {@code gradient} and returns its value. */
    double addShared(BlockMatrix parameters, BlockMatrix gradient) {
        return sharedRidge > 0 ? addRidge(sharedRidge, length, parameters.shared(), gradient.shared()) : 0;
    }

    private static double addRidge(double strength, int length, double[] coefficients, double[] gradient) {
        double value = 0;
        for (int j = 0; j < length; j++) {
            value += strength * coefficients[j] * coefficients[j];
            gradient[j] += 2 * strength * coefficients[j];
        }
        return value;
    }
}
