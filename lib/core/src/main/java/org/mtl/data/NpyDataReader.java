package org.mtl.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.NumberRoom;
import org.mtl.io.Numbers;

/**
 * Reads features and labels from a folder of NPY files.
 *
 * <p>{@code x.npy} (n × d, or n × c × h × w for images) holds features and {@code y.npy} (n, n × K or n × K × o) labels, NaN where there is none. With
 * {@code task.npy} (n codes) the data is in long form, and tasks are named by {@code tasks.csv} ({@code code,task}) or
 * their codes. Without it each of the K columns of {@code y.npy} is a task (wide form), named by {@code tasks.csv}, where
 * the code is the 0-based column, or {@code task1}, {@code task2}, … {@code split.npy} (n) holds 0, 1 or 2, and
 * {@code features.csv} ({@code index,feature}, from 0) names features, which are {@code x0}, {@code x1}, … otherwise.
 * With {@code embedding.npy} (V × E) the rows of {@code x.npy} are sequences of word numbers, 0 for padding at the end.
 * Labels of an integer type become classes or numbers as those of a CSV file do ({@link TargetKinds}); among those of a
 * floating-point type only 0 and 1 are taken for classes, if nobody asks for classes. Labels that
 * {@code classes.csv} names are classes. A column of {@code y.npy} may hold
 * classes each of which becomes a task; it has the name that its task would have, or {@code y} if it is the only one. Rows are named by their position. Messages count rows and columns from 0, as NumPy does.
 */
public final class NpyDataReader {

    private final NpyFolder folder;
    private final Roles roles;
    private final List<String> warnings = new ArrayList<>();

    private NpyDataReader(NpyFolder folder, Roles roles) {
        this.folder = folder;
        this.roles = roles;
    }

    /**
     * Reads a folder: labels into memory, while features stay in their file.
     *
     * @param roles may hold feature patterns, fractions and a column of classes; other columns mean nothing here
     * @throws MtlException (USAGE) if the roles name columns; (MISSING) if the folder, {@code x.npy} or {@code y.npy}
     *     does not exist; (DATA) if the files do not fit together or hold what they may not; (IO) if reading fails
     */
    public static LoadedData read(Path folder, Roles roles) {
        refuseColumns(roles);
        if (!Files.isDirectory(folder)) {
            throw MtlException.missing(folder + ": no such folder");
        }
        return new NpyDataReader(new NpyFolder(folder), roles).readAll();
    }

    private static void refuseColumns(Roles roles) {
        String option = roles.task().isPresent() ? "--task" : !roles.targets().isEmpty() ? "--targets"
                : roles.id().isPresent() ? "--id"
                : roles.split() instanceof SplitRule.ByColumn ? "--split" : "";
        if (option.equals("--split")) {
            throw MtlException.usage("--split: an NPY folder has no columns; its splits are in split.npy, or give fractions");
        }
        if (!option.isEmpty()) {
            throw MtlException.usage(option + " names a column of a CSV file; an NPY folder has none");
        }
    }

    private LoadedData readAll() {
        NpyFolder.FeatureSize size = folder.featureSize();
        NpyFolder.TargetSize targets = folder.targetSize(size.rows());
        Dataset.Form form = folder.has(NpyFolder.TASKS) ? Dataset.Form.LONG : Dataset.Form.WIDE;
        Optional<String> shared = form == Dataset.Form.LONG ? Optional.of("y") : Optional.empty();
        boolean fractions = roles.split() instanceof SplitRule.Fractions;
        boolean recorded = folder.has(NpyFolder.SPLITS) && !fractions;
        Division division = division(form, size.rows(), recorded);
        Optional<Division.ByRow> known =
                division instanceof Division.ByRow byRow ? Optional.of(byRow) : Optional.empty();
        LabelCollector labels = new LabelCollector(
                folder.name(NpyFolder.TARGETS), withNamedClasses(shared), shared, folder.isFloating(NpyFolder.TARGETS), known);
        if (form == Dataset.Form.LONG) {
            collectLong(labels, targets);
        } else if (roles.oneVsRest().isPresent()) {
            collectClasses(labels, targets);
        } else {
            collectWide(labels, targets);
        }
        if (folder.has(NpyFolder.SPLITS) && fractions) {
            warnings.add(folder.name(NpyFolder.SPLITS) + ": not used, as --split says otherwise");
        }
        List<TaskData> tasks = labels.divide(folder.path().toString(), division, warnings);
        Features features = features(size);
        Optional<String> splitFile = recorded ? Optional.of(NpyFolder.SPLITS) : Optional.empty();
        return new LoadedData(new Dataset(features, RowIds.positions(), form, tasks), warnings, labels.notes(), size.rows(),
                new LoadedData.ResolvedRoles(roles, splitFile, features.names()));
    }

