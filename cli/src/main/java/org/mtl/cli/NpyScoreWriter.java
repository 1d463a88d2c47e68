package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.mtl.io.CsvWriter;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

/** Scores as an NPY array, with the names of its axes in a CSV file beside it: {@code axis,index,row,task}. */
final class NpyScoreWriter implements ScoreWriter {

    private final OutputStream out;
    private final CsvWriter names;
    private NpyWriter npy;
    private long lines;

    /**
     * Writes to two open streams, neither of which is closed.
     *
     * @param out receives the array
     * @param names receives the names
     */
    NpyScoreWriter(OutputStream out, CsvWriter names) throws IOException {
        this.out = out;
        this.names = names;
        names.record(NpyAxes.HEADER);
    }

    @Override
    public void startRows(long count, List<String> targets) throws IOException {
        npy = new NpyWriter(out, NpyType.F64, count, targets.size());
        nameTasks(1, targets);
    }

    @Override
    public void startRows(long count, List<String> targetRows, List<String> targetTasks) throws IOException {
        npy = new NpyWriter(out, NpyType.F64, count, targetRows.size());
        for (int i = 0; i < targetRows.size(); i++) {
            names.field(1).field(i).field(targetRows.get(i)).field(targetTasks.get(i)).end();
        }
    }

    @Override
    public void row(String row, String task, double[] scores, int from, int count) throws IOException {
        npy.write(scores, from, count);
        names.field(0).field(lines++).field(row).field(task).end();
    }

    @Override
    public void matrix(String corner, List<String> sources, List<String> targets, double[][] scores) throws IOException {
        npy = new NpyWriter(out, NpyType.F64, sources.size(), targets.size());
        nameTasks(0, sources);
        nameTasks(1, targets);
        for (double[] row : scores) {
            npy.write(row, 0, row.length);
        }
    }

    private void nameTasks(int axis, List<String> tasks) throws IOException {
        for (int i = 0; i < tasks.size(); i++) {
            names.field(axis).field(i).field("").field(tasks.get(i)).end();
        }
    }

    @Override
    public void close() throws IOException {
        if (npy != null) {
            npy.close();
        }
        names.flush();
    }
}
