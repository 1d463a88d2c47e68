package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntToDoubleFunction;
import org.mtl.MtlException;
import org.mtl.model.network.NetworkModel;

/**
 * {@code --method source} (Bae 2024): what a row did to the parameters by all the steps of training, which is cut into segments with
 * the mean curvature H̄_s (that of {@link EkfacInverse} over the segment's checkpoints, the penalty included), the mean gradients ḡ_s
 * and the time τ_s = Σ η over its steps. The response to a row's weight is
 * −(π_l/n_l) Σ_s Π_{s'>s} exp(−τ_s'H̄_s') (I − exp(−τ_sH̄_s))H̄_s⁻¹ ḡ_s; taken from the end of training backwards, with
 * z = ∇V at first, u_s = (I − exp(−τ_sH̄_s))H̄_s⁻¹z, then z ← exp(−τ_sH̄_s)z. V is the mean loss of a task's validation rows, the
 * loss of one of them, or, but for the sign, that of the row itself. Nothing has to have converged, and nothing is damped.
 */
public final class SourceUnrolling {

    /**
     * A part of training.
     *
     * @param epochs those with checkpoints, ascending
     * @param parameters for each of them the parameters of every network
     * @param rates Σ of the learning rates of a step over all epochs of the segment
     */
    public record Segment(List<Integer> epochs, List<List<double[]>> parameters, double rates) {}

    private SourceUnrolling() {}

    /**
     * Cuts training into segments with as many checkpoints each as can be, the later ones more.
     *
     * @param kept the model at the epochs that are kept
     * @param count the number of segments at most
     * @param last the epoch whose parameters the model has; later ones are left out
     * @param rate the learning rate of an epoch
     * @throws MtlException (DATA) if no epoch up to the last is kept
     */
    public static List<Segment> segments(SortedMap<Integer, NetworkModel> kept, int count, int last, IntToDoubleFunction rate) {
        List<Integer> epochs = kept.keySet().stream().filter(epoch -> epoch <= last).toList();
        if (epochs.isEmpty()) {
            throw MtlException.data("--method source: no epoch is kept up to " + last + ", whose parameters the model has; train"
                    + " with a smaller --checkpoints");
        }
        int number = Math.min(count, epochs.size());
        List<Segment> segments = new ArrayList<>();
        int done = 0;
        for (int s = 0; s < number; s++) {
            List<Integer> own = epochs.subList(s * epochs.size() / number, (s + 1) * epochs.size() / number);
            int end = s == number - 1 ? last : own.get(own.size() - 1);
            double sum = 0;
            for (int epoch = done + 1; epoch <= end; epoch++) {
                sum += rate.applyAsDouble(epoch);
            }
            List<List<double[]>> parameters = own.stream().map(epoch -> kept.get(epoch).networks().stream()
                    .map(NetworkModel.Network::parameters).toList()).toList();
            segments.add(new Segment(List.copyOf(own), parameters, sum));
            done = end;
        }
        return segments;
    }

    /**
     * All checkpoints with the directions u_s divided by the number of those in the segment; for each segment two passes over the
     * training rows at each checkpoint.
     *
     * @param batch the rows of a step
     */
    public static ModelPath of(ModelNetworks networks, List<Segment> segments, int batch, Fisher labels) {
        List<Unrolled> paths = new ArrayList<>();
        for (int n = 0; n < networks.parts().size(); n++) {
            paths.add(unrolled(networks.parts().get(n), n, segments, batch, labels));
        }
        List<Map<String, Object>> facts = new ArrayList<>();
        for (int s = 0; s < segments.size(); s++) {
            Segment segment = segments.get(s);
            for (int epoch : segment.epochs()) {
                Map<String, Object> fact = new LinkedHashMap<>();
                fact.put("epoch", epoch);
                fact.put("segment", s + 1);
                fact.put("time", networks.parts().stream().map(part -> time(part, segment, batch)).toList());
                facts.add(fact);
            }
        }
        return new ModelPath(networks, paths, facts);
    }

    /** τ_s. */
    private static double time(ModelNetworks.Part part, Segment segment, int batch) {
        int rows = part.objective().training().size();
        return segment.rates() * ((rows + batch - 1) / batch);
    }

    private static Unrolled unrolled(ModelNetworks.Part part, int number, List<Segment> segments, int batch, Fisher labels) {
        TrainedObjective objective = part.objective();
        List<Stage> stages = new ArrayList<>();
        for (Segment segment : segments) {
            List<double[]> points = segment.parameters().stream().map(all -> all.get(number)).toList();
            double time = time(part, segment, batch);
            KroneckerFactors factors = KroneckerFactors.ofMean(objective, labels.of(objective), points);
            var eigenvalues = factors.moments();
            double share = 1.0 / points.size();
            stages.add(new Stage(points,
                    KroneckerInverse.ofFunction(factors, eigenvalues, value -> share * response(value, time)),
                    KroneckerInverse.ofFunction(factors, eigenvalues, value -> Math.exp(-time * value))));
        }
        return new Unrolled(stages, objective.engine().parameters().values());
    }

    /**
     * One segment of a network.
     *
     * @param points its checkpoints
     * @param response (I − exp(−τH̄))H̄⁻¹ over their number
     * @param decay exp(−τH̄)
     */
    private record Stage(List<double[]> points, KroneckerInverse response, KroneckerInverse decay) {}

    /** The segments of one network. */
    private record Unrolled(List<Stage> stages, double[] end) implements NetworkPath {

        @Override
        public List<double[]> points() {
            return stages.stream().flatMap(stage -> stage.points().stream()).toList();
        }

        @Override
        public List<double[]> directions(double[] last, int count) {
            List<double[]> directions = new ArrayList<>();
            double[] z = last;
            for (int s = stages.size() - 1; s >= 0; s--) {
                Stage stage = stages.get(s);
                directions.addAll(0, Collections.nCopies(stage.points().size(), stage.response().apply(z, count)));
                z = s > 0 ? stage.decay().apply(z, count) : z;
            }
            return directions;
        }

        /** Of the last segment the response alone. */
        @Override
        public Optional<PairwiseInverse> pairwise(int point) {
            Stage last = stages.get(stages.size() - 1);
            return point >= points().size() - last.points().size() ? Optional.of(last.response()) : Optional.empty();
        }
    }

    /** (1 − exp(−τλ))/λ, τ for λ = 0. */
    static double response(double eigenvalue, double time) {
        return eigenvalue > 0 ? -Math.expm1(-time * eigenvalue) / eigenvalue : time;
    }
}
