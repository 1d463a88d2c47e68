package org.mtl.io;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lays a value out as indented JSON. */
final class JsonText {

    private static final String INDENT = "  ";

    private JsonText() {}

    static void append(StringBuilder out, Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            object(out, map, depth);
        } else if (value instanceof Iterable<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEach(list::add);
            array(out, list, depth);
        } else if (value instanceof double[] numbers) {
            array(out, Arrays.stream(numbers).boxed().collect(Collectors.toList()), depth);
        } else if (value instanceof long[] numbers) {
            array(out, Arrays.stream(numbers).boxed().collect(Collectors.toList()), depth);
        } else if (value instanceof int[] numbers) {
            array(out, Arrays.stream(numbers).boxed().collect(Collectors.toList()), depth);
        } else {
            out.append(scalar(value));
        }
    }

    private static void object(StringBuilder out, Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException("a JSON key must be text, found " + entry.getKey());
            }
            newLine(out.append(separator), depth + 1);
            out.append(Json.quoted(key)).append(": ");
            append(out, entry.getValue(), depth + 1);
            separator = ",";
        }
        newLine(out, depth);
        out.append('}');
    }

    private static void array(StringBuilder out, List<?> items, int depth) {
        boolean flat = items.stream().noneMatch(JsonText::isContainer);
        String separator = "[";
        for (Object item : items) {
            out.append(separator);
            if (!flat) {
                newLine(out, depth + 1);
            }
            append(out, item, depth + 1);
            separator = flat ? ", " : ",";
        }
        if (items.isEmpty()) {
            out.append('[');
        } else if (!flat) {
            newLine(out, depth);
        }
        out.append(']');
    }

    private static boolean isContainer(Object item) {
        return item instanceof Map || item instanceof Iterable || item instanceof double[] || item instanceof long[]
                || item instanceof int[];
    }

    private static void newLine(StringBuilder out, int depth) {
        out.append('\n').append(INDENT.repeat(depth));
    }

    private static String scalar(Object value) {
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof String text) {
            return Json.quoted(text);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
                || value instanceof BigInteger) {
            return value.toString();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("JSON has no way to write " + number);
            }
            return Numbers.format(number);
        }
        throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
    }
}
