package org.mtl.influence.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One network's path of parameters w_t, for methods whose scores are sums over its points, −(π_l/n_l) Σ_t ∇ℓ_li(w_t)·u(t). The
 * directions u(t) are linear in v, the gradient of what is looked at, at the path's end.
 */
interface NetworkPath {

    /** w_t. */
    List<double[]> points();

    /** The parameters at which v is taken. */
    double[] end();

    /**
     * The directions of several v; the engine keeps its parameters.
     *
     * @param last v, count × p, unchanged
     * @return for each point u(t), count × p
     */
    List<double[]> directions(double[] last, int count);

    /** The map from v to u(t) where it is one whose products come from factors. */
    Optional<PairwiseInverse> pairwise(int point);

    /** Computes something at other parameters; the engine keeps its own. */
    static <T> T at(double[] parameters, TrainedObjective objective, Supplier<T> computation) {
        double[] own = objective.engine().parameters().values();
        objective.engine().parameters().put(0, parameters.length, parameters);
        T result = computation.get();
        objective.engine().parameters().put(0, own.length, own);
        return result;
    }
}
