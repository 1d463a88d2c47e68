package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.data.Design;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;

/**
 * Rows of the long form: the positions of each task's rows follow those of the task before. A batch is sorted by position,
 * so that the rows of a task lie side by side.
 */
final class SeparateRows implements BatchRows {

    private final Design design;
    private final List<TaskData.Labelled> labelled;
    private final int[] starts;
    private double[] features = new double[0];
    private double[] part = new double[0];

    SeparateRows(Design design, List<TaskData.Labelled> labelled) {
        this.design = design;
        this.labelled = List.copyOf(labelled);
        this.starts = new int[labelled.size() + 1];
        for (int task = 0; task < labelled.size(); task++) {
            starts[task + 1] = Math.addExact(starts[task], labelled.get(task).size());
        }
    }

    @Override
    public int size() {
        return starts[labelled.size()];
    }

    @Override
    public int[] among(int first, int end) {
        return IntStream.range(0, labelled.size()).flatMap(task -> {
            TaskData.Labelled rows = labelled.get(task);
            return IntStream.range(starts[task] + rows.firstAtLeast(first), starts[task] + rows.firstAtLeast(end));
        }).toArray();
    }

    @Override
    public Batch gather(int[] positions, int from, int to, Factor factor) {
        int[] sorted = Arrays.copyOfRange(positions, from, to);
        Arrays.sort(sorted);
        int[] rows = new int[sorted.length];
        List<Batch.Labels> labels = new ArrayList<>();
        int place = 0;
        for (int task = 0; task < labelled.size(); task++) {
            int end = place;
            while (end < sorted.length && sorted[end] < starts[task + 1]) {
                end++;
            }
            if (end > place) {
                labels.add(labels(task, sorted, place, end, factor.of(task, end - place, sorted.length), rows));
                place = end;
            }
        }
        copyFeatures(rows, labels);
        return new Batch(sorted.length, features, labels);
    }

    private Batch.Labels labels(int task, int[] sorted, int from, int to, double factor, int[] rows) {
        TaskData.Labelled all = labelled.get(task);
        int width = all.width();
        int[] places = new int[to - from];
        double[] targets = new double[places.length * width];
        for (int i = 0; i < places.length; i++) {
            int label = sorted[from + i] - starts[task];
            places[i] = from + i;
            rows[from + i] = all.row(label);
            for (int c = 0; c < width; c++) {
                targets[i * width + c] = all.target(label, c);
            }
        }
        return new Batch.Labels(task, places, targets, factor);
    }

    private void copyFeatures(int[] rows, List<Batch.Labels> labels) {
        int columns = design.columns();
        if (features.length < rows.length * columns) {
            features = new double[rows.length * columns];
        }
        if (design.standardization().mode() != Standardization.Mode.TASK) {
            design.copyRows(0, rows, 0, rows.length, features);
            return;
        }
        for (Batch.Labels task : labels) {
            int from = task.positions()[0];
            if (part.length < task.size() * columns) {
                part = new double[task.size() * columns];
            }
            design.copyRows(task.task(), rows, from, from + task.size(), part);
            System.arraycopy(part, 0, features, from * columns, task.size() * columns);
        }
    }
}
