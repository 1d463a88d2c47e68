package org.mtl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.influence.network.GradientProjection;
import org.mtl.influence.network.ProjectedModel;
import org.mtl.influence.network.RowTargets;
import org.mtl.influence.network.TrakModel;
import org.mtl.influence.network.TrakRows;
import org.mtl.io.Hashes;
import org.mtl.io.OutputFolder;
import org.mtl.model.network.NetworkModel;

/** Influence through projected gradients of networks. All that a pass over the scored rows needs is computed when it is made. */
final class TrakScores implements InfluenceScores {

    private final List<FittedModel> models;
    private final List<Integer> targets;
    private final InfluenceRequest request;
    private final MethodOptions options;
    private final String method;
    private final Context context;
    private final RowTargets rowTargets;
    private final List<ProjectedModel> projected = new ArrayList<>();
    private final TrakRows rows;

    /**
     * Prepares scores.
     *
     * @param targets the positions of the targets among the tasks, the same in all models
     * @throws MtlException (USAGE) for what networks or the method cannot do; (DATA) where a matrix is singular
     */
    TrakScores(List<FittedModel> models, List<Integer> targets, InfluenceRequest request, MethodOptions options, String method,
            Context context) {
        this.models = NetworkRequirements.scored(models, request, options, method, context);
        this.targets = targets;
        this.request = request;
        this.options = options;
        this.method = method;
        this.context = context;
        this.rowTargets = new RowTargets(data(), request.targetSplit(), request.perRow() ? targets : List.of());
        GradientProjection.Settings settings = options.projection().settings(options.seed());
        int width = models.get(0).data().features().names().size();
        for (FittedModel model : this.models) {
            NetworkModel network = (NetworkModel) model.any();
            projected.add(new ProjectedModel(
                    network, model.data(), width, settings, network.engines(), context.workers(), options.blocks()));
        }
        options.projection().folder().ifPresent(this::store);
        List<TrakModel> ready = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            TrakModel.Weights weights = options.projection().weights();
            ready.add(request.isSelf() ? TrakModel.ofSelf(projected.get(m), weights, options.projectedDamping())
                    : TrakModel.of(projected.get(m), this.models.get(m).data(), targets, rowTargets, request.perRow(), weights,
                            options.projectedDamping()));
        }
        this.rows = new TrakRows(ready, width(), request.isSelf());
    }

    /** Sees to it that a folder has the projected gradients of all models, and takes them from there. */
    private void store(String name) {
        List<String> identity = new ArrayList<>(options.projection().identity(options.seed()));
        identity.add("blocks " + String.join(",", options.blocks().names()));
        models.forEach(model -> identity.add("model " + model.folder().hash()));
        context.keepFoldersOnInterrupt();
        String hash = Hashes.sha256(String.join("\n", identity).getBytes(StandardCharsets.UTF_8));
        Path complete = context.path(name);
        try (OutputFolder folder = context.outputs().folder(complete, false, true, hash)) {
            if (!folder.complete()) {
                for (int m = 0; m < models.size(); m++) {
                    fill(part(folder.path(), m), projected.get(m));
                }
                context.progress("");
                folder.commit();
            }
        } catch (MtlException e) {
            // The folder goes on by itself; nobody asked with that option.
            throw e.kind() == MtlException.Kind.USAGE
                    ? MtlException.usage(e.getMessage().replace("--resume", "--projections")) : e;
        }
        for (int m = 0; m < models.size(); m++) {
            projected.get(m).readFrom(part(complete, m));
        }
    }

    private static Path part(Path folder, int model) {
        return folder.resolve(String.format(Locale.ROOT, "model-%d", model + 1));
    }

    private void fill(Path folder, ProjectedModel model) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
        TimeLeft left = new TimeLeft();
        model.store(folder, done -> context.progress("projected " + done + " of " + model.blocks() + " blocks, about "
                + left.after(done, model.blocks())));
    }

    private Dataset data() {
        return models.get(0).data();
    }

    private int width() {
        return request.perRow() ? rowTargets.count() : columns().size();
    }

    @Override
    public List<String> columns() {
        return request.isSelf() ? List.of("self") : targets.stream().map(data().taskNames()::get).toList();
    }

    @Override
    public void writeRows(ScoreWriter writer) throws IOException {
        int from = request.shard().from(rows.blocks());
        int to = request.shard().to(rows.blocks());
        NetworkLines lines = new NetworkLines(writer, data(), width(), context);
        lines.start(rows.lines(from, to), columns(), request.perRow() ? Optional.of(rowTargets) : Optional.empty());
        rows.forEachBlock(from, to, lines);
        lines.end();
    }

    @Override
    public double[][] tasks() {
        double[][] sums = new double[data().tasks().size()][targets.size()];
        try {
            rows.forEachBlock(0, rows.blocks(), block -> {
                for (int line = 0; line < block.size(); line++) {
                    for (int t = 0; t < targets.size(); t++) {
                        sums[block.tasks()[line]][t] += block.scores()[line * targets.size() + t];
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int t = 0; t < targets.size(); t++) {
            sums[targets.get(t)][t] = Double.NaN;
        }
        return sums;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(options.facts(method));
        TrakModel.Weights weights = options.projection().weights();
        GradientProjection.Settings settings = options.projection().settings(options.seed());
        facts.put("units", weights == TrakModel.Weights.CURVATURE ? "validation loss" : "arbitrary");
        facts.put("weights", weights.name().toLowerCase(Locale.ROOT));
        facts.put("projection", settings.dimension());
        facts.put("projection_kind", settings.kind().name().toLowerCase(Locale.ROOT));
        facts.put("seed", options.seed());
        return facts;
    }

    @Override
    public void close() {
        projected.forEach(ProjectedModel::close);
    }
}
