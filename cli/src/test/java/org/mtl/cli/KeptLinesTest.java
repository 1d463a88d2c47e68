package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;

/** A file of results that come one after the other, cut off at every byte. */
class KeptLinesTest {

    private static final KeptLines.Form FORM = new KeptLines.Form(List.of("model", "set", "value"), "m", 2);
    private static final String WHOLE = "model,set,value\nm,a,1\nm,a,2\nm,b,3\nm,b,4\n";

    @TempDir
    private Path folder;

    private List<String> open(String add) {
        List<String> seen = new ArrayList<>();
        try (KeptLines lines = KeptLines.open(folder.resolve("file"), "file", FORM, in -> {
            seen.add(in.get(1) + in.get(2));
            return in.get(1);
        })) {
            lines.append(add);
        }
        return seen;
    }

    @Test
    void whereverItWasCutItEndsWithTheSameBytes() throws IOException {
        for (int length = 0; length <= WHOLE.length(); length++) {
            Files.writeString(folder.resolve("file"), WHOLE.substring(0, length));
            int whole = length < 16 + 12 ? 0 : length < WHOLE.length() ? 1 : 2;
            open(whole == 0 ? "m,a,1\nm,a,2\nm,b,3\nm,b,4\n" : whole == 1 ? "m,b,3\nm,b,4\n" : "");
            assertEquals(WHOLE, Files.readString(folder.resolve("file")), "cut after " + length);
        }
        assertEquals(List.of("a1", "a2", "b3", "b4"), open(""));
    }

    @Test
    void partsStandOneAfterTheOther() throws IOException {
        Files.writeString(folder.resolve("file"), "model,set,value\nm,a,1\nm,a,2\n" + WHOLE);
        assertEquals(List.of("a1", "a2", "a1", "a2", "b3", "b4"), open(""));
    }

    /** The last line of a text often has no newline; a file that is refused keeps it. */
    @Test
    void anotherFileIsLeftAsItIs() throws IOException {
        for (String text : List.of("dear diary,\ntoday", "model,set,value\nother,a,1\nother", "a,b,c\n1,2,3")) {
            Files.writeString(folder.resolve("file"), text);
            assertEquals(MtlException.Kind.DATA, assertThrows(MtlException.class, () -> open("")).kind(), text);
            assertEquals(text, Files.readString(folder.resolve("file")));
        }
    }

    @Test
    void twoRunsDoNotWriteOneFile() {
        try (KeptLines first = KeptLines.open(folder.resolve("file"), "file", FORM, in -> "")) {
            assertEquals(MtlException.Kind.BUSY, assertThrows(MtlException.class, () -> open("")).kind());
            first.append("");
        }
    }
}
