package org.mtl.cli.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.io.Json;

/** A document of JSON with a value of another kind or meaning somewhere. */
final class JsonDamage {

    private static final List<Object> VALUES = Arrays.asList(null, true, false, 0L, 1L, 2L, 3L, -1L, 65L, 2147483647L, 2147483648L, Long.MAX_VALUE, Long.MIN_VALUE,
            0.5, -0.5, 1e308, 1e-308, "", "0", "-1", "1", "none", "auto", "x", "north", "../../etc/passwd", "/etc/passwd", "/dev/zero", "\u0000", "\n", "soft",
            "network", "linear", "mlp", "logistic", "softmax", "squared", "relu", "x".repeat(3_000), List.of(), List.of(1L), List.of("x", "x"),
            List.of(-1L), Map.of(), Map.of("a", 1L));

    private JsonDamage() {}

    static byte[] document(byte[] file, Dice dice) {
        if (dice.oneIn(8)) {
            return Damage.bytes(file, dice);
        }
        Map<String, Object> document = new LinkedHashMap<>(Json.parse(file, "seed"));
        change(document, dice);
        return Json.write(document);
    }

    /** The document with what vouches for its parameters set to another hash, so that a change of those is not seen. */
    static byte[] signed(byte[] file, String hash) {
        String text = new String(file, StandardCharsets.UTF_8);
        return text.replaceFirst("(\"parameters\": \\{\\s*\"sha256\": \")[0-9a-f]*", "$1" + hash).getBytes(StandardCharsets.UTF_8);
    }

    private static void change(Map<String, Object> object, Dice dice) {
        if (object.isEmpty()) {
            object.put("x", dice.of(VALUES));
            return;
        }
        String key = dice.of(List.copyOf(object.keySet()));
        Object value = object.get(key);
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            if (!dice.oneIn(6)) {
                object.put(key, inner(value, dice));
                return;
            }
        }
        switch (dice.below(6)) {
            case 0 -> object.remove(key);
            case 1 -> object.put(dice.of(List.copyOf(object.keySet())), value);
            default -> object.put(key, dice.of(VALUES));
        }
    }

    @SuppressWarnings("unchecked")
    private static Object inner(Object value, Dice dice) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) map);
            change(copy, dice);
            return copy;
        }
        List<Object> list = new ArrayList<>((List<Object>) value);
        int at = dice.below(list.size());
        if (list.isEmpty() || dice.oneIn(5)) {
            list.add(dice.of(VALUES));
        } else if (dice.oneIn(5)) {
            list.remove(at);
        } else if (dice.oneIn(6)) {
            list.add(list.get(at));
        } else if (list.get(at) instanceof Map<?, ?> || list.get(at) instanceof List<?>) {
            list.set(at, inner(list.get(at), dice));
        } else {
            list.set(at, dice.of(VALUES));
        }
        return list;
    }
}
