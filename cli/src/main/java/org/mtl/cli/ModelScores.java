package org.mtl.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Subsets;
import org.mtl.data.TaskData;
import org.mtl.selection.Selector;

/** Lines of scores, each found among the training rows of the model that they are about. */
final class ModelScores {

    private final Dataset data;
    private final int[] tasks;
    private final int[] positions;

    private ModelScores(Dataset data, int[] tasks, int[] positions) {
        this.data = data;
        this.tasks = tasks;
        this.positions = positions;
    }

    /**
     * Finds every line.
     *
     * @param name how messages name the scores
     * @throws MtlException (DATA) if they do not name every training row of the model, and nothing else
     */
    static ModelScores find(ScoreLines lines, String name, FittedModel fitted) {
        Dataset data = fitted.data();
        int[] ofName = lines.taskNames().stream().mapToInt(data.taskNames()::indexOf).toArray();
        int count = lines.rows().size();
        int[] tasks = new int[count];
        int[] positions = new int[count];
        for (int line = 0; line < count; line++) {
            tasks[line] = ofName[lines.tasks()[line]];
            positions[line] = tasks[line] < 0 ? -1 : position(data, tasks[line], lines.rows().get(line));
            if (positions[line] < 0) {
                throw MtlException.data(name + ": row '" + lines.rows().get(line) + "' of task '"
                        + lines.taskNames().get(lines.tasks()[line]) + "' is no training row of " + fitted.folder().path());
            }
        }
        // No line is there twice, so equal counts mean equal sets.
        long expected = data.tasks().stream().mapToLong(task -> task.size(Split.TRAIN)).sum();
        if (count != expected) {
            throw MtlException.data(name + ": expected each of the " + expected + " training rows of "
                    + fitted.folder().path() + " once, found " + count + " lines");
        }
        return new ModelScores(data, tasks, positions);
    }

    private static int position(Dataset data, int task, String row) {
        return data.tasks().get(task).in(Split.TRAIN).find(data.ids().find(row, data.features().rows()));
    }

    /** The position of each line's task among those of the model. */
    int[] tasks() {
        return tasks;
    }

    /** The position of each line among the training rows of its task. */
    int[] positions() {
        return positions;
    }

    /** The data row of a line. */
    int row(int line) {
        return data.tasks().get(tasks[line]).in(Split.TRAIN).row(positions[line]);
    }

    /** The code of each line's class among those of its task. */
    int[] classes() {
        int[] classes = new int[tasks.length];
        for (int line = 0; line < classes.length; line++) {
            TaskData task = data.tasks().get(tasks[line]);
            classes[line] = task.classes().isEmpty()
                    ? Selector.NO_CLASS
                    : (int) task.in(Split.TRAIN).target(positions[line], 0);
        }
        return classes;
    }

    /** Whether the row of a line is among some positions of training rows, given for every task. */
    boolean isIn(List<BitSet> kept, int line) {
        return kept.get(tasks[line]).get(positions[line]);
    }

    /** The model's data with the training rows of some lines only. */
    Dataset kept(boolean[] keep) {
        List<BitSet> stays = new ArrayList<>();
        data.tasks().forEach(task -> stays.add(new BitSet()));
        for (int line = 0; line < keep.length; line++) {
            stays.get(tasks[line]).set(positions[line], keep[line]);
        }
        return Subsets.withTraining(data, stays);
    }
}
