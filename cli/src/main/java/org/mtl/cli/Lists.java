package org.mtl.cli;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/** Option values that are lists, written as a CSV record: {@code a,b,"c,d"}. */
final class Lists {

    private Lists() {}

    /**
     * Parses a list.
     *
     * @throws MtlException (USAGE) naming the option if quotes do not match, or an element is empty or comes twice
     */
    static List<String> parse(String option, String text) {
        try {
            byte[] record = text.getBytes(StandardCharsets.UTF_8);
            // A record of names that are all different and not empty: just what a header is.
            List<String> elements = CsvReader.open(new ByteArrayInputStream(record), option).header();
            if (text.lines().count() > 1) {
                throw MtlException.usage(option + ": expected one line, found several");
            }
            return elements;
        } catch (MtlException e) {
            throw MtlException.usage(option + ": expected a list such as a,b,\"c,d\" of different names, found '" + text + "'");
        }
    }

    /**
     * Parses a list of {@code NAME=VALUE}, split at the last {@code =}; an element without one is the value of the empty
     * name, which stands for all.
     */
    static Map<String, String> parseValues(String option, String text) {
        return parseValues(option, text, "task");
    }

    /** The same for values of something else than tasks. */
    static Map<String, String> parseValues(String option, String text, String what) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String element : parse(option, text)) {
            int equals = element.lastIndexOf('=');
            String name = equals < 0 ? "" : element.substring(0, equals);
            if (values.put(name, element.substring(equals + 1)) != null) {
                throw MtlException.usage(option + ": " + (name.isEmpty() ? "two values for all " + what + "s" : what + " '" + name + "' twice"));
            }
        }
        return values;
    }

    /** What can be chosen, for messages: {@code a, b or c}; at least one. */
    static String or(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
