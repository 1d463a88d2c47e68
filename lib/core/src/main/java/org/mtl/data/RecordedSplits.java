package org.mtl.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;
import org.mtl.io.NumberRoom;

/**
 * The file {@code split.csv} of a model: {@code row,task,split} for every labelled (row, task).
 *
 * <p>Later commands apply it instead of dividing again, so that they use the rows that the model was trained on.
 */
public final class RecordedSplits {

    private static final List<String> HEADER = List.of("row", "task", "split");

    /** A row of the data in a task; the order is that of the file. */
    private record Pair(int row, int task, Split split, int position) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byRow = Integer.compare(row, other.row);
            return byRow != 0 ? byRow : Integer.compare(task, other.task);
        }
    }

    /** All labels of one task, ascending by row, and the splits that the file gives them. */
    private record Labels(TaskData source, TaskData.Labelled all, SplitCodes splits) {

        static Labels of(TaskData task, NumberRoom room) {
            LabelledBuilder labels = new LabelledBuilder(room, task.width());
            AscendingLabels ascending = new AscendingLabels(task);
            while (ascending.advance()) {
                ascending.addTo(labels);
            }
            TaskData.Labelled all = labels.build();
            return new Labels(task, all, new SplitCodes(room, all.size(), SplitCodes.NONE));
        }

        boolean isUsed() {
            return IntStream.range(0, splits.size()).anyMatch(i -> splits.get(i) != SplitCodes.NONE);
        }
    }

    private RecordedSplits() {}

    /**
     * Writes the file: in the order of the data rows, and within a row of the tasks.
     *
     * @throws IOException if writing fails
     */
    public static void write(CsvWriter out, Dataset data) throws IOException {
        out.record(HEADER);
        PriorityQueue<Pair> next = new PriorityQueue<>();
        for (int task = 0; task < data.tasks().size(); task++) {
            for (Split split : Split.values()) {
                offer(next, data.tasks().get(task), task, split, 0);
            }
        }
        while (!next.isEmpty()) {
            Pair pair = next.remove();
            TaskData task = data.tasks().get(pair.task());
            out.field(data.ids().name(pair.row())).field(task.name()).field(pair.split().label()).end();
            offer(next, task, pair.task(), pair.split(), pair.position() + 1);
        }
    }

    private static void offer(PriorityQueue<Pair> queue, TaskData data, int task, Split split, int position) {
        if (position < data.size(split)) {
            queue.add(new Pair(data.in(split).row(position), task, split, position));
        }
    }

    /**
     * Divides data as a file says. Labelled pairs that the file does not name are left out, and so are tasks of which it
     * names none.
     *
     * @param all the data, divided in any way
     * @param in the file, in any order
     * @throws MtlException (DATA) with the file's line if it names a pair that the data does not have, or one twice
     */
    public static Dataset apply(Dataset all, CsvReader in) {
        if (!in.header().equals(HEADER)) {
            throw MtlException.data(in.name() + ":1: expected the columns row, task, split, found "
                    + Cells.oneLine(String.join(", ", in.header())));
        }
        Map<String, Labels> tasks = new LinkedHashMap<>();
        NumberRoom room = new NumberRoom();
        all.tasks().forEach(task -> tasks.put(task.name(), Labels.of(task, room)));
        while (in.next()) {
            mark(all, tasks, in);
        }
        List<TaskData> divided = new ArrayList<>();
        for (Labels labels : tasks.values()) {
            if (labels.isUsed()) {
                divided.add(labels.source().with(labels.all().divided(labels.splits())));
            }
        }
        if (divided.isEmpty()) {
            throw MtlException.data(in.name() + ": expected at least one row, found only the header");
        }
        return new Dataset(all.features(), all.ids(), all.form(), divided);
    }

    private static void mark(Dataset all, Map<String, Labels> tasks, CsvReader in) {
        int row = all.ids().find(in.get(0), all.features().rows());
        if (row < 0) {
            throw MtlException.data(in.place(0) + ": the data has no row " + Cells.quote(in.get(0)));
        }
        Labels labels = tasks.get(in.get(1));
        if (labels == null) {
            throw MtlException.data(in.place(1) + ": the data has no task " + Cells.quote(in.get(1)));
        }
        String pair = "row " + Cells.quote(in.get(0)) + " of task " + Cells.quote(in.get(1));
        int position = labels.all().find(row);
        if (position < 0) {
            throw MtlException.data(in.name() + ":" + in.line() + ": the data has no label for " + pair);
        }
        if (labels.splits().get(position) != SplitCodes.NONE) {
            throw MtlException.data(in.name() + ":" + in.line() + ": " + pair + " appears twice");
        }
        labels.splits().set(position, Cells.split(in, 2).ordinal());
    }
}
