package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.MtlException;

class JsonTest {

    private static String write(Map<String, ?> document) {
        return new String(Json.write(document), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> parse(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8), "m.json");
    }

    @Test
    void writesInTheOrderOfTheMap() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("shape", new long[] {2, 3});
        inner.put("none", List.of());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("b", 1e-5);
        document.put("a", List.of(inner, Map.of()));
        document.put("text", "é\"\\\n\u0001");
        document.put("flags", Arrays.asList(true, null, 7, 7L, 0.5f));
        document.put("weights", new double[] {1, 0.1});
        String expected = """
                {
                  "b": 1e-5,
                  "a": [
                    {
                      "shape": [2, 3],
                      "none": []
                    },
                    {}
                  ],
                  "text": "é\\"\\\\\\n\\u0001",
                  "flags": [true, null, 7, 7, 0.5],
                  "weights": [1, 0.1]
                }
                """;
        assertEquals(expected, write(document));
        assertEquals(expected, write(parse(expected)));
    }

    @Test
    void readsIntoPlainCollections() {
        Map<String, Object> document = parse("{\"z\": 3, \"a\": [1.5, -2, 12345678901234567890, null, {\"k\": \"v\"}], \"t\": true}");
        assertEquals(List.of("z", "a", "t"), new ArrayList<>(document.keySet()));
        assertEquals(3L, document.get("z"));
        assertEquals(Arrays.asList(1.5, -2L, 12345678901234567890.0, null, Map.of("k", "v")), document.get("a"));
        assertEquals(true, document.get("t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{", "{\"a\": }", "{\"a\": 1} {}", "{\"a\": 1, \"a\": 2}", "{\"a\": NaN}", "{'a': 1}", "{\"a\": [1"})
    void refusesWhatIsNoObject(String text) {
        var failure = assertThrows(MtlException.class, () -> parse("\n" + text));
        assertEquals(MtlException.Kind.DATA, failure.kind());
        assertEquals("m.json:2: ", failure.getMessage().substring(0, 10));
        assertEquals(1, failure.getMessage().lines().count());
    }

    @Test
    void refusesNumbersThatJsonCannotHold() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of("a", Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of("a", new double[] {Double.POSITIVE_INFINITY})));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of("a", Thread.currentThread())));
    }
}
