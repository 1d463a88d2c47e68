package org.mtl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.evaluation.GroupChoice;
import org.mtl.evaluation.TaskMetrics;
import org.mtl.model.MultitaskModel;
import org.mtl.store.GroupsFolder;

/**
 * The models of a folder of groups with their data, and which of them each task is taken from.
 *
 * @param models the groups' models
 * @param parts the data of each
 * @param choices for every task, its model
 */
record GroupedModels(List<MultitaskModel> models, List<Dataset> parts, List<GroupChoice> choices) {

    /** Reads the models and their data, and notes which tasks nothing could be chosen by. */
    static GroupedModels open(String name, ModelOptions how, Context context) {
        GroupsFolder groups = GroupsFolder.open(context.path(name));
        List<FittedModel> fitted = FittedModel.open(groups.models(), how, context);
        List<Dataset> parts = fitted.stream().map(FittedModel::data).toList();
        List<MultitaskModel> models = fitted.stream().map(FittedModel::any).toList();
        List<GroupChoice> choices = GroupChoice.choose(groups.tasks(), models, parts, context.workers());
        List<String> blind = choices.stream().filter(GroupChoice::blind).map(GroupChoice::task).toList();
        if (!blind.isEmpty()) {
            context.note(groups.path() + ": in several groups and without validation rows, taken from the first group: "
                    + String.join(", ", blind));
        }
        return new GroupedModels(models, parts, choices);
    }

    /** Every task with the rows that its model has. */
    Dataset data() {
        List<TaskData> tasks = new ArrayList<>();
        for (GroupChoice choice : choices) {
            Dataset part = parts.get(choice.model());
            tasks.add(part.tasks().get(part.taskNames().indexOf(choice.task())));
        }
        Dataset first = parts.get(0);
        return new Dataset(first.features(), first.ids(), first.form(), tasks);
    }

    /** The metrics of every task that has rows in a split, each by its model. */
    Map<String, Map<String, Double>> metrics(Split split, Context context) {
        List<Map<String, Map<String, Double>>> ofModels = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            ofModels.add(TaskMetrics.of(models.get(m), parts.get(m), split, context.workers()));
        }
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        for (GroupChoice choice : choices) {
            Map<String, Double> values = ofModels.get(choice.model()).get(choice.task());
            if (values != null) {
                metrics.put(choice.task(), values);
            }
        }
        return metrics;
    }
}
