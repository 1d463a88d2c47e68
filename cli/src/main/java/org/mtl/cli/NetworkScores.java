package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.NetworkRows;
import org.mtl.influence.network.NetworkTasks;
import org.mtl.influence.network.RowTargets;
import org.mtl.influence.network.TargetGradients;
import org.mtl.influence.network.TargetRowPairs;

/** Influence through networks. All that a pass over the scored rows needs is computed when it is made. */
final class NetworkScores implements InfluenceScores {

    private final List<FittedModel> models;
    private final InfluenceRequest request;
    private final MethodOptions options;
    private final String method;
    private final Context context;
    private final List<Integer> targets;
    private final RowTargets rowTargets;
    /** For each model the points whose sum its scores are: one, its last, but for methods that go over several. */
    private final List<List<OpenedNetworks>> opened = new ArrayList<>();
    private final List<Object> curvatures = new ArrayList<>();

    /**
     * Prepares scores: curvature and directions of all models.
     *
     * @param targets the positions of the targets among the tasks, the same in all models
     * @throws MtlException (USAGE) for what networks or the method cannot do; (DATA) where numbers are not finite
     */
    NetworkScores(List<FittedModel> models, List<Integer> targets, InfluenceRequest request, MethodOptions options,
            String method, Context context) {
        this.models = NetworkRequirements.scored(models, request, options, method, context);
        this.targets = targets;
        this.request = request;
        this.options = options;
        this.method = method;
        this.context = context;
        this.rowTargets = new RowTargets(models.get(0).data(), request.targetSplit(), request.perRow() ? targets : List.of());
        NetworkOpening opening = new NetworkOpening(targets, request, options, method, rowTargets, context);
        for (FittedModel model : this.models) {
            List<Object> facts = new ArrayList<>();
            opened.add(opening.open(model, facts));
            curvatures.add(facts.size() == 1 ? facts.get(0) : facts);
        }
    }

    private Dataset data() {
        return models.get(0).data();
    }

    @Override
    public List<String> columns() {
        return request.isSelf() ? List.of("self") : targets.stream().map(data().taskNames()::get).toList();
    }

    @Override
    public void writeRows(ScoreWriter writer) throws IOException {
        int columns = request.perRow() ? rowTargets.count() : columns().size();
        List<TaskData.Labelled> training = data().tasks().stream().map(task -> task.in(Split.TRAIN)).toList();
        NetworkRows rows = new NetworkRows(
                training, data().features().names().size(), opened.stream().map(this::parts).toList(), columns);
        int from = request.shard().from(rows.blocks());
        int to = request.shard().to(rows.blocks());
        NetworkLines lines = new NetworkLines(writer, data(), columns, context);
        lines.start(rows.lines(from, to), columns(), request.perRow() ? Optional.of(rowTargets) : Optional.empty());
        rows.forEachBlock(from, to, lines);
        lines.end();
    }

    /** Of one model the networks at all its epochs, whose scores add up. */
    private List<NetworkRows.Part> parts(List<OpenedNetworks> epochs) {
        List<NetworkRows.Part> parts = new ArrayList<>();
        epochs.forEach(epoch -> addParts(epoch, parts));
        return parts;
    }

    private void addParts(OpenedNetworks model, List<NetworkRows.Part> parts) {
        for (int n = 0; n < model.networks().parts().size(); n++) {
            ModelNetworks.Part part = model.networks().parts().get(n);
            List<Integer> columns = request.isSelf() ? List.of(0)
                    : request.perRow() ? TargetRowPairs.columns(part, rowTargets) : model.directions().get(n).columns();
            parts.add(new NetworkRows.Part(part.objective(), part.tasks(), model.scorers().get(n), columns));
        }
    }

    @Override
    public double[][] tasks() {
        double[][] mean = new double[data().tasks().size()][targets.size()];
        for (OpenedNetworks model : opened.stream().flatMap(List::stream).toList()) {
            for (int n = 0; n < model.directions().size(); n++) {
                ModelNetworks.Part part = model.networks().parts().get(n);
                TargetGradients directions = model.directions().get(n);
                double[][] scores = NetworkTasks.scores(part.objective(), directions.vectors(), directions.count());
                for (int source = 0; source < scores.length; source++) {
                    double[] row = mean[part.tasks().get(source)];
                    for (int t = 0; t < directions.count(); t++) {
                        row[directions.columns().get(t)] += scores[source][t] / models.size();
                    }
                }
            }
        }
        for (int t = 0; t < targets.size(); t++) {
            mean[targets.get(t)][t] = Double.NaN;
        }
        requireFinite(mean);
        return mean;
    }

    private void requireFinite(double[][] scores) {
        for (int source = 0; source < scores.length; source++) {
            for (int t = 0; t < targets.size(); t++) {
                if (targets.get(t) != source && !Double.isFinite(scores[source][t])) {
                    throw MtlException.data("the score of task '" + data().taskNames().get(source) + "' is not finite: "
                            + NetworkLines.ADVICE);
                }
            }
        }
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(options.facts(method));
        boolean simplified = models.stream().anyMatch(model -> MethodPath.simplifies(method, model));
        facts.put("units", MethodWords.hasUnits(method) && !simplified ? "validation loss" : "arbitrary");
        facts.put("curvature", curvatures.size() == 1 ? curvatures.get(0) : curvatures);
        facts.put("penalty", models.stream().map(model -> {
            Map<String, String> recorded = model.folder().record().options();
            boolean decoupled = recorded.getOrDefault("optimizer", "").equals("adamw");
            return recorded.get("weight-decay") + (decoupled ? ", decoupled (adamw), taken as coupled" : "");
        }).distinct().toList());
        return facts;
    }

    @Override
    public void close() {
        opened.forEach(epochs -> epochs.forEach(epoch -> epoch.networks().close()));
    }
}