    /** The roles, where labels that {@code classes.csv} names are classes if nothing else is asked for. */
    private Roles withNamedClasses(Optional<String> shared) {
        Set<String> named = NpyNames.readColumn(folder.path().resolve("classes.csv"), "task");
        TargetKinds kinds = roles.kinds();
        if (shared.isPresent() && kinds.common() == TargetKind.AUTO && named.contains(shared.get())) {
            return roles.withKinds(new TargetKinds(TargetKind.CLASS, kinds.byTask(), kinds.classes()));
        }
        Map<String, TargetKind> byTask = new HashMap<>(kinds.byTask());
        if (shared.isEmpty() && kinds.common() == TargetKind.AUTO) {
            named.forEach(task -> byTask.putIfAbsent(task, TargetKind.CLASS));
        }
        return roles.withKinds(new TargetKinds(kinds.common(), byTask, kinds.classes()));
    }

    private Features features(NpyFolder.FeatureSize size) {
        List<String> names = NpyNames.read(folder.path().resolve("features.csv"), "index", "feature")
                .map(table -> table.inOrder(size.columns(), "feature", NpyFolder.FEATURES))
                .orElseGet(() -> IntStream.range(0, size.columns()).mapToObj(j -> "x" + j).toList());
        ColumnNames columns = new ColumnNames(folder.name(NpyFolder.FEATURES), names);
        int[] chosen = roles.features().isEmpty() ? IntStream.range(0, size.columns()).toArray()
                : FeaturePatterns.choose("--features", roles.features(), columns, Set.of()).stream().toArray();
        NpyFeatures features = NpyFeatures.open(folder.path().resolve(NpyFolder.FEATURES), names, chosen, size.image());
        return folder.has(NpyFolder.EMBEDDING)
                ? new WordFeatures(features, WordVectors.read(folder.path().resolve(NpyFolder.EMBEDDING)), folder.name(NpyFolder.FEATURES))
                : features;
    }

    private void collectLong(LabelCollector labels, NpyFolder.TargetSize size) {
        if (roles.oneVsRest().isPresent()) {
            throw MtlException.usage("--one-vs-rest makes a task of each class, but " + folder.name(NpyFolder.TASKS)
                    + " says which task each row belongs to");
        }
        if (size.tasks() != 1) {
            throw MtlException.data(folder.name(NpyFolder.TARGETS)
                    + ": expected one label per row, as task.npy names the row's task, found " + size.tasks());
        }
        NpyTasks tasks = new NpyTasks(folder, taskNames(), size.rows());
        tasks.names().forEach(task -> labels.addTask(task, size.width()));
        try (NpyTasks.Rows ofRows = tasks.read()) {
            folder.forEachRow(NpyFolder.TARGETS, size.flat(),
                    (row, values, at) -> addLabel(labels, ofRows.of(row), row, 0, values, at, size.width()));
        } catch (IOException e) {
            throw MtlException.io(folder.name(NpyFolder.TASKS) + ": " + e.getMessage(), e);
        }
    }

