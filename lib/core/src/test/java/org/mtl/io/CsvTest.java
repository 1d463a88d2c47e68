package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.MtlException;

class CsvTest {

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> fields = Arbitraries.strings()
                .withChars(',', '"', '\n', '\r', ' ', 'a', '#', '\\', '\'', ';', '\t')
                .withChars('é', '☃', '\uFEFF', '\uFFFE', '\u2028', '\u0001').ofMaxLength(6);
        return Arbitraries.integers().between(1, 4).flatMap(
                columns -> fields.list().ofSize(columns).list().ofMaxSize(6));
    }

    @Property(tries = 500)
    void readsWhatWasWritten(@ForAll("tables") List<List<String>> table) throws IOException {
        int columns = table.isEmpty() ? 2 : table.get(0).size();
        List<String> header = IntStream.range(0, columns).mapToObj(i -> "\uFEFFname,\"" + i).collect(Collectors.toList());
        var bytes = new ByteArrayOutputStream();
        try (var writer = new CsvWriter(bytes)) {
            writer.record(header);
            for (List<String> record : table) {
                writer.record(record);
            }
        }
        List<List<String>> back = new ArrayList<>();
        try (CsvReader reader = CsvReader.open(new ByteArrayInputStream(bytes.toByteArray()), "t.csv")) {
            assertEquals(header, reader.header());
            long line = 2;
            while (reader.next()) {
                assertEquals(line, reader.line());
                List<String> record = new ArrayList<>();
                for (int i = 0; i < columns; i++) {
                    record.add(reader.get(i));
                }
                back.add(record);
                line += 1 + String.join("", record).chars().filter(c -> c == '\n').count();
            }
        }
        assertEquals(table, back);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,\"\"", "a,b\n1,", "a,b\r\n1,\r\n", "\uFEFFa,b\n1,\"\"\n", "\"a\",\"b\"\n\"1\",\"\"\r\n",
        "a,b\n\n1,\n\n"})
    void readsEveryFormOfOneRecord(String text) throws IOException {
        try (CsvReader reader = open(text)) {
            assertEquals(List.of("a", "b"), reader.header());
            assertTrue(reader.next());
            assertEquals("1", reader.get(0));
            assertEquals("", reader.get(1));
            assertEquals(1, reader.indexOf("b"));
            assertEquals(-1, reader.indexOf("c"));
            assertFalse(reader.next());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,b\n", "a,b\r\n", "\"a\",\"b\""})
    void acceptsAHeaderAlone(String text) throws IOException {
        try (CsvReader reader = open(text)) {
            assertEquals(List.of("a", "b"), reader.header());
            assertFalse(reader.next());
        }
    }

    @Test
    void keepsEmptyFieldsOfASingleColumn() throws IOException {
        try (CsvReader reader = open("a\n\n2\n")) {
            assertTrue(reader.next());
            assertEquals("", reader.get(0));
            assertTrue(reader.next());
            assertEquals("t.csv:3: column 'a'", reader.place(0));
            assertFalse(reader.next());
        }
    }

    @Test
    void namesTheLineOfEachFault() {
        String start = "a,b\n\"x\ny\",\"\r\n\"\n";
        fails("", "t.csv: expected a CSV header, found an empty file");
        fails("a,\n", "t.csv:1: column 2 of the header has no name");
        fails("a,a\n", "t.csv:1: column 'a' appears twice in the header");
        fails(start + "1\n", "t.csv:5: expected 2 fields as in the header, found 1");
        fails(start + "1,2,3\n", "t.csv:5: expected 2 fields as in the header, found 3");
        fails(start + "1,\"2\"x\n", "t.csv:5: expected a comma or a line end after a closing quote, found 'x'");
        fails(start + "1,\"2\" \n", "t.csv:5: expected a comma or a line end after a closing quote, found ' '");
        fails(start + "1,2\n1,x\"y\"\n",
                "t.csv:6: a quote inside an unquoted field; quote the whole field and double the quote");
        fails(start + "1,\"2\n3\n", "t.csv:5: a quoted field starts here and is never closed");
        fails("a,b\r1,2\r", "t.csv:1: expected lines to end in LF or CRLF, found a lone CR");
        fails(start + "1,2\r", "t.csv:5: expected lines to end in LF or CRLF, found a lone CR");
    }

    @Test
    void otherSeparatorsAreNamed() {
        fails("a;b\n1,5;2\n", "t.csv:2: expected 1 fields as in the header, found 2; the names in the header lie between"
                + " semicolons, where CSV has commas");
        fails("a\tb\n1,5\t2\n", "t.csv:2: expected 1 fields as in the header, found 2; the names in the header lie between"
                + " tabs, which convert --from tsv reads");
        fails("a\n1,5\n", "t.csv:2: expected 1 fields as in the header, found 2");
    }

    @Test
    void textHoldsNoNul() {
        fails("\0", "t.csv:1: expected UTF-8 text, found a NUL byte");
        fails("a,b\n1,\0\n", "t.csv:2: expected UTF-8 text, found a NUL byte");
        fails("a,b\n1,2\0\n", "t.csv:2: expected UTF-8 text, found a NUL byte");
        fails("a,b\n1,\"x\n\0\"\n", "t.csv:3: expected UTF-8 text, found a NUL byte");
        fails("a,b\n1,\"x\"\0\n", "t.csv:2: expected UTF-8 text, found a NUL byte");
        fails("a,b\r\0\n", "t.csv:1: expected UTF-8 text, found a NUL byte");
    }

    @Test
    void countsALoneCarriageReturnInQuotesAsNoLine() {
        fails("a,b\n\"x\ry\",\"\n\"\n1\n", "t.csv:4: expected 2 fields as in the header, found 1");
    }

    @Test
    void reportsTheFirstFaultAndNotALaterOne() {
        fails("a,b\n1\n2,\"x\"y\n", "t.csv:2: expected 2 fields as in the header, found 1");
    }

    @Test
    void findsBytesThatAreNoUtf8FarDownTheFile() {
        String start = "a,b\n" + "1,é\n".repeat(20_000);
        byte[] good = start.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(good, good.length + 3);
        bytes[good.length] = '1';
        bytes[good.length + 1] = ',';
        bytes[good.length + 2] = (byte) 0xe9;
        var failure = assertThrows(MtlException.class, () -> readAll(new ByteArrayInputStream(bytes)));
        assertEquals("t.csv:20002: expected UTF-8 text, found other bytes", failure.getMessage());
        assertEquals(MtlException.Kind.DATA, failure.kind());
    }

    private static void fails(String text, String message) {
        var failure = assertThrows(MtlException.class,
                () -> readAll(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        assertEquals(message, failure.getMessage());
        assertEquals(MtlException.Kind.DATA, failure.kind());
    }

    private static void readAll(InputStream in) throws IOException {
        try (CsvReader reader = CsvReader.open(in, "t.csv")) {
            while (reader.next()) {
                assertEquals(reader.header().size(), 2);
            }
        }
    }

    private static CsvReader open(String text) {
        return CsvReader.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "t.csv");
    }
}
