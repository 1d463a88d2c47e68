package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.Summary;
import org.mtl.io.Numbers;

/** What is worth a line about tasks: their sizes, their classes, their labels and rows that occur twice. */
public final class TaskFindings {

    private static final int FEW_ROWS = 10;
    private static final int FEW_OF_A_CLASS = 5;
    private static final double SMALL_CLASS = 0.01;

    /** A label so many standard deviations from the mean of the others is a typing error or stands for something else. */
    private static final double FAR = 20;

    private final List<TaskSummary> tasks;
    private final Dataset.Form form;
    private final String target;
    private final int features;
    private final List<String> lines = new ArrayList<>();

    private TaskFindings(List<TaskSummary> tasks, Dataset.Form form, String target, int features) {
        this.tasks = tasks;
        this.form = form;
        this.target = target;
        this.features = features;
    }

    /**
     * What predicts trouble, one line each.
     *
     * @param target what the labels are called that a column of task names shares out
     * @param features d
     */
    public static List<String> warnings(List<TaskSummary> tasks, Dataset.Form form, String target, int features) {
        TaskFindings findings = new TaskFindings(tasks, form, target, features);
        findings.sizes();
        findings.classes();
        findings.labels();
        findings.repetitions();
        return findings.lines;
    }

    /** What was decided and may be meant otherwise. */
    public static List<String> notes(List<TaskSummary> tasks) {
        List<String> names = new ArrayList<>();
        int most = 0;
        for (TaskSummary task : tasks) {
            if (task.classes().size() > 2 && task.classes().stream().allMatch(TaskFindings::isInteger)) {
                names.add(task.name());
                most = Math.max(most, task.classes().size());
            }
        }
        return names.isEmpty() ? List.of() : List.of("whole numbers with at most " + most
                + " values, taken as classes (--loss squared takes them as numbers): tasks " + Names.list(names));
    }

    private static boolean isInteger(String name) {
        return Numbers.isFinite(name) && Numbers.parse(name) == Math.rint(Numbers.parse(name));
    }

    private void list(Predicate<TaskSummary> which, Function<TaskSummary, String> shown, String what) {
        List<String> found = tasks.stream().filter(which).map(shown).toList();
        if (!found.isEmpty()) {
            lines.add(what + ": " + (found.size() == 1 ? "task " : found.size() + " of " + tasks.size() + " tasks, ")
                    + Names.listed(found));
        }
    }

    private static String quoted(TaskSummary task) {
        return Names.quote(task.name());
    }

    private static String withRows(TaskSummary task) {
        return quoted(task) + " (" + task.rows().get(Split.TRAIN) + ")";
    }

    private void sizes() {
        if (tasks.stream().allMatch(task -> task.rows().get(Split.VALIDATION) == 0)) {
            lines.add("no validation rows, which influence, affinity and --tune need: --split 0.6,0.2,0.2 draws some");
        } else {
            list(task -> task.rows().get(Split.VALIDATION) == 0, TaskFindings::quoted,
                    "no validation rows, so that no influence on it can be measured");
        }
        if (tasks.stream().anyMatch(task -> task.rows().get(Split.TEST) > 0)) {
            list(task -> task.rows().get(Split.TEST) == 0, TaskFindings::quoted, "no test rows");
        }
        list(task -> task.rows().get(Split.TRAIN) < FEW_ROWS, TaskFindings::withRows, "fewer than 10 training rows");
        list(task -> task.rows().get(Split.TRAIN) >= FEW_ROWS && task.rows().get(Split.TRAIN) < features,
                TaskFindings::withRows, "fewer training rows than features (" + features
                        + "), so that the penalty decides what rows leave open");
    }

    private record ClassRows(String shown, int rows, int of) {}

    /** The classes of each task, or of all tasks together where each row belongs to one. */
    private List<ClassRows> classRows() {
        List<ClassRows> found = new ArrayList<>();
        boolean together = form == Dataset.Form.LONG
                && tasks.stream().allMatch(task -> task.classes().equals(tasks.get(0).classes()));
        for (TaskSummary task : together ? tasks.subList(0, 1) : tasks) {
            int all = (together ? tasks : List.of(task)).stream().mapToInt(each -> each.rows().get(Split.TRAIN)).sum();
            for (int code = 0; code < task.classes().size(); code++) {
                int which = code;
                int rows = (together ? tasks : List.of(task)).stream().mapToInt(each -> each.trainingRows()[which]).sum();
                String owner = together ? target : task.name();
                found.add(new ClassRows(Names.quote(task.classes().get(code)) + " of " + Names.quote(owner), rows, all));
            }
        }
        return found;
    }

