package org.mtl.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;

/** A JSON object that is expected to have certain members; what is absent or of another type is said with its name. */
final class JsonObject {

    private final String name;
    private final Map<?, ?> members;

    /**
     * Wraps a parsed object.
     *
     * @param name how messages name it: the file, then the path inside it
     */
    JsonObject(String name, Map<?, ?> members) {
        this.name = name;
        this.members = members;
    }

    private <T> T member(String key, Class<T> type, String expected) {
        Object value = members.get(key);
        if (!type.isInstance(value)) {
            throw MtlException.data(name + ": '" + key + "': expected " + expected + ", found "
                    + (value == null ? "nothing" : "'" + value + "'"));
        }
        return type.cast(value);
    }

    String text(String key) {
        return member(key, String.class, "a text");
    }

    /** The name of a file or folder, which may be empty. */
    String path(String key) {
        String text = text(key);
        try {
            Path.of(text);
            return text;
        } catch (InvalidPathException e) {
            throw MtlException.data(name + ": '" + key + "': expected the name of a file, found '" + text + "'");
        }
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(text(key)) : Optional.empty();
    }

    boolean has(String key) {
        return members.containsKey(key);
    }

    boolean bool(String key) {
        return member(key, Boolean.class, "true or false");
    }

    double number(String key) {
        return member(key, Number.class, "a number").doubleValue();
    }

    int integer(String key) {
        double value = number(key);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw MtlException.data(name + ": '" + key + "': expected a whole number, found '" + value + "'");
        }
        return (int) value;
    }

    long longInteger(String key) {
        return member(key, Number.class, "a whole number").longValue();
    }

    JsonObject object(String key) {
        return new JsonObject(name + ": " + key, member(key, Map.class, "an object"));
    }

    /** A list of texts, empty where the member is absent. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (members.containsKey(key)) {
            for (Object element : member(key, List.class, "a list")) {
                texts.add(element instanceof String text ? text : wrongElement(key, element));
            }
        }
        return texts;
    }

    /** A list of whole numbers. */
    List<Integer> integers(String key) {
        List<Integer> integers = new ArrayList<>();
        for (Object element : member(key, List.class, "a list")) {
            integers.add(new JsonObject(name, Map.of(key, element)).integer(key));
        }
        return integers;
    }

    private String wrongElement(String key, Object element) {
        throw MtlException.data(name + ": '" + key + "': expected a list of texts, found '" + element + "'");
    }

    /** A list of objects. */
    List<JsonObject> objects(String key) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : member(key, List.class, "a list")) {
            if (!(element instanceof Map<?, ?> map)) {
                throw MtlException.data(name + ": '" + key + "': expected a list of objects, found '" + element + "'");
            }
            objects.add(new JsonObject(name + ": " + key + "[" + objects.size() + "]", map));
        }
        return objects;
    }

    /** The members as they are, in order. */
    Map<String, Object> members() {
        Map<String, Object> copy = new LinkedHashMap<>();
        members.forEach((key, value) -> copy.put(key.toString(), value));
        return copy;
    }

    /** The members as texts, in order. */
    Map<String, String> textMembers() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object key : members.keySet()) {
            texts.put(key.toString(), text(key.toString()));
        }
        return texts;
    }
}
