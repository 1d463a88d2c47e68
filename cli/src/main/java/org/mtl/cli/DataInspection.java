package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.inspection.Dependencies;
import org.mtl.data.inspection.Dependency;
import org.mtl.data.inspection.DependencyFindings;
import org.mtl.data.inspection.TaskFindings;
import org.mtl.data.inspection.TaskSummary;
import org.mtl.io.CsvWriter;

/** What {@code inspect} writes about data that is read as {@code train} reads it. */
final class DataInspection {

    private final Context context;
    private final String name;
    private final LoadedData loaded;
    private final List<String> features;
    private final Dataset used;
    private final List<TaskSummary> tasks;
    private final Optional<Dependencies> dependencies;

    /**
     * Reads the data and looks at it.
     *
     * @param requireDependencies whether it is an error that there is not enough memory to look for dependent columns
     * @throws MtlException as {@code train} would throw it on the same data; (MEMORY)
     */
    DataInspection(Context context, String input, DataOptions dataOptions, TaskOptions taskOptions,
            boolean requireDependencies) {
        this.context = context;
        this.name = context.displayName(input);
        Roles roles = taskOptions.apply(dataOptions.roles());
        this.loaded = TrainingData.readOnly(input, roles, context);
        this.used = taskOptions.apply(loaded.dataset(), dataOptions.seed());
        this.features = used.features().names();
        this.tasks = TaskSummary.of(loaded.dataset(), used);
        this.dependencies = dependencies(requireDependencies);
    }

    private Optional<Dependencies> dependencies(boolean required) {
        try {
            return Optional.of(Dependencies.of(used, target(), context.options().memory()));
        } catch (MtlException e) {
            if (required || e.kind() != MtlException.Kind.MEMORY) {
                throw e;
            }
            warn("dependent columns are not looked for: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What labels are called that a column of task names shares out. */
    private String target() {
        return loaded.roles().asked().target().orElse("y");
    }

    /** Writes one line per task. */
    void writeTasks(CsvWriter csv) throws IOException {
        csv.record(List.of("task", "kind", "train", "val", "test", "missing", "classes", "smallest_class", "smallest_rows",
                "largest_class", "largest_rows", "min", "max", "mean", "sd", "repeated", "contradicting", "from_training"));
        for (TaskSummary task : tasks) {
            csv.field(task.name()).field(task.kind());
            for (Split split : Split.values()) {
                csv.field(task.rows().get(split));
            }
            csv.field(task.missing().isPresent() ? Long.toString(task.missing().getAsLong()) : "");
            writeClasses(task, csv);
            FileInspection.writeFields(task.numbers(), csv);
            csv.field(task.repetitions().repeated()).field(task.repetitions().contradicting());
            csv.field(task.repetitions().fromTraining()).end();
        }
    }

    private static void writeClasses(TaskSummary task, CsvWriter csv) throws IOException {
        if (task.classes().isEmpty()) {
            csv.field("").field("").field("").field("").field("");
            return;
        }
        csv.field(task.classes().size());
        for (int code : new int[] {task.smallestClass(), task.largestClass()}) {
            csv.field(task.classes().get(code)).field(task.trainingRows()[code]);
        }
    }

    /** Writes one line per term of each column that others determine. */
    void writeDependencies(CsvWriter csv) throws IOException {
        csv.record(List.of("column", "kind", "term", "coefficient", "deviation"));
        for (Dependency column : dependencies.orElseThrow().features()) {
            writeTerms(column, "feature", csv);
        }
        for (Dependency column : dependencies.orElseThrow().labels()) {
            writeTerms(column, "label", csv);
        }
    }

    private static void writeTerms(Dependency column, String kind, CsvWriter csv) throws IOException {
        for (Dependency.Term term : column.terms()) {
            csv.field(column.column()).field(kind).field(term.column()).field(term.coefficient());
            csv.field(column.deviation()).end();
        }
        if (column.isConstant() || column.constant() != 0) {
            csv.field(column.column()).field(kind).field(Design.INTERCEPT).field(column.constant());
            csv.field(column.deviation()).end();
        }
    }

    /** Says what is worth a line, after the table. */
    void finish() {
        loaded.warnings().forEach(context::warn);
        TaskFindings.warnings(tasks, used.form(), target(), features.size()).forEach(this::warn);
        dependencies.ifPresent(found -> DependencyFindings.warnings(found, features).forEach(this::warn));
        loaded.notes().forEach(context::note);
        TaskFindings.notes(tasks).forEach(line -> context.note(name + ": " + line));
        int rows = tasks.stream().flatMapToInt(task -> IntStream.of(
                task.rows().get(Split.TRAIN), task.rows().get(Split.VALIDATION), task.rows().get(Split.TEST))).sum();
        context.note(name + ": " + count(tasks.size(), "task") + ", " + count(rows, "labelled row") + ", "
                + count(features.size(), "feature"));
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private void warn(String line) {
        context.warn(name + ": " + line);
    }
}
