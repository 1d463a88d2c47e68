package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mtl.data.Dataset;
import org.mtl.influence.FirstOrderScorer;
import org.mtl.influence.LeaveTaskOut;
import org.mtl.influence.NewtonScorer;
import org.mtl.influence.RowInfluence;
import org.mtl.influence.SelfScorer;
import org.mtl.influence.TaskInfluence;
import org.mtl.influence.TaskScorer;

/** Influence through linear models, whose Hessian is inverted exactly. */
final class LinearScores implements InfluenceScores {

    private static final String ADVICE = "the fit without this row is not determined, or features or targets are too large;"
            + " try --standardize pooled or a larger --lambda";

    private final List<InfluenceModel> models;
    private final InfluenceRequest request;
    private final Context context;

    LinearScores(List<InfluenceModel> models, InfluenceRequest request, Context context) {
        this.models = models;
        this.request = request;
        this.context = context;
    }

    @Override
    public List<String> columns() {
        return request.isSelf() ? List.of("self") : models.get(0).targetNames();
    }

    @Override
    public void writeRows(ScoreWriter writer) throws IOException {
        List<String> columns = columns();
        List<RowInfluence> scorers = new ArrayList<>();
        for (InfluenceModel model : models) {
            scorers.add(new RowInfluence(model.objective(), columns.size(), scorer(model)));
        }
        Dataset data = models.get(0).fitted().data();
        List<String> names = data.taskNames();
        int blocks = scorers.get(0).blocks();
        int from = request.shard().from(blocks);
        int to = request.shard().to(blocks);
        writer.startRows(scorers.get(0).lines(from, to), columns);
        RowInfluence.forEachBlock(scorers, from, to, context.workers(), block -> {
            for (int line = 0; line < block.size(); line++) {
                String row = data.ids().name(block.rows()[line]);
                String task = names.get(block.tasks()[line]);
                InfluenceScores.requireFinite(block.scores(), line * columns.size(), columns.size(), row, task, ADVICE);
                writer.row(row, task, block.scores(), line * columns.size(), columns.size());
            }
        });
    }

    private TaskScorer scorer(InfluenceModel model) {
        if (request.isSelf()) {
            return new SelfScorer(model.objective(), model.parameters(), model.hessian(context), context.workers());
        }
        if (request.correction().isNewton()) {
            return new NewtonScorer(model.objective(), model.parameters(), model.validation(), model.targets(),
                    request.normalization(), context.workers());
        }
        return new FirstOrderScorer(model.objective(), model.parameters(), model.directions(context), request.normalization());
    }

    @Override
    public double[][] tasks() {
        double[][] sum = new double[models.get(0).objective().tasks().size()][models.get(0).targets().size()];
        for (InfluenceModel model : models) {
            double[][] scores = request.correction().isNewton()
                    ? new LeaveTaskOut(model.objective(), model.parameters(), model.validation(), model.targets())
                            .afterSteps(request.correction().steps(), context.workers())
                    : TaskInfluence.scores(model.objective(), model.parameters(), model.directions(context));
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < sum[i].length; j++) {
                    sum[i][j] += scores[i][j] / models.size();
                }
            }
        }
        return sum;
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("method", MethodWords.EXACT);
    }

    @Override
    public void close() {
        // Holds nothing outside the heap.
    }
}
