package org.mtl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.Hashes;
import org.mtl.io.Json;

/** The {@code model.json} of a folder of models, which lists them: what its kinds have in common. */
final class ModelList {

    /** The member of {@code model.json} that says what kind of list it is. */
    private static final String KIND = "kind";

    private ModelList() {}

    /** Whether a folder holds a list of a kind, as far as its {@code model.json} says. */
    static boolean isAt(Path path, String kind) {
        Path file = file(path);
        return Files.exists(file) && isKind(Json.read(file), kind);
    }

    static boolean isKind(Map<String, Object> json, String kind) {
        return kind.equals(json.get(KIND));
    }

    static Path file(Path path) {
        return path.resolve("model.json");
    }

    /**
     * Reads a list.
     *
     * @throws MtlException (MISSING) if there is none; (DATA) if it is damaged, of another kind or was written by a later version
     */
    static JsonObject open(Path path, String kind) {
        OwnFiles.requireIn(path);
        Path file = file(path);
        JsonObject json = new JsonObject(file.toString(), Json.read(file));
        int format = json.integer("format");
        if (format != ModelWriter.FORMAT || !isKind(json.members(), kind)) {
            throw MtlException.data(file + ": expected format " + ModelWriter.FORMAT + " of kind " + kind + ", found format "
                    + format + " of kind " + json.text(KIND));
        }
        return json;
    }

    /**
     * The folder of a listed model, inside the list's own.
     *
     * @param prefix what its name begins with; a number follows
     * @param whose how messages name it, such as {@code a group}
     * @throws MtlException (DATA) if it has another name
     */
    static String folder(Path path, JsonObject member, String prefix, String whose) {
        String name = member.text("path");
        if (!name.matches(prefix + "[1-9]\\d*")) {
            throw MtlException.data(file(path) + ": expected " + whose + "'s folder, " + prefix + "N, found '" + name + "'");
        }
        return name;
    }

    /**
     * Reads a listed model.
     *
     * @throws MtlException (MISSING) if it is not there; (DATA) if it is damaged or is not the one that was listed
     */
    static ModelFolder model(Path path, String name, String sha256, List<String> tasks) {
        ModelFolder model = ModelFolder.open(path.resolve(name));
        if (!model.hash().equals(sha256) || !model.record().model().taskNames().equals(tasks)) {
            throw MtlException.data(file(model.path()) + ": it is not the model that " + file(path) + " lists");
        }
        return model;
    }

    /** The SHA-256 of the {@code model.json} of a model that stands in the folder. */
    static String sha256(Path into, String name) {
        return Hashes.sha256(file(into.resolve(name)));
    }

    /**
     * Writes a list.
     *
     * @param json its members after the format and the kind
     * @throws MtlException (IO) if that fails
     */
    static void write(Path into, String kind, Map<String, Object> json) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", ModelWriter.FORMAT);
        all.put(KIND, kind);
        all.putAll(json);
        try {
            Files.write(file(into), Json.write(all));
        } catch (IOException e) {
            throw MtlException.io(into + ": " + e.getMessage(), e);
        }
    }
}
