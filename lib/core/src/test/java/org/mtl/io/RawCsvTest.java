package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RawCsvTest {

    private static List<RawCsv.Line> lines(String text) throws IOException {
        RawCsv in = new RawCsv(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<RawCsv.Line> lines = new ArrayList<>();
        for (Optional<RawCsv.Line> line = in.next(); line.isPresent(); line = in.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    @Test
    void keepsEveryByte() throws IOException {
        String text = "\uFEFFa,\"b \"\"1\"\"\"\r\n\"x,\r\ny\",\n\n,\"\"\r\nlast,\"é\n\"";
        StringBuilder copy = new StringBuilder();
        for (RawCsv.Line line : lines(text)) {
            copy.append(String.join(",", line.fields())).append(line.end());
        }
        assertEquals(text, copy.toString());
        assertEquals(List.of(2, 2, 1, 2, 2), lines(text).stream().map(line -> line.fields().size()).toList());
        assertEquals(List.of("\r\n", "\n", "\n", "\r\n", ""), lines(text).stream().map(RawCsv.Line::end).toList());
        assertEquals(List.of(false, false, true, false, false), lines(text).stream().map(RawCsv.Line::isBlank).toList());
    }

    @Test
    void emptyFileAndFileWithoutLineEnd() throws IOException {
        assertEquals(List.of(), lines(""));
        assertEquals(List.of(new RawCsv.Line(List.of("a", ""), "")), lines("a,"));
    }

    @Test
    void valuesAreWithoutQuotes() {
        assertEquals("a", RawCsv.value("\uFEFFa"));
        assertEquals("a", RawCsv.value("\uFEFF\"a\""));
        assertEquals("say \"a\"", RawCsv.value("\"say \"\"a\"\"\""));
        assertEquals("", RawCsv.value("\"\""));
        assertEquals(" a", RawCsv.value(" a"));
    }
}
