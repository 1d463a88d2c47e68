package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.mtl.data.Design;
import org.mtl.data.TaskData;

/** Rows of the wide form: one position for every row that has a label of at least one task, ascending. */
final class SharedRows implements BatchRows {

    private final Design design;
    private final List<TaskData.Labelled> labelled;
    private final int[] rows;
    private final List<RankedSet> present;
    private double[] features = new double[0];

    SharedRows(Design design, List<TaskData.Labelled> labelled) {
        this.design = design;
        this.labelled = List.copyOf(labelled);
        BitSet union = new BitSet();
        for (TaskData.Labelled task : labelled) {
            for (int row : task.rows()) {
                union.set(row);
            }
        }
        this.rows = union.stream().toArray();
        this.present = new ArrayList<>();
        for (TaskData.Labelled task : labelled) {
            present.add(new RankedSet(positions(task.rows()), rows.length));
        }
    }

    /** Where a task's rows, which ascend, lie among all. */
    private int[] positions(int[] taskRows) {
        int[] positions = new int[taskRows.length];
        int at = 0;
        for (int i = 0; i < taskRows.length; i++) {
            while (rows[at] != taskRows[i]) {
                at++;
            }
            positions[i] = at;
        }
        return positions;
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public int[] among(int first, int end) {
        int from = firstAtLeast(rows, first);
        return IntStream.range(from, firstAtLeast(rows, end)).toArray();
    }

    /** How many of ascending numbers are less than a value. */
    static int firstAtLeast(int[] ascending, int value) {
        int at = Arrays.binarySearch(ascending, value);
        return at < 0 ? -at - 1 : at;
    }

    @Override
    public Batch gather(int[] positions, int from, int to, Factor factor) {
        int count = to - from;
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = rows[positions[from + i]];
        }
        if (features.length < count * design.columns()) {
            features = new double[count * design.columns()];
        }
        design.copyRows(0, chosen, 0, count, features);
        List<Batch.Labels> labels = new ArrayList<>();
        int[] found = new int[count];
        for (int task = 0; task < labelled.size(); task++) {
            int size = find(present.get(task), positions, from, to, found);
            if (size > 0) {
                labels.add(labels(task, Arrays.copyOf(found, size), positions, from, factor.of(task, size, count)));
            }
        }
        return new Batch(count, features, labels);
    }

    private static int find(RankedSet set, int[] positions, int from, int to, int[] found) {
        int size = 0;
        for (int i = from; i < to; i++) {
            if (set.contains(positions[i])) {
                found[size++] = i - from;
            }
        }
        return size;
    }

    private Batch.Labels labels(int task, int[] places, int[] positions, int from, double factor) {
        TaskData.Labelled all = labelled.get(task);
        RankedSet set = present.get(task);
        int width = all.width();
        double[] targets = new double[places.length * width];
        for (int i = 0; i < places.length; i++) {
            int label = set.rank(positions[from + places[i]]);
            for (int c = 0; c < width; c++) {
                targets[i * width + c] = all.targets()[label * width + c];
            }
        }
        return new Batch.Labels(task, places, targets, factor);
    }
}
