package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.data.Dataset;
import org.mtl.influence.network.NetworkRows;
import org.mtl.influence.network.RowTargets;

/** Writes the scores of blocks of training lines, and shows how far it is. */
final class NetworkLines implements NetworkRows.Sink {

    static final String ADVICE = "features or parameters are too large; try --standardize pooled or a larger --damping";

    private final ScoreWriter writer;
    private final Dataset data;
    private final int columns;
    private final Context context;
    private RowProgress progress;

    NetworkLines(ScoreWriter writer, Dataset data, int columns, Context context) {
        this.writer = writer;
        this.data = data;
        this.columns = columns;
        this.context = context;
        this.progress = new RowProgress(0, context);
    }

    /**
     * Begins.
     *
     * @param lines how many will come
     * @param names the columns' names
     * @param rows single rows that are the columns, where there are such
     */
    void start(long lines, List<String> names, Optional<RowTargets> rows) throws IOException {
        progress = new RowProgress(lines, context);
        if (rows.isEmpty()) {
            writer.startRows(lines, names);
            return;
        }
        List<String> targets = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (int target = 0; target < rows.get().count(); target++) {
            targets.add(data.ids().name(rows.get().row(target)));
            tasks.add(data.taskNames().get(rows.get().task(target)));
        }
        writer.startRows(lines, targets, tasks);
    }

    @Override
    public void accept(NetworkRows.Block block) throws IOException {
        for (int line = 0; line < block.size(); line++) {
            String row = data.ids().name(block.rows()[line]);
            String task = data.taskNames().get(block.tasks()[line]);
            InfluenceScores.requireFinite(block.scores(), line * columns, columns, row, task, ADVICE);
            writer.row(row, task, block.scores(), line * columns, columns);
        }
        progress.add(block.size());
    }

    void end() {
        progress.end();
    }
}
