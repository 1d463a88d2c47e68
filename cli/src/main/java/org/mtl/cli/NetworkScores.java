package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.influence.Normalization;
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.NetworkRows;
import org.mtl.influence.network.NetworkTasks;
import org.mtl.influence.network.RowTargets;
import org.mtl.influence.network.TargetGradients;
import org.mtl.influence.network.TargetRowPairs;
import org.mtl.model.network.NetworkModel;

/** Influence through networks. All that a pass over the scored rows needs is computed when it is made. */
final class NetworkScores implements InfluenceScores {

    private static final String ADVICE = "features or parameters are too large; try --standardize pooled or a larger --damping";

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
        this.models = models;
        this.targets = targets;
        this.request = request;
        this.options = options;
        this.method = method;
        this.context = context;
        this.rowTargets = new RowTargets(models.get(0).data(), request.targetSplit(), request.perRow() ? targets : List.of());
        requireSuited();
        NetworkOpening opening = new NetworkOpening(targets, request, options, method, rowTargets, context);
        for (FittedModel model : models) {
            List<Object> facts = new ArrayList<>();
            opened.add(opening.open(model, facts));
            curvatures.add(facts.size() == 1 ? facts.get(0) : facts);
        }
    }

    private void requireSuited() {
        if (request.correction().isNewton()) {
            throw MtlException.usage("--correction newton is for linear models; networks are scored to first order");
        }
        if (request.normalization() == Normalization.KEPT && MethodOptions.isCosine(method)) {
            throw MtlException.usage("--normalize kept: a cosine has no weight to change; expected another --method than " + method);
        }
        if ((request.isSelf() || request.perRow()) && MethodOptions.followsPath(method)) {
            throw MtlException.usage((request.isSelf() ? "--level self" : "--per-row") + ": expected another --method than " + method);
        }
        if (request.perRow() && MethodOptions.isCosine(method)) {
            throw MtlException.usage("--per-row: expected another --method than " + method);
        }
        if (request.level() == Influence.Level.task && MethodOptions.isCosine(method)) {
            throw MtlException.usage("--level task: cosines of rows have no sum; expected another --method than " + method);
        }
        for (FittedModel model : models) {
            NetworkModel network = (NetworkModel) model.any();
            requireSuited(model, network);
        }
    }

    private void requireSuited(FittedModel model, NetworkModel network) {
        boolean images = network.networks().get(0).architecture().images().isPresent();
        if (images && (!MethodOptions.takesImages(method) || request.isSelf() || request.perRow())) {
            throw MtlException.usage(model.folder().path() + ": a network with convolutions; expected --method grad-dot without"
                    + " --level self and --per-row, or a --model mlp on what evaluate --embeddings makes of its rows");
        }
        boolean absolute = network.losses().stream().anyMatch(loss -> loss.label().equals("absolute"));
        if (absolute && options.needsCurvature(method)) {
            throw MtlException.usage("--method " + method + ": absolute loss has no curvature; expected datainf, grad-dot or grad-cos");
        }
        for (TaskData task : model.data().tasks()) {
            if (request.normalization() == Normalization.KEPT && task.size(Split.TRAIN) < 2) {
                throw MtlException.data("task '" + task.name() + "' has a single training row: without it nothing is left to"
                        + " train it on; use --normalize fixed");
            }
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
        long lines = rows.lines(from, to);
        List<String> names = data().taskNames();
        start(writer, lines);
        RowProgress progress = new RowProgress(lines, context);
        rows.forEachBlock(from, to, block -> {
            for (int line = 0; line < block.size(); line++) {
                String row = data().ids().name(block.rows()[line]);
                String task = names.get(block.tasks()[line]);
                InfluenceScores.requireFinite(block.scores(), line * columns, columns, row, task, ADVICE);
                writer.row(row, task, block.scores(), line * columns, columns);
            }
            progress.add(block.size());
        });
        progress.end();
    }

    private void start(ScoreWriter writer, long lines) throws IOException {
        if (!request.perRow()) {
            writer.startRows(lines, columns());
            return;
        }
        List<String> rows = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (int target = 0; target < rowTargets.count(); target++) {
            rows.add(data().ids().name(rowTargets.row(target)));
            tasks.add(data().taskNames().get(rowTargets.task(target)));
        }
        writer.startRows(lines, rows, tasks);
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
                    throw MtlException.data("the score of task '" + data().taskNames().get(source) + "' is not finite: " + ADVICE);
                }
            }
        }
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(options.facts(method));
        facts.put("units", MethodOptions.hasUnits(method) ? "validation loss" : "arbitrary");
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
