package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mtl.continual.StreamPlan;
import org.mtl.data.Dataset;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.model.Loss;
import org.mtl.model.network.Architecture;
import org.mtl.training.LinearSettings;
import org.mtl.training.PenaltyRule;
import org.mtl.training.TrainingPlan;
import org.mtl.training.network.NetworkPlan;
import org.mtl.training.tribuo.LearnerPlan;
import org.mtl.training.tribuo.TribuoSettings;

/** What {@code train --dry-run} prints: {@code key,task,value}, the task empty for what concerns all. */
final class PlanText {

    private final CsvWriter csv;

    PlanText(CsvWriter csv) {
        this.csv = csv;
    }

    /** Writes the whole plan for the part of the data that is used. */
    void write(LoadedData loaded, Dataset used, LinearSettings settings, TrainingPlan plan) throws IOException {
        csv.record(List.of("key", "task", "value"));
        roles(loaded, used);
        line("standardize", settings.standardize().label());
        line("pca", Integer.toString(settings.projection().count()));
        line("intercept", Boolean.toString(settings.intercept()));
        line("sharing", settings.sharing().label());
        line("shared_ridge", Numbers.format(settings.sharedRidge()));
        penalty(settings.penalty(), plan);
        line("parameters", Long.toString(plan.parameters(settings.sharing())));
        memory(plan.memory());
        for (TrainingPlan.Task task : plan.tasks()) {
            task(task);
        }
    }

    /** Writes the plan of networks, with the options in effect. */
    void write(LoadedData loaded, Dataset used, Map<String, String> options, NetworkPlan plan) throws IOException {
        csv.record(List.of("key", "task", "value"));
        roles(loaded, used);
        options(options);
        line("networks", Integer.toString(plan.networks().size()));
        line("layers", layers(plan.networks().get(0)));
        line("parameters", Long.toString(plan.parameters()));
        boolean shared = plan.networks().size() == 1;
        if (shared) {
            line("steps_per_epoch", Integer.toString(plan.batches().get(0)));
        }
        line("memory_features", Long.toString(plan.memory().features()));
        line("memory_labels", Long.toString(plan.memory().labels()));
        line("memory_parameters", Long.toString(plan.memory().parameters()));
        line("memory_total", Long.toString(plan.memory().total()));
        for (int k = 0; k < plan.tasks().size(); k++) {
            NetworkPlan.Task task = plan.tasks().get(k);
            task(task.data(), task.loss(), task.asked(), task.weight());
            if (!shared) {
                line("steps_per_epoch", task.data().name(), Integer.toString(plan.batches().get(k)));
            }
        }
    }

    /** Writes the plan of a stream, with the options in effect. */
    void write(LoadedData loaded, Dataset used, Map<String, String> options, StreamPlan plan, int memoryRows) throws IOException {
        csv.record(List.of("key", "task", "value"));
        roles(loaded, used);
        options(options);
        line("order", plan.tasks().stream().map(StreamPlan.Task::name).collect(Collectors.joining(",")));
        line("layers", layers(plan.network()));
        long inputs = plan.network().inputs();
        boolean projects = inputs < used.features().names().size();
        long features = TrainingPlan.featureBytes(used, projects ? (int) inputs : 0);
        long labels = TrainingPlan.labelBytes(used);
        line("memory_features", Long.toString(features));
        line("memory_labels", Long.toString(labels));
        line("memory_rehearsal", Long.toString(memoryRows * inputs * Double.BYTES));
        line("memory_total", Long.toString(features + labels + memoryRows * inputs * Double.BYTES));
        for (StreamPlan.Task task : plan.tasks()) {
            line("classes", task.name(), String.join(",", task.classes()));
            line("rows", task.name(), Integer.toString(task.rows()));
            line("steps_per_epoch", task.name(), Integer.toString(task.steps()));
            line("parameters", task.name(), Integer.toString(task.parameters()));
        }
    }

