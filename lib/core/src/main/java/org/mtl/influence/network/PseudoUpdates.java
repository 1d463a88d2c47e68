package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.model.network.NetworkEngine;

/**
 * {@code --method metasp} ([3] B): from the trained parameters w_0 a few steps of gradient descent on the objective, in which
 * row i of task l counts σ_li, w_{s+1} = w_s − α∇L(w_s, σ). With one step ∂V(w_1)/∂σ_li = −α(π_l/n_l) ∇V(w_1)·∇ℓ_li(w_0); with S
 * of them, unrolled, −α(π_l/n_l) Σ_s ∇ℓ_li(w_s)·λ_{s+1} with λ_S = ∇V(w_S) and λ_s = (I − αH(w_s))λ_{s+1}. V is the mean loss of
 * a task's validation rows, the loss of one of them, or, but for the sign, that of row i itself.
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
     * The points w_0, …, w_{S−1} with the directions αλ_{s+1}; S gradients at once, and S − 1 products with Hessians for each V, each
     * a pass over the training rows.
     */
    public static ModelPath of(ModelNetworks networks, Steps steps) {
        List<Map<String, Object>> facts = new ArrayList<>();
        for (int step = 0; step < steps.steps(); step++) {
            facts.add(new LinkedHashMap<>(Map.of("step", step + 1)));
        }
        List<Descent> paths = new ArrayList<>();
        for (ModelNetworks.Part part : networks.parts()) {
            double rate = steps.rate().value(part.objective());
            paths.add(new Descent(part.objective(), descend(part.objective(), rate, steps.steps()), rate));
            facts.forEach(fact -> fact.merge("rate", List.of(rate), PseudoUpdates::joined));
        }
        return new ModelPath(networks, paths, facts);
    }

    private static Object joined(Object first, Object second) {
        List<Object> all = new ArrayList<>((List<?>) first);
        all.addAll((List<?>) second);
        return all;
    }

    /** w_0, …, w_S; the engine keeps w_0. */
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
        engine.parameters().put(0, path.get(0).length, path.get(0));
        return path;
    }

    /** The steps of one network, w_0, …, w_S. */
    private record Descent(TrainedObjective objective, List<double[]> path, double rate) implements NetworkPath {

        private int steps() {
            return path.size() - 1;
        }

        @Override
        public List<double[]> points() {
            return path.subList(0, steps());
        }

        @Override
        public double[] end() {
            return path.get(steps());
        }

        @Override
        public List<double[]> directions(double[] last, int count) {
            double[] lambda = last.clone();
            double[] product = new double[lambda.length];
            List<double[]> directions = new ArrayList<>();
            for (int step = steps() - 1; step >= 0; step--) {
                double[] direction = lambda.clone();
                for (int j = 0; j < direction.length; j++) {
                    direction[j] *= rate;
                }
                directions.add(0, direction);
                if (step > 0) {
                    NetworkPath.at(path.get(step), objective, () -> {
                        objective.products(TrainedObjective.Kind.HESSIAN, lambda, count, product);
                        return product;
                    });
                    for (int j = 0; j < lambda.length; j++) {
                        lambda[j] -= rate * product[j];
                    }
                }
            }
            return directions;
        }

        /** Of the last step αv, nothing else. */
        @Override
        public Optional<PairwiseInverse> pairwise(int point) {
            return point == steps() - 1 ? Optional.of(new IdentityInverse(objective.workers(), rate)) : Optional.empty();
        }
    }
}
