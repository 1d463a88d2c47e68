package org.mtl.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.Hashes;

/**
 * A folder of models that were trained on the same data with different seeds, and the {@code model.json} that lists them.
 *
 * @param path the folder, as the user gave it
 * @param hash the SHA-256 of its {@code model.json}
 * @param command the command line, without what cannot change the result
 * @param tasks every task, in the order of the data
 * @param members the models
 * @param versions versions of this tool, of the JVM and of the numeric backend with its processor kernel
 */
public record SeedsFolder(Path path, String hash, List<String> command, List<String> tasks, List<Member> members,
        Map<String, String> versions) {

    private static final String KIND = "seeds";

    /** What the name of a member's folder begins with; its number, from 1 on, follows. */
    private static final String PREFIX = "seed-";

    /**
     * A model of the folder.
     *
     * @param name its folder, inside this one
     * @param seed its seed
     * @param sha256 the SHA-256 of its {@code model.json}
     */
    public record Member(String name, long seed, String sha256) {}

    /** Copies the lists. */
    public SeedsFolder {
        command = List.copyOf(command);
        tasks = List.copyOf(tasks);
        members = List.copyOf(members);
    }

    /** The name of the folder of a member, counted from 1. */
    public static String name(int member) {
        return PREFIX + member;
    }

    /** Whether a folder holds models of several seeds, as far as its {@code model.json} says. */
    public static boolean isAt(Path path) {
        return ModelList.isAt(path, KIND);
    }

    static boolean isKind(Map<String, Object> json) {
        return ModelList.isKind(json, KIND);
    }

    /** The error for a folder of seeds where one model is needed. */
    static MtlException noModel(Path path) {
        return MtlException.data(path + ": a folder of seeds; name one of its models, " + path.resolve(PREFIX + "N"));
    }

    /**
     * Reads the list.
     *
     * @throws MtlException (MISSING) if there is none; (DATA) if it is damaged or was written by a later version
     */
    public static SeedsFolder open(Path path) {
        Path file = ModelList.file(path);
        JsonObject json = ModelList.open(path, KIND);
        List<Member> members = new ArrayList<>();
        for (JsonObject member : json.objects("models")) {
            String name = ModelList.folder(path, member, PREFIX, "a model");
            members.add(new Member(name, member.longInteger("seed"), member.text("sha256")));
        }
        if (members.isEmpty()) {
            throw MtlException.data(file + ": it lists no models");
        }
        return new SeedsFolder(path, Hashes.sha256(file), json.texts("command"), json.texts("tasks"), members,
                json.object("versions").textMembers());
    }

    /**
     * Reads the models.
     *
     * @throws MtlException (MISSING) if one is not there; (DATA) if one is damaged or is not the one that was listed
     */
    public List<ModelFolder> models() {
        return members.stream().map(member -> ModelList.model(path, member.name(), member.sha256(), tasks)).toList();
    }

    /**
     * Writes {@code model.json}, when the models stand in the folder.
     *
     * @param into the folder, while it is being built
     * @param seeds the seed of each member
     * @throws MtlException (IO) if that fails
     */
    public static void write(Path into, List<String> command, List<String> tasks, List<Long> seeds, Map<String, String> versions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("command", command);
        json.put("tasks", tasks);
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            Map<String, Object> member = new LinkedHashMap<>();
            member.put("path", name(i + 1));
            member.put("seed", seeds.get(i));
            member.put("sha256", ModelList.sha256(into, name(i + 1)));
            list.add(member);
        }
        json.put("models", list);
        json.put("versions", versions);
        ModelList.write(into, KIND, json);
    }
}
