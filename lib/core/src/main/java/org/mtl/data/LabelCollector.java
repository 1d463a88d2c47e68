package org.mtl.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/**
 * Collects labels by task while data is read. At the end, when all rows are known, it decides what the labels are and
 * divides them.
 */
final class LabelCollector {

    /** How many targets a note lists by name. */
    private static final int MOST_LISTED = 5;

    private final String file;
    private final LabelPools pools;
    private final Map<String, TaskLabels> tasks = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Collects labels of one file.
     *
     * @param file how messages name it
     * @param shared the name of the target that all tasks share (long form); empty where each task has its own
     * @param fractionsByType whether labels come as a floating-point type
     * @param known the splits of the rows, where they are known before the labels; {@link #divide} is to be given them again
     */
    LabelCollector(String file, Roles roles, Optional<String> shared, boolean fractionsByType,
            Optional<Division.ByRow> known) {
        this.file = file;
        this.pools = new LabelPools(roles, shared, fractionsByType, known);
    }

    /** Makes a task known, so that it is there, in this place, even if it has no labels. */
    TaskLabels addTask(String task) {
        return addTask(task, 1);
    }

    /** Makes a task known whose labels have {@code width} values. */
    TaskLabels addTask(String task, int width) {
        return tasks.computeIfAbsent(task, name -> pools.add(name, width));
    }

    /** Adds the label in a cell of the current record; rows of one task come in ascending order. */
    void add(String task, int row, CsvReader in, int column) {
        TaskLabels labels = addTask(task);
        labels.add(row, labels.pool().coder().read(in, column));
    }

    /** Adds a label that is a finite number. */
    void add(String task, int row, double target, Supplier<String> place) {
        TaskLabels labels = addTask(task);
        labels.add(row, labels.pool().coder().read(target, place));
    }

    /**
     * The tasks in the order in which they were first named.
     *
     * @param place how messages name the data
     * @param found receives what the user should know
     * @throws MtlException (DATA) if a task has no training rows, or labels are not what was asked for
     */
    List<TaskData> divide(String place, Division division, List<String> found) {
        Map<LabelPools.Pool, LabelCoder.Coding> codings = new HashMap<>();
        for (LabelPools.Pool pool : pools.all()) {
            codings.put(pool, decide(pool, division));
        }
        noteMappings(codings);
        Map<LabelPools.Pool, BitSet> trained = new LinkedHashMap<>();
        List<TaskData> divided = new ArrayList<>(tasks.size());
        tasks.forEach((name, labels) -> {
            LabelCoder.Coding coding = codings.get(labels.pool());
            TaskData task =
                    new TaskData(name, labels.divide(name, division, coding.classes().size()), coding.classes());
            if (task.size(Split.TRAIN) == 0) {
                throw MtlException.data(place + ": task " + Cells.quote(name) + " has no training rows ("
                        + task.size(Split.VALIDATION) + " val, " + task.size(Split.TEST) + " test)");
            }
            if (coding.decided()) {
                BitSet seen = trained.computeIfAbsent(labels.pool(), pool -> new BitSet());
                task.in(Split.TRAIN).forEachTarget(code -> seen.set((int) code));
            }
            divided.add(task);
        });
        trained.forEach((pool, seen) -> warnOfUntrained(pool, codings.get(pool).classes(), seen));
        found.addAll(warnings);
        return divided;
    }

    /** What was decided and is worth a line, after {@link #divide}: which class is 0 and which is 1. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private LabelCoder.Coding decide(LabelPools.Pool pool, Division division) {
        String target = file + ": target " + Cells.quote(pool.target());
        LabelCoder.Coding coding = pool.coder().finish(
                target, () -> pool.codes(division), warning -> warnings.add(target + ": " + warning));
        if (coding.recode().length > 0) {
            pool.tasks().forEach(labels -> labels.replace(code -> coding.recode()[(int) code]));
        }
        return coding;
    }

    private void warnOfUntrained(LabelPools.Pool pool, List<String> classes, BitSet seen) {
        List<String> missing = new ArrayList<>();
        for (int code = seen.nextClearBit(0); code < classes.size(); code = seen.nextClearBit(code + 1)) {
            missing.add(classes.get(code));
        }
        if (!missing.isEmpty()) {
            warnings.add(file + ": target " + Cells.quote(pool.target()) + ": no training row has the class "
                    + ClassNames.list(missing));
        }
    }

    /** One line for all targets that have the same two classes. */
    private void noteMappings(Map<LabelPools.Pool, LabelCoder.Coding> codings) {
        Map<List<String>, List<String>> targets = new LinkedHashMap<>();
        for (LabelPools.Pool pool : pools.all()) {
            LabelCoder.Coding coding = codings.get(pool);
            if (coding.decided() && coding.classes().size() == 2 && !coding.classes().equals(List.of("0", "1"))) {
                targets.computeIfAbsent(coding.classes(), classes -> new ArrayList<>()).add(pool.target());
            }
        }
        targets.forEach((classes, names) -> {
            String listed = names.stream().limit(MOST_LISTED).map(Cells::quote).collect(Collectors.joining(", "));
            String more = names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "";
            notes.add(file + (names.size() == 1 ? ": target " : ": targets ") + listed + more + ": "
                    + Cells.oneLine(classes.get(0)) + " = 0, " + Cells.oneLine(classes.get(1)) + " = 1");
        });
    }
}
