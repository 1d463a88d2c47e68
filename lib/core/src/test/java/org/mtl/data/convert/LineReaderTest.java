package org.mtl.data.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;

class LineReaderTest {

    @TempDir
    private Path folder;

    private List<String> lines(byte[] bytes, Charset charset) throws IOException {
        Input file = Converted.file(folder, "text", bytes);
        List<String> lines = new ArrayList<>();
        try (LineReader in = new LineReader(new Input(file.path(), "text", "", Optional.empty(), charset))) {
            for (Optional<String> line = in.next(); line.isPresent(); line = in.next()) {
                lines.add(line.get());
            }
        }
        return lines;
    }

    @Test
    void onlyLineFeedsEndLines() throws IOException {
        String text = "a\u0085b\u000bc\rd\r\n\u2028\n\nend";
        assertEquals(List.of("a\u0085b\u000bc\rd", "\u2028", "", "end"), lines(text.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8));
        assertEquals(List.of("a\u0085b", "\u00e9"), lines(new byte[] {'a', (byte) 0x85, 'b', '\n', (byte) 0xe9, '\n'},
                StandardCharsets.ISO_8859_1));
    }

    /** Lines longer than any buffer, of characters that straddle its border. */
    @Test
    void linesMayBeLong() throws IOException {
        String first = "\u00e9\u2603".repeat(60_000);
        assertEquals(List.of("x" + first, first), lines(("x" + first + "\n" + first).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8));
    }

    @Test
    void aWrongByteIsKnownByItsLine() {
        MtlException found = assertThrows(MtlException.class,
                () -> lines(new byte[] {'a', '\n', 'b', '\n', (byte) 0xe9, 'x', '\n', 'c'}, StandardCharsets.UTF_8));
        assertEquals("text:3: expected UTF-8 text, found other bytes; --encoding names another encoding",
                found.getMessage());
    }

    @Test
    void linesHoldNoNul() {
        for (String text : List.of("a\nb\0c\n", "a\n\0", "a\nb\0")) {
            MtlException found = assertThrows(MtlException.class, () -> lines(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            assertEquals("text:2: expected lines of text, found a NUL byte", found.getMessage());
        }
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        assertEquals(List.of("a", "\uFEFFb"), lines("\uFEFFa\n\uFEFFb".getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8));
    }
}