    private void collectWide(LabelCollector labels, NpyFolder.TargetSize size) {
        List<String> names = columnNames(size);
        names.forEach(name -> labels.addTask(name, size.width()));
        folder.forEachRow(NpyFolder.TARGETS, size.flat(), (row, values, at) -> {
            for (int task = 0; task < size.tasks(); task++) {
                addLabel(labels, names.get(task), row, task, values, at + task * size.width(), size.width());
            }
        });
    }

    private List<String> columnNames(NpyFolder.TargetSize size) {
        return taskNames()
                .map(table -> table.inOrder(size.tasks(), "task", NpyFolder.TARGETS))
                .orElseGet(() -> IntStream.rangeClosed(1, size.tasks()).mapToObj(k -> "task" + k).toList());
    }

    private void collectClasses(LabelCollector labels, NpyFolder.TargetSize size) {
        String asked = roles.oneVsRest().orElseThrow();
        List<String> names = columnNames(size);
        int column = size.tasks() == 1 && asked.equals("y") ? 0 : names.indexOf(asked);
        if (column < 0 || size.width() > 1) {
            throw MtlException.data(folder.name(NpyFolder.TARGETS) + ": --one-vs-rest: " + (column < 0
                    ? "no column " + Cells.quote(asked) + "; columns are: " + String.join(", ", names)
                    : "expected a column of classes, found vectors of " + size.width()));
        }
        ClassColumn classes = new ClassColumn(folder.name(NpyFolder.TARGETS), asked);
        folder.forEachRow(NpyFolder.TARGETS, size.flat(), (row, values, at) -> {
            Supplier<String> place = () -> place(row, column);
            double value = values[at + column];
            requireNoInfinity(value, place);
            if (!Double.isNaN(value)) {
                classes.read(value, row, place);
            }
        });
        classes.addTo(labels);
    }

    private String place(int row, int column) {
        return folder.name(NpyFolder.TARGETS) + ": row " + row + ", column " + column;
    }

    private static void requireNoInfinity(double target, Supplier<String> place) {
        if (Double.isInfinite(target)) {
            throw MtlException.data(place.get() + ": expected a finite number, or NaN for no label, found " + Numbers.format(target));
        }
    }

    private Optional<NpyNames> taskNames() {
        return NpyNames.read(folder.path().resolve("tasks.csv"), "code", "task");
    }

    /** Adds the label that stands in {@code values} from {@code at} on, if there is one. */
    private void addLabel(LabelCollector labels, String task, int row, int column, double[] values, int at, int width) {
        Supplier<String> place = () -> place(row, column);
        int missing = 0;
        for (int c = 0; c < width; c++) {
            double target = values[at + c];
            int output = c;
            requireNoInfinity(target, () -> place.get() + output(width, output));
            missing += Double.isNaN(target) ? 1 : 0;
        }
        if (missing > 0 && missing < width) {
            int first = IntStream.range(0, width).filter(c -> Double.isNaN(values[at + c])).findFirst().orElseThrow();
            throw MtlException.data(place.get() + output(width, first) + ": expected a finite number, as the row has a label"
                    + " for other outputs of task " + Cells.quote(task) + ", found NaN");
        }
        if (missing == 0 && width == 1) {
            labels.add(task, row, values[at], place);
        } else if (missing == 0) {
            labels.addTask(task, width).add(row, values, at);
        }
    }

    private static String output(int width, int output) {
        return width == 1 ? "" : ", output " + output;
    }

    private Division division(Dataset.Form form, int rows, boolean recorded) {
        if (roles.split() instanceof SplitRule.Fractions fractions) {
            return Division.drawn(fractions, form, rows);
        }
        return recorded ? Division.byRow(splits(rows)) : Division.allTraining();
    }

    private SplitCodes splits(int rows) {
        SplitCodes splits = new SplitCodes(new NumberRoom());
        folder.forEachCode(NpyFolder.SPLITS, rows, (row, code) -> {
            if (code < 0 || code > 2) {
                throw MtlException.data(folder.name(NpyFolder.SPLITS) + ": row " + row
                        + ": expected 0 (train), 1 (val) or 2 (test), found " + code);
            }
            splits.add((int) code);
        });
        return splits;
    }
}
