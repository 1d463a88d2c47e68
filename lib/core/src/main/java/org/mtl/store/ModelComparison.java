package org.mtl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.mtl.MtlException;
import org.mtl.io.Hashes;
import org.mtl.io.Json;

/**
 * Two folders of models, file by file: whether a model that was trained again is the same.
 *
 * <p>Left out are {@code run.json}, which holds times, and of {@code model.json} what says how and with what the model was
 * made but does not decide what it is: the command line, the places of data and models, the versions, and the hashes of
 * other {@code model.json} files, which hold these.
 *
 * @param lines one for each file of either, by name
 * @param versions those that differ, by what they are versions of
 */
public record ModelComparison(List<Line> lines, Map<String, Versions> versions) {

    private static final String MODEL = "model.json";
    private static final String RUN = "run.json";

    /**
     * A file.
     *
     * @param file its name inside the folders, with {@code /}
     * @param recorded its SHA-256 in the one, empty where it is not there
     * @param repeated its SHA-256 in the other, empty where it is not there
     */
    public record Line(String file, String recorded, String repeated) {
        /** Whether both have it, with the same content. */
        public boolean same() {
            return recorded.equals(repeated);
        }
    }

    /** Versions of one thing; empty where a model does not say. */
    public record Versions(String recorded, String repeated) {}

    /**
     * Compares. Links are not followed, and are no files.
     *
     * @param recorded the folder of one model or several
     * @param repeated the folder of what should be the same
     * @throws MtlException (MISSING, DATA, IO) if a {@code model.json} is absent or damaged or a file cannot be read
     */
    public static ModelComparison of(Path recorded, Path repeated) {
        Map<String, String> first = hashes(recorded);
        Map<String, String> second = hashes(repeated);
        TreeSet<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        List<Line> lines = new ArrayList<>();
        for (String name : names) {
            lines.add(new Line(name, first.getOrDefault(name, ""), second.getOrDefault(name, "")));
        }
        return new ModelComparison(lines, differences(versions(recorded), versions(repeated)));
    }

    private static Map<String, String> hashes(Path folder) {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals(RUN)) {
                    hashes.put(folder.relativize(file).toString().replace('\\', '/'),
                            name.equals(MODEL) ? hashOfModel(file) : Hashes.sha256(file));
                }
            }
        } catch (IOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
        return hashes;
    }

    private static String hashOfModel(Path file) {
        Map<String, Object> json = new LinkedHashMap<>(Json.read(file));
        json.remove("command");
        json.remove("versions");
        without(json, "data", "path", "absolute");
        without(json, "source", "path", "sha256");
        for (String list : List.of("groups", "seeds", "models", "members")) {
            if (json.get(list) instanceof List<?> members) {
                json.put(list, members.stream().map(member -> member instanceof Map<?, ?> map ? reduced(map, "sha256") : member)
                        .toList());
            }
        }
        return Hashes.sha256(Json.write(json));
    }

    private static void without(Map<String, Object> json, String member, String... names) {
        if (json.get(member) instanceof Map<?, ?> inner) {
            json.put(member, reduced(inner, names));
        }
    }

    private static Map<Object, Object> reduced(Map<?, ?> map, String... names) {
        Map<Object, Object> reduced = new LinkedHashMap<>(map);
        List.of(names).forEach(reduced::remove);
        return reduced;
    }

    private static Map<String, String> versions(Path folder) {
        return new JsonObject(folder.resolve(MODEL).toString(), Json.read(folder.resolve(MODEL))).object("versions").textMembers();
    }

    private static Map<String, Versions> differences(Map<String, String> recorded, Map<String, String> repeated) {
        Map<String, Versions> differences = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(recorded.keySet());
        names.addAll(repeated.keySet());
        for (String name : names) {
            if (!Objects.equals(recorded.get(name), repeated.get(name))) {
                differences.put(name, new Versions(recorded.getOrDefault(name, ""), repeated.getOrDefault(name, "")));
            }
        }
        return differences;
    }
}
