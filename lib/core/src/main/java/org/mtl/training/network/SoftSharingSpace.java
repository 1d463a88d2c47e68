package org.mtl.training.network;

import java.util.ArrayList;
import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.HeapTaskGradients;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.TaskGradients;

/**
 * The parameters of linear soft sharing, γ and then δ_1, …, δ_K, for an engine whose heads, without a trunk, are θ_k = γ + δ_k.
 * γ is what tasks share: its gradient of task k is that of θ_k.
 */
final class SoftSharingSpace implements ParameterSpace {

    private final NetworkEngine engine;
    private final int tasks;
    private final int count;
    private final RealVector parameters;
    private final RealVector gradient;
    private final List<RealVector> slots = new ArrayList<>();
    private final double[][] own;
    private final double[] common;

    /** Parameters of 0. */
    SoftSharingSpace(NetworkEngine engine) {
        this.engine = engine;
        List<Architecture.Block> blocks = engine.architecture().blocks();
        this.tasks = blocks.size();
        this.count = blocks.get(0).size();
        this.parameters = vector();
        this.gradient = vector();
        this.own = new double[tasks][count];
        this.common = new double[count];
    }

    /** The number of values of γ and of each δ_k. */
    int count() {
        return count;
    }

    /** δ_k. */
    double[] own(int task) {
        parameters.get((task + 1) * count, count, own[task]);
        return own[task];
    }

    @Override
    public RealVector parameters() {
        return parameters;
    }

    @Override
    public RealVector gradient() {
        return gradient;
    }

    @Override
    public RealVector vector() {
        return RealKernels.ofDoubles().vector(Math.multiplyExact(tasks + 1, count));
    }

    @Override
    public RealVector ofEngine(RealVector given, int slot) {
        while (slots.size() <= slot) {
            slots.add(engine.vector());
        }
        put(given, slots.get(slot));
        return slots.get(slot);
    }

    /** Stores θ_k for all tasks. */
    void put(RealVector given, RealVector into) {
        double[] sum = new double[count];
        given.get(0, count, common);
        for (int k = 0; k < tasks; k++) {
            given.get((k + 1) * count, count, sum);
            for (int i = 0; i < count; i++) {
                sum[i] += common[i];
            }
            into.put(k * count, count, sum);
        }
    }

    /**
     * Takes over the gradient of the engine, by θ_k of each task.
     *
     * @param losses Σ_i ℓ_k for every task
     * @param decays what δ_k is multiplied by and added to its own gradient
     * @return the gradients by γ
     */
    TaskGradients take(double[] losses, double[] decays) {
        double[][] gradients = new double[tasks][count];
        double[] ofOwn = new double[count];
        for (int k = 0; k < tasks; k++) {
            engine.gradient().get(k * count, count, gradients[k]);
            double[] delta = own(k);
            for (int i = 0; i < count; i++) {
                ofOwn[i] = gradients[k][i] + decays[k] * delta[i];
            }
            gradient.put((k + 1) * count, count, ofOwn);
        }
        return new HeapTaskGradients(losses, gradients, gradient);
    }
}
