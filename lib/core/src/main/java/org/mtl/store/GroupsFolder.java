package org.mtl.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.io.Hashes;

/**
 * A folder of models, one for each group of tasks, and the {@code model.json} that lists them.
 *
 * @param path the folder, as the user gave it
 * @param hash the SHA-256 of its {@code model.json}
 * @param command the command line, without what cannot change the result
 * @param source the model that was trained again for every group
 * @param tasks every task, in the order of the data
 * @param groups the groups, ascending by number
 * @param versions versions of this tool, of the JVM and of the numeric backend with its processor kernel
 */
public record GroupsFolder(Path path, String hash, List<String> command, Source source, List<String> tasks,
        List<Group> groups, Map<String, String> versions) {

    private static final String KIND = "groups";

    /** What the name of a group's folder begins with; its number follows. */
    private static final String PREFIX = "group-";

    /**
     * The model that a folder of groups was made from.
     *
     * @param path where it was
     * @param sha256 the SHA-256 of its {@code model.json}
     */
    public record Source(String path, String sha256) {}

    /**
     * A group of tasks.
     *
     * @param name the folder of its model, inside this one
     * @param tasks its tasks, in the order of the data
     * @param sha256 the SHA-256 of its model's {@code model.json}
     */
    public record Group(String name, List<String> tasks, String sha256) {}

    /** Copies the lists. */
    public GroupsFolder {
        command = List.copyOf(command);
        tasks = List.copyOf(tasks);
        groups = List.copyOf(groups);
    }

    /** The name of the folder of a group's model. */
    public static String name(int group) {
        return PREFIX + group;
    }

    /** Whether a folder holds models of groups, as far as its {@code model.json} says. */
    public static boolean isAt(Path path) {
        return ModelList.isAt(path, KIND);
    }

    static boolean isKind(Map<String, Object> json) {
        return ModelList.isKind(json, KIND);
    }

    /** The error for a folder of groups where one model is needed. */
    static MtlException noModel(Path path) {
        return MtlException.data(path + ": a folder of groups; name one of its models, " + path.resolve(PREFIX + "N"));
    }

    /**
     * Reads the list.
     *
     * @throws MtlException (MISSING) if there is none; (DATA) if it is damaged or was written by a later version
     */
    public static GroupsFolder open(Path path) {
        Path file = ModelList.file(path);
        JsonObject json = ModelList.open(path, KIND);
        JsonObject source = json.object("source");
        List<Group> groups = new ArrayList<>();
        for (JsonObject group : json.objects("groups")) {
            String name = ModelList.folder(path, group, PREFIX, "a group");
            groups.add(new Group(name, group.texts("tasks"), group.text("sha256")));
        }
        requireAll(file, json.texts("tasks"), groups);
        return new GroupsFolder(path, Hashes.sha256(file), json.texts("command"),
                new Source(source.path("path"), source.text("sha256")), json.texts("tasks"), groups,
                json.object("versions").textMembers());
    }

    private static void requireAll(Path file, List<String> tasks, List<Group> groups) {
        Set<String> grouped = new HashSet<>();
        groups.forEach(group -> grouped.addAll(group.tasks()));
        if (tasks.isEmpty() || !grouped.equals(Set.copyOf(tasks))) {
            throw MtlException.data(file + ": the tasks of its groups are not the tasks that it lists");
        }
    }

    /**
     * Reads the groups' models.
     *
     * @throws MtlException (MISSING) if one is not there; (DATA) if one is damaged or is not the one that was listed
     */
    public List<ModelFolder> models() {
        return groups.stream().map(group -> ModelList.model(path, group.name(), group.sha256(), group.tasks())).toList();
    }

    /**
     * Writes {@code model.json}, when the models stand in the folder.
     *
     * @param into the folder, while it is being built
     * @throws MtlException (IO) if that fails
     */
    public static void write(Path into, List<String> command, long seed, ModelFolder source, List<String> tasks,
            Map<String, List<String>> groups, Map<String, String> versions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("command", command);
        json.put("seed", seed);
        Map<String, Object> from = new LinkedHashMap<>();
        from.put("path", source.path().toString());
        from.put("sha256", source.hash());
        json.put("source", from);
        json.put("tasks", tasks);
        List<Object> list = new ArrayList<>();
        groups.forEach((name, members) -> {
            Map<String, Object> group = new LinkedHashMap<>();
            group.put("path", name);
            group.put("tasks", members);
            group.put("sha256", ModelList.sha256(into, name));
            list.add(group);
        });
        json.put("groups", list);
        json.put("versions", versions);
        ModelList.write(into, KIND, json);
    }
}
