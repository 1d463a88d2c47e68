package org.mtl.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.model.MeanLosses;
import org.mtl.model.network.Batch;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.TaskGradients;

/** Looks ahead from steps, with an engine that computes losses. */
final class NetworkLookAhead implements LookAhead {

    /** Parameters that are held at once: moves are taken in groups of as many as fit, 64 MiB. */
    private static final int HELD_VALUES = 1 << 24;

    private final NetworkEngine engine;
    private final ParameterSpace space;
    private final OptimizerSteps steps;
    private final List<Loss> losses;
    private final NetworkEngine.Summand summand;
    private final OptionalDouble clip;
    private final List<RealVector> vectors = new ArrayList<>();
    private Batch batch;
    private TaskGradients gradients;
    private double rate;
    private boolean[] present;
    private int[] sizes;

    /**
     * Looks ahead with an engine's parameters.
     *
     * @param space what steps move
     * @param losses ℓ_k
     * @param clip the norm that gradients are scaled down to
     * @param summand whether losses or metrics are looked at
     */
    NetworkLookAhead(NetworkEngine engine, ParameterSpace space, OptimizerSteps steps, List<Loss> losses, OptionalDouble clip,
            NetworkEngine.Summand summand) {
        this.engine = engine;
        this.space = space;
        this.steps = steps;
        this.losses = losses;
        this.clip = clip;
        this.summand = summand;
    }

    /**
     * Begins with a batch.
     *
     * @param gradients those of the batch
     * @param rate the learning rate of the step
     */
    void begin(Batch batch, TaskGradients gradients, double rate) {
        this.batch = batch;
        this.gradients = gradients;
        this.rate = rate;
        this.sizes = new int[losses.size()];
        this.present = new boolean[losses.size()];
        for (Batch.Labels labels : batch.labels()) {
            sizes[labels.task()] = labels.size();
            present[labels.task()] = true;
        }
    }

    @Override
    public boolean[] present() {
        return present.clone();
    }

    @Override
    public double[] before() {
        return means(engine.sumsAt(batch, List.of(engine.parameters()), summand)[0]);
    }

    @Override
    public double[] gram() {
        return gradients.gram();
    }

    @Override
    public double[][] after(List<Move> moves) {
        int most = Math.max(1, HELD_VALUES / Math.max(1, engine.parameters().length()));
        double[][] means = new double[moves.size()][];
        for (int from = 0; from < moves.size(); from += most) {
            List<Move> some = moves.subList(from, Math.min(moves.size(), from + most));
            List<RealVector> ofEngine = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                if (vectors.size() == i) {
                    vectors.add(space.vector());
                }
                preview(some.get(i), vectors.get(i));
                ofEngine.add(space.ofEngine(vectors.get(i), i));
            }
            double[][] sums = engine.sumsAt(batch, ofEngine, summand);
            for (int i = 0; i < sums.length; i++) {
                means[from + i] = means(sums[i]);
            }
        }
        return means;
    }

    private void preview(Move move, RealVector into) {
        double[] coefficients = new double[losses.size()];
        boolean[] heads = move.heads() == Heads.ALL ? present.clone() : new boolean[losses.size()];
        for (int source : move.sources()) {
            coefficients[source]++;
            heads[source] |= move.heads() == Heads.SOURCES;
        }
        gradients.combine(coefficients);
        double factor = steps.clipFactor(clip, space.gradient(), heads);
        steps.preview(new OptimizerSteps.Step(rate, factor, heads), space.parameters(), space.gradient(), into);
    }

    private double[] means(double[] sums) {
        double[] means = new double[sums.length];
        Arrays.setAll(means, k -> !present[k] ? Double.NaN : summand == NetworkEngine.Summand.ERROR
                ? MeanLosses.metric(losses.get(k), sums[k], sizes[k]) : sums[k] / sizes[k]);
        return means;
    }
}
