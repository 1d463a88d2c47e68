package org.mtl.influence.network;

/** The mean eigenvalue of a network's curvature over all layers, from the traces Σ c‖a‖²‖δ‖². */
final class MeanEigenvalue {

    private MeanEigenvalue() {}

    /** A damping for all parameters alike; a pass over the training rows where it is not given. */
    static double damping(TrainedObjective objective, Fisher labels, Damping damping) {
        return damping.value(damping.given().isPresent() ? 0 : of(objective, labels), objective.decay());
    }

    private static double of(TrainedObjective objective, Fisher labels) {
        double[] trace = new double[1];
        objective.factors(labels.of(objective), (block, task, first, count, activations, deltas) -> {
            LayerFactors layer = new LayerFactors(block, task, 0, count, activations, deltas);
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += layer.square(i);
            }
            trace[0] += objective.rowWeight(task) * sum;
        });
        return trace[0] / objective.chosenSize();
    }
}
