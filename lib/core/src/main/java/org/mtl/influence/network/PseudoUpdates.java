package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.model.network.NetworkEngine;

/**
 * {@code --method metasp} ([3] B): from the trained parameters w_0 a few steps of gradient descent on the objective, in which
 * row i of task l counts σ_li, w_{s+1} = w_s − α∇L(w_s, σ). With one step ∂V_k(w_1)/∂σ_li = −α(π_l/n_l) ∇V_k(w_1)·∇ℓ_li(w_0); with S
 * of them, unrolled, −α(π_l/n_l) Σ_s ∇ℓ_li(w_s)·λ_{s+1} with λ_S = ∇V_k(w_S) and λ_s = (I − αH(w_s))λ_{s+1}.
 */
public final class PseudoUpdates {

    /**
     * The steps.
     *
     * @param steps S
     * @param rate α
     */
    public record Steps(int steps, InnerRate rate) {}

    private PseudoUpdates() {}

    /**
     * The points w_0, …, w_{S−1} with the directions αλ_{s+1}; S gradients and S − 1 products with Hessians for each target, each
     * a pass over the training rows. The engines keep w_0.
     *
     * @param on the split that V_k is taken on
     * @param targets the positions of the targets among the model's tasks
     */
    public static List<PathPoint> of(ModelNetworks networks, Dataset data, Split on, List<Integer> targets, Steps steps) {
        List<List<double[]>> parameters = new ArrayList<>();
        List<List<TargetGradients>> directions = new ArrayList<>();
        List<Map<String, Object>> facts = new ArrayList<>();
        for (int step = 0; step < steps.steps(); step++) {
            parameters.add(new ArrayList<>());
            directions.add(new ArrayList<>());
            facts.add(new LinkedHashMap<>(Map.of("step", step + 1)));
        }
        for (ModelNetworks.Part part : networks.parts()) {
            double rate = steps.rate().value(part.objective());
            List<double[]> path = descend(part.objective(), rate, steps.steps());
            List<TargetGradients> back = ascend(part, data, on, targets, path, rate);
            for (int step = 0; step < steps.steps(); step++) {
                parameters.get(step).add(path.get(step));
                directions.get(step).add(back.get(step));
                facts.get(step).merge("rate", List.of(rate), PseudoUpdates::joined);
            }
        }
        List<PathPoint> points = new ArrayList<>();
        for (int step = 0; step < steps.steps(); step++) {
            points.add(new PathPoint(parameters.get(step), directions.get(step), facts.get(step)));
        }
        return points;
    }

    private static Object joined(Object first, Object second) {
        List<Object> all = new ArrayList<>((List<?>) first);
        all.addAll((List<?>) second);
        return all;
    }

    /** w_0, …, w_S; the engine is left at w_S. */
    private static List<double[]> descend(TrainedObjective objective, double rate, int steps) {
        NetworkEngine engine = objective.engine();
        List<double[]> path = new ArrayList<>();
        path.add(engine.parameters().values());
        for (int step = 0; step < steps; step++) {
            double[] gradient = objective.gradient();
            double[] next = path.get(step).clone();
            for (int j = 0; j < next.length; j++) {
                next[j] -= rate * gradient[j];
            }
            engine.parameters().put(0, next.length, next);
            path.add(next);
        }
        return path;
    }

    /** αλ_1, …, αλ_S; the engine is left at w_0. */
    private static List<TargetGradients> ascend(ModelNetworks.Part part, Dataset data, Split on, List<Integer> targets,
            List<double[]> path, double rate) {
        TrainedObjective objective = part.objective();
        TargetGradients last = TargetGradients.of(part, data, on, targets);
        double[] lambda = last.vectors();
        double[] product = new double[lambda.length];
        List<TargetGradients> directions = new ArrayList<>();
        for (int step = path.size() - 2; step >= 0; step--) {
            objective.engine().parameters().put(0, objective.size(), path.get(step));
            double[] direction = lambda.clone();
            for (int j = 0; j < direction.length; j++) {
                direction[j] *= rate;
            }
            directions.add(0, new TargetGradients(last.columns(), direction));
            if (step > 0) {
                objective.products(TrainedObjective.Kind.HESSIAN, lambda, last.count(), product);
                for (int j = 0; j < lambda.length; j++) {
                    lambda[j] -= rate * product[j];
                }
            }
        }
        return directions;
    }
}
