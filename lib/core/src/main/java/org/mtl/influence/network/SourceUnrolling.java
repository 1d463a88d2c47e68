package org.mtl.influence.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntToDoubleFunction;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.model.network.NetworkModel;

/**
 * {@code --method source} (Bae 2024): what a row did to the parameters by all the steps of training, which is cut into segments with
 * the mean curvature H̄_s (that of {@link EkfacInverse} over the segment's checkpoints, the penalty included), the mean gradients ḡ_s
 * and the time τ_s = Σ η over its steps. The response to a row's weight is
 * −(π_l/n_l) Σ_s Π_{s'>s} exp(−τ_s'H̄_s') (I − exp(−τ_sH̄_s))H̄_s⁻¹ ḡ_s; taken from the end of training backwards, with
 * z = ∇V_k at first, u_s = (I − exp(−τ_sH̄_s))H̄_s⁻¹z, then z ← exp(−τ_sH̄_s)z. Nothing has to have converged, and nothing is damped.
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
     * training rows at each checkpoint. The engines hold the trained parameters and keep them.
     *
     * @param on the split that V_k is taken on
     * @param targets the positions of the targets among the model's tasks
     * @param batch the rows of a step
     */
    public static List<PathPoint> of(ModelNetworks networks, Dataset data, Split on, List<Integer> targets, List<Segment> segments,
            int batch, Fisher labels) {
        List<List<TargetGradients>> directions = new ArrayList<>();
        for (ModelNetworks.Part part : networks.parts()) {
            directions.add(back(part, networks.parts().indexOf(part), TargetGradients.of(part, data, on, targets), segments, batch, labels));
        }
        List<PathPoint> points = new ArrayList<>();
        for (int s = 0; s < segments.size(); s++) {
            int segment = s;
            List<TargetGradients> own = directions.stream().map(of -> of.get(segment)).toList();
            for (int c = 0; c < segments.get(s).epochs().size(); c++) {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("epoch", segments.get(s).epochs().get(c));
                facts.put("segment", s + 1);
                facts.put("time", networks.parts().stream().map(part -> time(part, segments.get(segment), batch)).toList());
                points.add(new PathPoint(segments.get(s).parameters().get(c), own, facts));
            }
        }
        return points;
    }

    /** τ_s. */
    private static double time(ModelNetworks.Part part, Segment segment, int batch) {
        int rows = part.objective().training().size();
        return segment.rates() * ((rows + batch - 1) / batch);
    }

    /** u_s over the number of checkpoints, for every segment. */
    private static List<TargetGradients> back(ModelNetworks.Part part, int number, TargetGradients last, List<Segment> segments,
            int batch, Fisher labels) {
        TrainedObjective objective = part.objective();
        double[] z = last.vectors();
        TargetGradients[] directions = new TargetGradients[segments.size()];
        for (int s = segments.size() - 1; s >= 0; s--) {
            Segment segment = segments.get(s);
            List<double[]> points = segment.parameters().stream().map(all -> all.get(number)).toList();
            double time = time(part, segment, batch);
            KroneckerFactors factors = KroneckerFactors.ofMean(objective, labels.of(objective), points);
            var eigenvalues = factors.moments();
            double share = 1.0 / points.size();
            double[] u = KroneckerInverse.ofFunction(factors, eigenvalues, value -> share * response(value, time))
                    .apply(z, last.count());
            directions[s] = new TargetGradients(last.columns(), u);
            z = KroneckerInverse.ofFunction(factors, eigenvalues, value -> Math.exp(-time * value)).apply(z, last.count());
        }
        return Arrays.asList(directions);
    }

    /** (1 − exp(−τλ))/λ, τ for λ = 0. */
    static double response(double eigenvalue, double time) {
        return eigenvalue > 0 ? -Math.expm1(-time * eigenvalue) / eigenvalue : time;
    }
}
