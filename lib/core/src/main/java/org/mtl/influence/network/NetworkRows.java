package org.mtl.influence.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.TaskData;
import org.mtl.model.FileLines;
import org.mtl.model.network.Batch;

/**
 * The scores of a model's training rows in the order of the data file, block by block, so that memory is a block however
 * many rows there are.
 */
public final class NetworkRows {

    /** The feature values of a block. */
    private static final int BLOCK_VALUES = 1 << 20;

    /** The fewest data rows of a block. */
    private static final int FEWEST_ROWS = 256;

    /** The most: a batch of the engine, so that what one run scores in parts is the same to the last bit. */
    private static final int MOST_ROWS = 1 << 10;

    /**
     * One of a model's networks with what scores its labels.
     *
     * @param tasks the positions of its tasks among all, ascending
     * @param columns the columns of the scores that it has, ascending; the others are 0 for its rows
     */
    public record Part(TrainedObjective objective, List<Integer> tasks, PairScorer scorer, List<Integer> columns) {}

    private final List<TaskData.Labelled> rows;
    private final List<List<Part>> models;
    private final int columns;
    private final int blockRows;
    private final int end;

    /**
     * Prepares to score.
     *
     * @param rows the training rows of every task
     * @param width the feature values of a row
     * @param models for each model its networks; scores are the mean over models
     * @param columns the scores of a line
     */
    public NetworkRows(List<TaskData.Labelled> rows, int width, List<List<Part>> models, int columns) {
        this.rows = List.copyOf(rows);
        this.models = List.copyOf(models);
        this.columns = columns;
        this.end = end(rows);
        this.blockRows = blockRows(width);
    }

    /** The data rows of a block, for so many feature values of a row. */
    static int blockRows(int width) {
        return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, BLOCK_VALUES / Math.max(1, width)));
    }

    /** The data row after the last one with a label. */
    static int end(List<TaskData.Labelled> rows) {
        return rows.stream().mapToInt(task -> task.size() == 0 ? 0 : task.row(task.size() - 1) + 1).max().orElse(0);
    }

    /** The lines among data rows {@code first} to {@code last} − 1. */
    static long lines(List<TaskData.Labelled> rows, long first, long last) {
        return rows.stream().mapToLong(task -> task.firstAtLeast(last) - task.firstAtLeast(first)).sum();
    }

    /**
     * The scores of consecutive training lines.
     *
     * @param size the number of lines
     * @param rows the data row of each line, ascending
     * @param tasks the task of each line, ascending within a row
     * @param scores lines × columns, row-major
     */
    public record Block(int size, int[] rows, int[] tasks, double[] scores) {}

    /** Receives blocks in file order. */
    public interface Sink {

        /** Takes what it needs from a block, whose arrays are overwritten after the return and may be longer. */
        void accept(Block block) throws IOException;
    }

    /** The number of blocks. */
    public int blocks() {
        return (int) (((long) end + blockRows - 1) / blockRows);
    }

    /** The training lines of blocks {@code from} to {@code to} − 1. */
    public long lines(int from, int to) {
        return lines(rows, (long) from * blockRows, (long) to * blockRows);
    }

    /**
     * Scores blocks {@code from} to {@code to} − 1 and hands them over in order.
     *
     * @throws IOException if the sink throws it
     * @throws MtlException (DATA) naming layer and row if a score is not finite
     */
    public void forEachBlock(int from, int to, Sink sink) throws IOException {
        FileLines lines = new FileLines();
        double[] scores = new double[0];
        for (int number = from; number < to; number++) {
            int first = number * blockRows;
            lines.find(rows, first, blockRows);
            int values = Math.multiplyExact(lines.size(), columns);
            scores = scores.length < values ? new double[values] : scores;
            Arrays.fill(scores, 0, values, 0);
            for (List<Part> model : models) {
                for (Part part : model) {
                    add(part, first, lines, scores);
                }
            }
            sink.accept(new Block(lines.size(), lines.rows(), lines.tasks(), scores));
        }
    }

    /** Adds a network's part of the mean to the scores of a block. */
    private void add(Part part, int first, FileLines lines, double[] scores) {
        int width = part.columns().size();
        List<double[]> rooms = new ArrayList<>(List.of(new double[0]));
        LabelledRows training = part.objective().training();
        int end = (int) Math.min(Integer.MAX_VALUE, (long) first + blockRows);
        training.forEachBatch(first, end, part.objective().engine().batchRows(), (task, labels, size) -> 1, (batch, before) -> {
            int pairs = batch.pairs();
            if (rooms.get(0).length < pairs * width) {
                rooms.set(0, new double[pairs * width]);
            }
            double[] ofBatch = rooms.get(0);
            part.scorer().score(batch, before, ofBatch);
            int at = 0;
            for (Batch.Labels labels : batch.labels()) {
                int task = part.tasks().get(labels.task());
                for (int i = 0; i < labels.size(); i++, at++) {
                    int label = before[labels.task()] + i;
                    int line = lines.lines()[lines.place(task, label)];
                    for (int t = 0; t < width; t++) {
                        double score = ofBatch[at * width + t];
                        if (!Double.isFinite(score)) {
                            throw FiniteCheck.failure(part.objective().engine(), training, labels.task(), label);
                        }
                        scores[line * columns + part.columns().get(t)] += score / models.size();
                    }
                }
            }
        });
    }
}
