package org.mtl.continual;

import java.util.ArrayList;
import java.util.List;
import org.mtl.model.Loss;
import org.mtl.model.SquaredLoss;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;

/**
 * {@code hal}: replay as {@code er} does, and beside the loss L of the step R(θ) = (λ/A) Σ_a ‖f(x_a; θ) − f(x_a; θ − η∇L(θ))‖²
 * over the anchors of earlier tasks, one for each class, so that steps are sought that leave predictions there as they are
 * (Chaudhry et al. 2021, "Using hindsight to anchor past knowledge", Eqs. 3 to 5). The step that is looked at is a plain one
 * along the gradient, whatever the optimiser is. Anchors are kept beside the M rows of the memory.
 */
final class HindsightAnchoring implements Rehearsal {

    /** λ. */
    static final double WEIGHT = 0.1;

    private NetworkEngine squares;

    @Override
    public void step(Episode episode, Rows fresh, Position position) {
        Learner learner = episode.learner();
        Rows rows = episode.rehearses(position.epoch()) ? fresh.and(episode.replayed()) : fresh;
        learner.descend(rows);
        if (episode.isLast(position.epoch()) && !episode.memory().anchors().isEmpty()) {
            if (squares == null) {
                squares = squares(learner);
            }
            double[] sum = learner.gradient();
            Vectors.add(sum, 1, gradient(learner, squares, rows, Rows.of(episode.memory().anchors())));
            learner.setGradient(sum);
        }
        learner.take();
    }

    @Override
    public void end(Episode episode) {
        if (squares != null) {
            squares.close();
            squares = null;
        }
        List<Example> anchors = HindsightAnchors.of(episode);
        Rehearsal.reservoir(episode);
        anchors.forEach(episode.memory()::anchor);
    }

    /** The learner's network with squared losses of its outputs. */
    static NetworkEngine squares(Learner learner) {
        List<Loss> losses = new ArrayList<>();
        learner.engine().architecture().outputs().forEach(outputs -> losses.add(new SquaredLoss(outputs)));
        return learner.network(learner.engine().architecture(), losses);
    }

    /**
     * ∇R, the derivative of the step that is looked at included: with the change Δ = f(θ) − f(θ') of outputs it is
     * (2λ/A)(J'Δ − (I − ηH)J̃'Δ), J and J̃ being their derivatives at θ and θ', and H the second derivatives of L.
     *
     * @param learner with ∇L in place
     * @param squares its network with squared losses
     */
    static double[] gradient(Learner learner, NetworkEngine squares, Rows rows, Rows anchors) {
        double[] here = learner.parameters();
        double[] ahead = here.clone();
        Vectors.add(ahead, -learner.rate(), learner.gradient());
        double[] outputs = outputs(squares, anchors, here);
        double[] later = outputs(squares, anchors, ahead);
        double[] back = towards(squares, anchors, ahead, outputs);
        double[] sum = towards(squares, anchors, here, later);
        double[] turned = learner.hessianProduct(rows, back);
        Vectors.add(sum, 1, back);
        Vectors.add(sum, -learner.rate(), turned);
        return sum;
    }

    private static double[] outputs(NetworkEngine squares, Rows anchors, double[] parameters) {
        squares.parameters().put(0, parameters.length, parameters);
        int width = squares.architecture().outputs().stream().mapToInt(Integer::intValue).sum();
        double[] outputs = new double[anchors.size() * width];
        squares.predict(new Batch(anchors.size(), anchors.inputs(), List.of()), outputs);
        return outputs;
    }

    /** The gradient of (λ/A) Σ_a ‖f(x_a) − t_a‖², of each anchor over the outputs of its head. */
    private static double[] towards(NetworkEngine squares, Rows anchors, double[] parameters, double[] targets) {
        squares.parameters().put(0, parameters.length, parameters);
        List<Integer> widths = squares.architecture().outputs();
        int width = widths.stream().mapToInt(Integer::intValue).sum();
        List<Batch.Labels> labels = new ArrayList<>();
        int column = 0;
        for (int head = 0; head < widths.size(); head++) {
            int[] positions = anchors.positions(head);
            int own = widths.get(head);
            double[] values = new double[positions.length * own];
            for (int i = 0; i < positions.length; i++) {
                System.arraycopy(targets, positions[i] * width + column, values, i * own, own);
            }
            if (positions.length > 0) {
                // The squared loss is the mean over the outputs, and here their sum is meant.
                labels.add(new Batch.Labels(head, positions, values, WEIGHT * own / anchors.size()));
            }
            column += own;
        }
        squares.gradient(new Batch(anchors.size(), anchors.inputs(), labels), Dropout.NONE, false);
        return squares.gradient().values();
    }
}
