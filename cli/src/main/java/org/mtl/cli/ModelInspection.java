package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.SplitRule;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.model.LinearModel;
import org.mtl.model.MultitaskModel;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.tribuo.TribuoModel;
import org.mtl.store.DataReference;
import org.mtl.store.ModelData;
import org.mtl.store.ModelFolder;
import org.mtl.store.ModelRecord;

/** What {@code inspect} writes about a model. */
final class ModelInspection {

    /** Lists with more elements are counted and not written out. */
    private static final int MOST_LISTED = 20;

    private final CsvWriter csv;

    private ModelInspection(CsvWriter csv) {
        this.csv = csv;
    }

    /**
     * Writes {@code key,value}.
     *
     * @param state whether the data is as it was
     */
    static void write(ModelFolder model, ModelData.State state, CsvWriter csv) throws IOException {
        csv.record(List.of("key", "value"));
        ModelInspection lines = new ModelInspection(csv);
        ModelRecord record = model.record();
        lines.architecture(record);
        lines.sizes(model);
        lines.penalties(record);
        for (Map.Entry<String, Object> fact : record.fit().entrySet()) {
            lines.line(fact.getKey(), text(fact.getKey(), fact.getValue()));
        }
        lines.data(record.data(), state);
        lines.line("seed", Long.toString(record.seed()));
        writeOrigin(record.versions(), model.hash(), commandLine(record.command()), csv);
    }

    /** Writes with what, and by which command line, a folder was made. */
    static void writeOrigin(Map<String, String> versions, String hash, String command, CsvWriter csv) throws IOException {
        for (Map.Entry<String, String> version : versions.entrySet()) {
            line(csv, "version_" + version.getKey(), version.getValue());
        }
        line(csv, "sha256", hash);
        line(csv, "command", command);
    }

    static void line(CsvWriter csv, String key, String value) throws IOException {
        csv.field(key).field(value).end();
    }

    /** Writes one line per task. */
    static void writeTasks(ModelFolder model, CsvWriter csv) throws IOException {
        csv.record(List.of("task", "loss", "train", "val", "test", "weight", "penalty"));
        MultitaskModel tasks = model.record().model();
        List<Map<Split, Integer>> sizes = model.sizes();
        for (int k = 0; k < sizes.size(); k++) {
            writeTask(tasks, k, sizes.get(k), csv);
        }
    }

    /** Ends a line with what is to be said of a task; networks and learners of Tribuo have no penalty of a task. */
    static void writeTask(MultitaskModel model, int task, Map<Split, Integer> sizes, CsvWriter csv) throws IOException {
        csv.field(model.taskNames().get(task)).field(model.losses().get(task).label());
        for (Split split : Split.values()) {
            csv.field(sizes.get(split));
        }
        csv.field(model.weights()[task]);
        if (model instanceof LinearModel linear) {
            csv.field(linear.tasks().get(task).penalty()).end();
        } else {
            csv.field("").end();
        }
    }

    private void line(String key, String value) throws IOException {
        line(csv, key, value);
    }

    private void architecture(ModelRecord record) throws IOException {
        MultitaskModel model = record.model();
        if (model instanceof LinearModel linear) {
            line("kind", "linear");
            line("sharing", linear.sharing().label());
        } else {
            line("kind", model instanceof TribuoModel ? "tribuo" : "network");
            for (String option : record.options().keySet()) {
                if (!List.of("model", "loss", "task-weight", "standardize", "intercept", "lambda").contains(option)) {
                    line(option.replace('-', '_'), record.options().get(option));
                }
            }
        }
        line("loss", model.losses().stream().map(loss -> loss.label()).distinct().collect(Collectors.joining(",")));
        if (model instanceof LinearModel linear) {
            if (linear.tasks().stream().anyMatch(task -> task.classes().isEmpty()) && linear.outputs() > 1) {
                line("outputs", Integer.toString(linear.outputs()));
            }
            line("intercept", Boolean.toString(linear.intercept()));
        } else if (model instanceof NetworkModel networks) {
            line("intercept", record.options().get("intercept"));
            line("parameters", Long.toString(networks.networks().stream()
                    .mapToLong(network -> network.parameters().length).sum()));
        }
        line("standardize", model.standardization().mode().label());
        line("tasks", Integer.toString(model.taskNames().size()));
        line("features", Integer.toString(model.features().size()));
    }

    private void sizes(ModelFolder model) throws IOException {
        List<Map<Split, Integer>> sizes = model.sizes();
        for (Split split : Split.values()) {
            line(split.label() + "_rows", Long.toString(sizes.stream().mapToLong(task -> task.get(split)).sum()));
        }
    }

    private void penalties(ModelRecord record) throws IOException {
        for (String option : List.of("lambda", "task-weight")) {
            if (record.options().containsKey(option)) {
                line(option.replace('-', '_'), record.options().get(option));
            }
        }
        if (!(record.model() instanceof LinearModel model)) {
            return;
        }
        double[] penalties = model.tasks().stream().mapToDouble(LinearModel.Task::penalty).sorted().toArray();
        if (penalties.length > 0) {
            line("penalty_min", Numbers.format(penalties[0]));
            line("penalty_max", Numbers.format(penalties[penalties.length - 1]));
        }
        line("shared_ridge", Numbers.format(model.sharedRidge()));
    }

    private void data(DataReference data, ModelData.State state) throws IOException {
        line("data", data.path());
        line("data_absolute", data.absolute());
        line("data_sha256", data.sha256());
        line("data_state", state.label());
        line("data_rows", Integer.toString(data.rows()));
        Roles roles = data.roles();
        if (roles.task().isPresent()) {
            line("task_column", roles.task().get());
            line("target_column", roles.target().orElse(""));
        }
        if (!roles.targets().isEmpty()) {
            line("target_columns", String.join(",", roles.targets()));
        }
        if (roles.oneVsRest().isPresent()) {
            line("one_vs_rest_column", roles.oneVsRest().get());
        }
        if (roles.id().isPresent()) {
            line("id_column", roles.id().get());
        }
        if (roles.split() instanceof SplitRule.ByColumn column) {
            line("split_column", column.name());
        }
    }

    /** A JSON value in one line: numbers and texts as they are, short lists with commas, anything larger counted. */
    static String text(String key, Object value) {
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            list.forEach(element -> texts.add(text("", element)));
            if (key.equals("command")) {
                return commandLine(texts);
            }
            boolean nested = list.stream().anyMatch(element -> element instanceof List || element instanceof Map);
            return nested || list.size() > MOST_LISTED ? list.size() + " values" : String.join(",", texts);
        }
        if (value instanceof Map<?, ?> map) {
            return map.size() + " values";
        }
        return value instanceof Double number ? Numbers.format(number) : String.valueOf(value);
    }

    /** A recorded command as a shell takes it. */
    static String commandLine(List<String> words) {
        return "mtl " + words.stream().map(ModelInspection::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
