package org.mtl.training.network;

import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.mtl.MtlException;
import org.mtl.model.network.NetworkEngine;

/** Iterations of L-BFGS as epochs: each one takes one step on all training rows. */
final class LbfgsEpochs implements EpochRunner {

    private final NetworkEngine engine;
    private final NetworkObjective objective;
    private final double[] weights;
    private final TrainingListener listener;
    private Lbfgs iterations;

    /**
     * Iterations from the engine's parameters on.
     *
     * @param weights π_k
     */
    LbfgsEpochs(NetworkEngine engine, NetworkObjective objective, double[] weights, TrainingListener listener) {
        this.engine = engine;
        this.objective = objective;
        this.weights = weights.clone();
        this.listener = listener;
    }

    @Override
    public void begin() {
        iterations = new Lbfgs(this::at, engine.parameters().values());
        if (!Double.isFinite(iterations.value()) || !Double.isFinite(iterations.gradientNorm())) {
            throw MtlException.data(
                    "the loss or its gradient is not finite at the first parameters; try --standardize pooled");
        }
    }

    private double at(double[] place, double[] gradient) {
        if (listener.stopRequested()) {
            throw new CancellationException("training was stopped");
        }
        return objective.at(place, gradient);
    }

    @Override
    public double[] run(int epoch) {
        iterations.iterate();
        if (iterations.finished()) {
            // The last place that was tried need not be the one that was taken.
            double[] place = iterations.place();
            objective.at(place, new double[place.length]);
        }
        return objective.meanLosses();
    }

    @Override
    public boolean finished() {
        return iterations.finished();
    }

    @Override
    public OptionalDouble gradientNorm() {
        return OptionalDouble.of(iterations.gradientNorm());
    }

    @Override
    public OptionalDouble objective() {
        return OptionalDouble.of(iterations.value());
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }

    @Override
    public double[] state() {
        return iterations.state();
    }

    @Override
    public void restore(double[] state) {
        iterations = Lbfgs.resumed(this::at, state, engine.parameters().length());
    }
}
