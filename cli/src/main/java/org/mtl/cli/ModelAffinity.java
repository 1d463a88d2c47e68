package org.mtl.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.affinity.CovarianceAffinity;
import org.mtl.affinity.GradientSurrogate;
import org.mtl.data.Split;
import org.mtl.influence.Normalization;
import org.mtl.influence.TaskInfluence;
import org.mtl.model.network.NetworkModel;

/** Affinities that are read off a trained model. */
record ModelAffinity(FittedModel fitted, String method, Context context) {

    /**
     * The influence of whole tasks with its sign flipped; every task must be a target, or no group could be valued. Of networks
     * it is that of the method that {@code influence} takes where none is named.
     */
    AffinityMatrix influence() {
        requireValidationRows();
        Map<String, Object> facts = facts();
        double[][] scores = fitted.any() instanceof NetworkModel ? ofNetwork(facts) : ofLinear();
        for (double[] row : scores) {
            Arrays.setAll(row, target -> -row[target]);
        }
        return new AffinityMatrix(fitted.data().taskNames(), scores, facts);
    }

    private double[][] ofLinear() {
        InfluenceModel model = InfluenceModel.of(fitted, Split.VALIDATION, Optional.empty(), context);
        return TaskInfluence.scores(model.objective(), model.parameters(), model.directions(context));
    }

    private double[][] ofNetwork(Map<String, Object> facts) {
        MethodOptions options = new MethodOptions();
        InfluenceRequest request = new InfluenceRequest(Influence.Level.task, Split.VALIDATION, Optional.empty(), new Correction(0),
                Normalization.FIXED, false, Shard.ALL);
        List<Integer> targets = InfluenceTargets.choose(fitted, Split.VALIDATION, Optional.empty(), context);
        try (NetworkScores scores =
                new NetworkScores(List.of(fitted), targets, request, options, options.word(true), context)) {
            facts.put("influence", scores.facts());
            return scores.tasks();
        }
    }

    /**
     * Estimates from the gradients of a network.
     *
     * @throws MtlException (USAGE) if the model is none
     */
    AffinityMatrix surrogate(GradientSurrogate.Settings settings) {
        if (!(fitted.any() instanceof NetworkModel network)) {
            throw MtlException.usage(fitted.folder().path() + ": " + LearnerWords.kind(fitted.any())
                    + ", which is trained again as fast; expected a network, or --method hoa");
        }
        requireValidationRows();
        TimeLeft left = new TimeLeft();
        int subsets = settings.of(network.taskNames().size()).size();
        double[][] scores = new GradientSurrogate(settings, context.workers()).affinities(network, fitted.data(), done ->
                context.progress(done + " of " + subsets + " subsets, about " + left.after(done, subsets)));
        context.progress("");
        Map<String, Object> facts = facts();
        facts.put("subsets", subsets);
        facts.put("projection", settings.dimension());
        return new AffinityMatrix(network.taskNames(), scores, facts);
    }

    /**
     * How alike the tasks' training rows are behind a layer.
     *
     * @throws MtlException (USAGE) if the model is no network, or has no such layer
     */
    AffinityMatrix covariance(String layer, boolean centered) {
        if (!(fitted.any() instanceof NetworkModel network)) {
            throw MtlException.usage("--layer: " + fitted.folder().path() + ": " + LearnerWords.kind(fitted.any()) + " has none");
        }
        Map<String, Object> facts = facts();
        facts.put("layer", layer);
        facts.put("covariance_center", centered);
        double[][] scores = CovarianceAffinity.scores(network, layer, fitted.data(), centered, context.workers());
        return new AffinityMatrix(network.taskNames(), scores, facts);
    }

    private void requireValidationRows() {
        fitted.data().requireRows(Split.VALIDATION, fitted.folder().path().toString(), "to take the loss on");
    }

    /** What any file of this model says. */
    Map<String, Object> facts() {
        Map<String, Object> facts = AffinityTraining.facts(method);
        facts.put("models", List.of(fitted.fact()));
        return facts;
    }
}
