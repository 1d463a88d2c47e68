package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.io.CsvReader;

/** Reads which training rows of a model to keep. */
final class Selection {

    /** The columns of a selection. */
    static final List<String> HEADER = List.of("row", "task", "score", "keep");

    private final Dataset data;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<BitSet> named = new ArrayList<>();
    private final List<BitSet> keep = new ArrayList<>();

    private Selection(Dataset data) {
        this.data = data;
        for (int k = 0; k < data.tasks().size(); k++) {
            positions.put(data.tasks().get(k).name(), k);
            named.add(new BitSet());
            BitSet all = new BitSet();
            all.set(0, data.tasks().get(k).size(Split.TRAIN));
            keep.add(all);
        }
    }

    /**
     * Reads {@code row,task,score,keep} with every training row of every task exactly once, so that a stream that was cut
     * short never trains on the wrong rows.
     *
     * @return for every task, the positions of its training rows that stay
     * @throws MtlException (DATA) if a row is missing, unknown or named twice, or {@code keep} is neither 1 nor 0
     */
    static List<BitSet> read(String input, Dataset data, Context context) {
        Selection selection = new Selection(data);
        String name = context.displayName(input);
        Meta.requireKind(input, "selection", context);
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            requireHeader(in, HEADER);
            long lines = 0;
            while (in.next()) {
                selection.mark(in, keepWord(in));
                lines++;
            }
            long expected = data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum();
            if (lines != expected) {
                throw MtlException.data(name + ": expected each of the model's " + expected
                        + " training rows once, found " + lines + " lines");
            }
            return selection.keep;
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }

    /**
     * Reads {@code row,task}, training rows to leave out; {@code row} alone means the row in all its tasks.
     *
     * @return for every task, the positions of its training rows that stay
     * @throws MtlException (DATA) if a row is unknown or named twice
     */
    static List<BitSet> readWithout(String input, Dataset data, Context context) {
        Selection selection = new Selection(data);
        String name = context.displayName(input);
        try (CsvReader in = CsvReader.open(context.open(input), name)) {
            boolean perTask = in.header().size() > 1;
            requireHeader(in, perTask ? HEADER.subList(0, 2) : HEADER.subList(0, 1));
            while (in.next()) {
                if (perTask) {
                    selection.mark(in, false);
                } else {
                    selection.markAll(in);
                }
            }
            return selection.keep;
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
    }

    private static void requireHeader(CsvReader in, List<String> expected) {
        boolean begins = in.header().size() >= expected.size()
                && in.header().subList(0, expected.size()).equals(expected);
        if (!begins) {
            throw MtlException.data(in.name() + ":1: expected the columns " + String.join(", ", expected) + ", found "
                    + String.join(", ", in.header()));
        }
    }

    private static boolean keepWord(CsvReader in) {
        return switch (in.get(3)) {
            case "1" -> true;
            case "0" -> false;
            default -> throw MtlException.data(in.place(3) + ": expected 1 or 0, found '" + in.get(3) + "'");
        };
    }

    private void mark(CsvReader in, boolean stays) {
        Integer task = positions.get(in.get(1));
        if (task == null) {
            throw MtlException.data(in.place(1) + ": the model has no task '" + in.get(1) + "'");
        }
        if (!mark(in, task, data.ids().find(in.get(0), data.features().rows()), stays)) {
            throw MtlException.data(in.place(0) + ": row '" + in.get(0) + "' is no training row of task '" + in.get(1) + "'");
        }
    }

    private void markAll(CsvReader in) {
        int row = data.ids().find(in.get(0), data.features().rows());
        boolean found = false;
        for (int task = 0; task < keep.size(); task++) {
            found |= mark(in, task, row, false);
        }
        if (!found) {
            throw MtlException.data(in.place(0) + ": row '" + in.get(0) + "' is no training row of any task");
        }
    }

    private boolean mark(CsvReader in, int task, int row, boolean stays) {
        int position = data.tasks().get(task).in(Split.TRAIN).find(row);
        if (position < 0) {
            return false;
        }
        if (named.get(task).get(position)) {
            throw MtlException.data(in.name() + ":" + in.line() + ": row '" + in.get(0) + "' of task '"
                    + data.tasks().get(task).name() + "' appears twice");
        }
        named.get(task).set(position);
        keep.get(task).set(position, stays);
        return true;
    }
}