    private void classes() {
        list(task -> !task.classes().isEmpty() && task.rows().get(Split.TRAIN) > 1
                && task.trainingRows()[task.largestClass()] == task.rows().get(Split.TRAIN),
                TaskFindings::quoted, "training rows of one class only");
        List<ClassRows> classes = classRows().stream().filter(each -> each.rows() > 0).toList();
        List<String> few = classes.stream().filter(each -> each.rows() < FEW_OF_A_CLASS)
                .map(each -> each.shown() + " (" + each.rows() + ")").toList();
        if (!few.isEmpty()) {
            lines.add("classes with fewer than 5 training rows: " + Names.listed(few));
        }
        List<String> small = classes.stream()
                .filter(each -> each.rows() >= FEW_OF_A_CLASS && each.rows() < SMALL_CLASS * each.of())
                .map(each -> each.shown() + String.format(Locale.ROOT, " (%.2g%%)", 100.0 * each.rows() / each.of()))
                .toList();
        if (!small.isEmpty()) {
            lines.add("classes of less than 1% of the training rows, which a low error may leave out: "
                    + Names.listed(small));
        }
    }

    private void labels() {
        list(task -> task.numbers().filter(found -> found.count() > 1 && found.isConstant()).isPresent(),
                TaskFindings::quoted,
                "all training labels are equal");
        list(task -> task.width() == 1 && task.numbers().filter(TaskFindings::isFar).isPresent(),
                task -> quoted(task) + " (" + Numbers.format(far(task.numbers().orElseThrow())) + ")",
                "a label more than 20 standard deviations from all others");
    }

    private static double far(Summary.NumberSummary found) {
        return found.max() - found.mean() > found.mean() - found.min() ? found.max() : found.min();
    }

    /** Whether the label that is farthest from the mean is far from the mean of the others, by their deviation. */
    private static boolean isFar(Summary.NumberSummary found) {
        double others = found.count() - 1.0;
        double distance = far(found) - found.mean();
        double variance = (found.count() * found.deviation() * found.deviation()
                - distance * distance * found.count() / others) / others;
        double fromOthers = distance * found.count() / others;
        return found.count() >= FEW_ROWS && fromOthers * fromOthers > FAR * FAR * variance && !found.isConstant();
    }

    /** Of tasks over shared rows, the one with the most repetitions stands for all. */
    private void repetitions() {
        TaskSummary most =
                tasks.stream().max(Comparator.comparingInt(task -> task.repetitions().repeated())).orElseThrow();
        boolean apart = form == Dataset.Form.LONG;
        Repetitions found = apart ? tasks.stream().map(TaskSummary::repetitions).reduce(Repetitions::plus).orElseThrow()
                : most.repetitions();
        String rows = Names.count(found.labelled(), "labelled row")
                + (apart || tasks.size() == 1 ? "" : " of task " + quoted(most));
        boolean classes = tasks.stream().anyMatch(task -> !task.classes().isEmpty());
        if (2 * found.repeated() > found.labelled()) {
            lines.add("the features tell few rows apart: " + rows + " have "
                    + Names.count(found.distinct(), "combination") + " of values");
        } else if (found.repeated() > 2 * found.contradicting()) {
            // Where labels mostly differ too, rows have the same features by chance and are no copies.
            lines.add("rows with the features of an earlier row of their task: " + found.repeated() + " of " + rows + ", "
                    + (found.contradicting() == 0 ? "all with its label" : found.contradicting() + " with another label"));
            if (found.fromTraining() > 0) {
                lines.add("validation and test rows with the features of a training row of their task, results on which"
                        + " look better than they are: " + found.fromTraining());
            }
        } else if (classes && found.contradicting() > 0) {
            lines.add("rows with the features of an earlier row of their task and another label: "
                    + found.contradicting() + " of " + rows);
        }
    }
}