    /** Writes the plan of learners of Tribuo, with the options in effect. */
    void write(LoadedData loaded, Dataset used, Map<String, String> options, LearnerPlan plan) throws IOException {
        csv.record(List.of("key", "task", "value"));
        roles(loaded, used);
        options(options);
        TribuoSettings settings = plan.settings();
        if (plan.candidates().size() > 1) {
            String option = TribuoSettings.chosen(settings.learner());
            line(option + (option.equals("lambda") ? "_scales" : "_candidates"), plan.candidates().stream()
                    .map(value -> settings.shown(value) instanceof Double number ? Numbers.format(number) : settings.shown(value).toString())
                    .collect(Collectors.joining(",")));
        }
        line("memory_features", Long.toString(plan.features()));
        line("memory_labels", Long.toString(plan.labels()));
        for (int k = 0; k < used.tasks().size(); k++) {
            TaskData task = used.tasks().get(k);
            task(task, plan.losses().get(k), settings.losses().asks(task.name()), 1);
        }
    }

    private void options(Map<String, String> options) throws IOException {
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!List.of("loss", "task-weight").contains(option.getKey())) {
                line(option.getKey().replace('-', '_'), option.getValue());
            }
        }
    }

    /** Inputs, hidden widths, those of heads in brackets, and outputs. */
    private static String layers(Architecture network) {
        List<String> widths = new ArrayList<>();
        widths.add(Integer.toString(network.inputs()));
        network.hidden().forEach(width -> widths.add(Integer.toString(width)));
        String outputs = network.outputs().stream().distinct().map(String::valueOf).collect(Collectors.joining("|"));
        String head = Stream.concat(network.headHidden().stream().map(String::valueOf), Stream.of(outputs))
                .collect(Collectors.joining("-"));
        return String.join("-", widths) + "-" + (network.tasks() > 1 ? network.tasks() + "x" : "") + "(" + head + ")";
    }

    private void line(String key, String value) throws IOException {
        line(key, "", value);
    }

    private void line(String key, String task, String value) throws IOException {
        csv.field(key).field(task).field(value).end();
    }

    private void roles(LoadedData loaded, Dataset used) throws IOException {
        Roles asked = loaded.roles().asked();
        line("form", used.form().name().toLowerCase(Locale.ROOT));
        line("data_rows", Integer.toString(loaded.rows()));
        if (asked.task().isPresent()) {
            line("task_column", asked.task().get());
            line("target_column", asked.target().orElse(""));
        }
        if (!asked.targets().isEmpty()) {
            line("target_columns", String.join(",", asked.targets()));
        }
        if (asked.oneVsRest().isPresent()) {
            line("one_vs_rest_column", asked.oneVsRest().get());
        }
        if (asked.id().isPresent()) {
            line("id_column", asked.id().get());
        }
        if (loaded.roles().splitColumn().isPresent()) {
            line("split_column", loaded.roles().splitColumn().get());
        }
        line("features", Integer.toString(used.features().names().size()));
        line("feature_columns", String.join(",", used.features().names()));
        line("tasks", Integer.toString(used.tasks().size()));
    }

    private void penalty(PenaltyRule rule, TrainingPlan plan) throws IOException {
        line("lambda", rule instanceof PenaltyRule.Given ? "given" : "c*sqrt(d/n)");
        if (!plan.scales().isEmpty()) {
            line("lambda_scales", numbers(plan.scales()));
            line("lambda_choice", plan.scales().size() > 1 ? "validation loss" : "no validation rows to choose by");
        }
    }

    private void memory(TrainingPlan.Memory memory) throws IOException {
        line("memory_features", Long.toString(memory.features()));
        line("memory_labels", Long.toString(memory.labels()));
        line("memory_curvature", Long.toString(memory.curvature()));
        line("memory_tiles", Long.toString(memory.tiles()));
        line("memory_total", Long.toString(memory.total()));
    }

    private void task(TrainingPlan.Task task) throws IOException {
        task(task.data(), task.loss(), task.asked(), task.weight());
        line("penalty", task.data().name(), numbers(task.penalties()));
    }

    private void task(TaskData data, Loss loss, boolean asked, double weight) throws IOException {
        String name = data.name();
        line("loss", name, loss.label());
        int classes = data.classes().size();
        line("loss_reason", name, asked ? "asked for" : classes == 0 ? "numbers" : classes + " classes");
        if (classes > 0) {
            line("classes", name, String.join(",", data.classes()));
        }
        for (Split split : Split.values()) {
            line(split.label() + "_rows", name, Integer.toString(data.size(split)));
        }
        line("weight", name, Numbers.format(weight));
    }

    private static String numbers(List<Double> numbers) {
        return numbers.stream().map(Numbers::format).collect(Collectors.joining(","));
    }
}
