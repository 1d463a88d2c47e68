package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.CsvWriter;
import org.mtl.model.LogisticLoss;
import org.mtl.model.MultitaskModel;
import org.mtl.parallel.Workers;

/**
 * Writes what a model predicts for the rows of a split, {@code row,task,prediction,probability}: of classes the most probable
 * one and its probability, of numbers the number. A vector has a line for each of its values, with the task
 * {@code TASK[i]}, i from 0 on.
 */
final class PredictionFile {

    /** Rows that are predicted at once. */
    private static final int PIECE = 1 << 14;

    private final CsvWriter csv;
    private final Dataset data;

    private PredictionFile(CsvWriter csv, Dataset data) {
        this.csv = csv;
        this.data = data;
    }

    /** Writes all lines, task by task. */
    static void write(OutputStream out, MultitaskModel model, Dataset data, Split split, Workers workers) throws IOException {
        PredictionFile file = new PredictionFile(new CsvWriter(out), data);
        file.csv.record(List.of("row", "task", "prediction", "probability"));
        for (int k = 0; k < data.tasks().size(); k++) {
            TaskData task = data.tasks().get(k);
            int size = task.size(split);
            for (int from = 0; from < size; from += PIECE) {
                int[] piece = task.in(split).rows(from, Math.min(size, from + PIECE));
                double[] predictions = model.predict(data.features(), k, piece, workers);
                if (model.classes(k).isEmpty()) {
                    file.numbers(task.name(), piece, predictions);
                } else {
                    file.classes(task.name(), model.classes(k), piece, predictions);
                }
            }
        }
        file.csv.flush();
    }

    private void numbers(String task, int[] rows, double[] predictions) throws IOException {
        int width = predictions.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < width; c++) {
                csv.field(data.ids().name(rows[i])).field(width == 1 ? task : task + "[" + c + "]");
                csv.field(predictions[i * width + c]).field("").end();
            }
        }
    }

    private void classes(String task, List<String> classes, int[] rows, double[] predictions) throws IOException {
        int width = predictions.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            int best = width == 1 ? (predictions[i] > 0 ? 1 : 0) : largest(predictions, i * width, width);
            double probability = width == 1
                    ? LogisticLoss.sigmoid(Math.abs(predictions[i]))
                    : softmax(predictions, i * width, width, best);
            csv.field(data.ids().name(rows[i])).field(task).field(classes.get(best)).field(probability).end();
        }
    }

    private static int largest(double[] values, int from, int count) {
        int best = 0;
        for (int c = 1; c < count; c++) {
            best = values[from + c] > values[from + best] ? c : best;
        }
        return best;
    }

    private static double softmax(double[] values, int from, int count, int of) {
        double sum = 0;
        for (int c = 0; c < count; c++) {
            sum += Math.exp(values[from + c] - values[from + of]);
        }
        return 1 / sum;
    }
}
