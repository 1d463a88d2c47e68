package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.mtl.io.Json;

/** What a program reads of an error is what a person reads. */
class ErrorTextTest {

    @Test
    void aPlaceInDataIsTakenApart() {
        assertEquals("{\"code\": 65, \"kind\": \"data\", \"message\": \"a b:c.csv:17: column 'y': 'abc' is not a number\","
                + " \"file\": \"a b:c.csv\", \"line\": 17, \"column\": \"y\"}",
                ErrorText.json(65, "a b:c.csv:17: column 'y': 'abc' is not a number"));
        assertEquals("{\"code\": 65, \"kind\": \"data\", \"message\": \"model: its tasks are gone\"}",
                ErrorText.json(65, "model: its tasks are gone"));
    }

    @Test
    void anOptionIsNamed() {
        assertEquals("{\"code\": 2, \"kind\": \"usage\", \"message\": \"--drop: expected a share\", \"option\": \"--drop\"}",
                ErrorText.json(2, "--drop: expected a share"));
    }

    @Property
    void anyMessageComesBackAsItWas(@ForAll String message) {
        byte[] line = ErrorText.json(74, message.replaceAll("[\\ud800-\\udfff]", "")).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> read = Json.parse(line, "line");
        assertEquals(message.replaceAll("[\\ud800-\\udfff]", ""), read.get("message"));
        assertEquals(1, new String(line, StandardCharsets.UTF_8).lines().count());
    }
}
