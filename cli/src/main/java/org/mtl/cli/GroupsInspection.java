package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mtl.data.Split;
import org.mtl.io.CsvWriter;
import org.mtl.store.GroupsFolder;
import org.mtl.store.ModelFolder;

/** What {@code inspect} writes about a folder of groups. */
final class GroupsInspection {

    private GroupsInspection() {}

    /** Writes {@code key,value}, with the tasks of each group. */
    static void write(GroupsFolder folder, CsvWriter csv) throws IOException {
        csv.record(List.of("key", "value"));
        ModelInspection.line(csv, "kind", "groups");
        ModelInspection.line(csv, "tasks", Integer.toString(folder.tasks().size()));
        ModelInspection.line(csv, "groups", Integer.toString(folder.groups().size()));
        for (GroupsFolder.Group group : folder.groups()) {
            ModelInspection.line(csv, group.name(), ModelInspection.text("", group.tasks()));
        }
        ModelInspection.line(csv, "source", folder.source().path());
        ModelInspection.line(csv, "source_sha256", folder.source().sha256());
        ModelInspection.writeOrigin(folder.versions(), folder.hash(), ModelInspection.text("command", folder.command()), csv);
    }

    /** Writes one line per membership, a grouping again with what a model's list of tasks has beside it. */
    static void writeTasks(GroupsFolder folder, CsvWriter csv) throws IOException {
        csv.record(List.of("group", "task", "loss", "train", "val", "test", "weight", "penalty"));
        List<ModelFolder> models = folder.models();
        for (int m = 0; m < models.size(); m++) {
            String name = folder.groups().get(m).name();
            List<Map<Split, Integer>> sizes = models.get(m).sizes();
            for (int k = 0; k < sizes.size(); k++) {
                csv.field(name.substring(name.lastIndexOf('-') + 1));
                ModelInspection.writeTask(models.get(m).record().model(), k, sizes.get(k), csv);
            }
        }
    }
}
