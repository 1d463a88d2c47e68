package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mtl.io.CsvWriter;

/** Scores as CSV. */
record CsvScoreWriter(CsvWriter out) implements ScoreWriter {

    @Override
    public void startRows(long lines, List<String> targets) throws IOException {
        List<String> header = new ArrayList<>(List.of("row", "task"));
        header.addAll(targets);
        out.record(header);
    }

    @Override
    public void startRows(long lines, List<String> targetRows, List<String> targetTasks) {
        throw new IllegalStateException("scores on single rows are arrays");
    }

    @Override
    public void row(String row, String task, double[] scores, int from, int count) throws IOException {
        out.field(row).field(task);
        for (int i = from; i < from + count; i++) {
            out.field(scores[i]);
        }
        out.end();
    }

    @Override
    public void matrix(String corner, List<String> sources, List<String> targets, double[][] scores) throws IOException {
        List<String> header = new ArrayList<>(List.of(corner));
        header.addAll(targets);
        out.record(header);
        for (int i = 0; i < scores.length; i++) {
            out.field(sources.get(i));
            known(out, scores[i]);
        }
    }

    /** Ends a record with numbers, of which NaN is one that is not known. */
    static void known(CsvWriter out, double[] values) throws IOException {
        for (double value : values) {
            out.known(value);
        }
        out.end();
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
