package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.mtl.data.Design;
import org.mtl.data.TaskData;
import org.mtl.io.IntStore;
import org.mtl.io.NumberRoom;

/** Rows of the wide form: one position for every row that has a label of at least one task, ascending. */
final class SharedRows implements BatchRows {

    private final Design design;
    private final List<TaskData.Labelled> labelled;
    private final IntStore rows = new IntStore(new NumberRoom());
    private final List<RankedSet> present;
    private double[] features = new double[0];

    SharedRows(Design design, List<TaskData.Labelled> labelled) {
        this.design = design;
        this.labelled = List.copyOf(labelled);
        BitSet union = new BitSet();
        for (TaskData.Labelled task : labelled) {
            task.forEachRow(union::set);
        }
        union.stream().forEach(rows::add);
        this.present = new ArrayList<>();
        for (TaskData.Labelled task : labelled) {
            present.add(new RankedSet(size(), action -> positions(task, action)));
        }
    }

    /** Where a task's rows, which ascend, lie among all. */
    private void positions(TaskData.Labelled task, IntConsumer action) {
        int[] at = new int[1];
        task.forEachRow(row -> {
            while (rows.get(at[0]) != row) {
                at[0]++;
            }
            action.accept(at[0]);
        });
    }

    @Override
    public int size() {
        return (int) rows.size();
    }

    @Override
    public int[] among(int first, int end) {
        return IntStream.range(firstAtLeast(first), firstAtLeast(end)).toArray();
    }

    private int firstAtLeast(int row) {
        int at = (int) rows.find(row);
        return at < 0 ? -at - 1 : at;
    }

    @Override
    public Batch gather(int[] positions, int from, int to, Factor factor) {
        int count = to - from;
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = rows.get(positions[from + i]);
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
                targets[i * width + c] = all.target(label, c);
            }
        }
        return new Batch.Labels(task, places, targets, factor);
    }
}
