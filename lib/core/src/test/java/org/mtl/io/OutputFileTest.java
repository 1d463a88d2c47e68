package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;

class OutputFileTest {

    @TempDir
    Path folder;

    private static void write(OutputFile file, String text) throws IOException {
        file.stream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Path target, String text) throws IOException {
        try (var outputs = new Outputs(); OutputFile file = outputs.file(target)) {
            write(file, text);
            file.commit();
        }
    }

    private List<String> names() throws IOException {
        return Targets.entries(folder).stream().map(path -> path.getFileName().toString()).sorted().toList();
    }

    private static MtlException.Kind kind(Path target) {
        try (var outputs = new Outputs()) {
            return assertThrows(MtlException.class, () -> outputs.file(target)).kind();
        }
    }

    @Test
    void replacesTheTargetOnlyAtTheEnd() throws IOException {
        Path target = Files.writeString(folder.resolve("a.csv"), "old");
        try (var outputs = new Outputs(); OutputFile file = outputs.file(target)) {
            try (var writer = new CsvWriter(file.stream())) {
                writer.record(List.of("x", "y"));
            }
            assertEquals("old", Files.readString(target));
            file.commit();
            assertEquals("x,y\n", Files.readString(target));
            assertThrows(IllegalStateException.class, file::commit);
        }
        assertEquals(List.of("a.csv"), names());
    }

    @Test
    void leavesNothingWithoutCommit() throws IOException {
        Path target = Files.writeString(folder.resolve("a.csv"), "old");
        try (var outputs = new Outputs()) {
            OutputFile file = outputs.file(target);
            write(file, "new");
            assertEquals(List.of("a.csv", "a.csv.partial"), names());
            file.close();
            assertEquals(List.of("a.csv"), names());
            outputs.file(target);
        }
        assertEquals(List.of("a.csv"), names());
        assertEquals("old", Files.readString(target));
    }

    @Test
    void takesOverWhatAKilledRunLeft() throws IOException {
        Files.writeString(folder.resolve("a.csv.partial"), "a long leftover");
        put(folder.resolve("a.csv"), "new");
        assertEquals("new", Files.readString(folder.resolve("a.csv")));
        assertEquals(List.of("a.csv"), names());
    }

    @Test
    void keepsLinksAndPermissions() throws IOException {
        Path real = Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("real.csv"), "old");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("data/real.csv"));
        put(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.csv"), Path.of("data/absent.csv"));
        put(dangling, "fresh");
        assertEquals("fresh", Files.readString(folder.resolve("data/absent.csv")));
        assertTrue(Files.isSymbolicLink(dangling));
        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(circle));
    }

    @Test
    void writesPipesAndDevicesDirectly() throws Exception {
        put(Path.of("/dev/null"), "gone");
        assertFalse(Files.exists(Path.of("/dev/null.partial")));
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        put(pipe, "through");
        assertEquals("through", new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(List.of("pipe"), names());
    }

    @Test
    void reportsAFailedWrite() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        try (var outputs = new Outputs(); OutputFile file = outputs.file(full)) {
            write(file, "x");
            var failure = assertThrows(MtlException.class, file::commit);
            assertEquals(MtlException.Kind.IO, failure.kind());
            assertEquals("/dev/full: cannot be written: No space left on device", failure.getMessage());
        }
    }

    @Test
    void refusesPlacesThatCannotHoldAFile() throws IOException {
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(folder));
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(folder.resolve(".")));
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(Path.of("/")));
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(folder.resolve("absent/a.csv")));
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(file.resolve("a.csv")));
        Files.createDirectory(folder.resolve("b.csv.partial"));
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(folder.resolve("b.csv")));
        Files.createSymbolicLink(folder.resolve("c.csv.partial"), file);
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(folder.resolve("c.csv")));
        assertEquals("x", Files.readString(file));
    }

    @Test
    void discardEndsEveryOutput() throws IOException {
        try (var outputs = new Outputs()) {
            OutputFile done = outputs.file(folder.resolve("done"));
            done.commit();
            OutputFile open = outputs.file(folder.resolve("open"));
            outputs.discard(false);
            outputs.discard(false);
            assertTrue(outputs.isDiscarded());
            assertEquals(List.of("done"), names());
            assertThrows(CancellationException.class, open::commit);
            assertThrows(CancellationException.class, () -> outputs.file(folder.resolve("later")));
            assertThrows(CancellationException.class, () -> outputs.file(Path.of("/dev/null")));
        }
        assertEquals(List.of("done"), names());
    }

    @Test
    void oneOutputIsOpenOnlyOnce() throws IOException {
        Path target = folder.resolve("a.csv");
        try (var outputs = new Outputs(); var others = new Outputs(); OutputFile file = outputs.file(target)) {
            Path again = folder.resolve("../" + folder.getFileName() + "/a.csv");
            var twice = assertThrows(MtlException.class, () -> outputs.file(again));
            assertEquals(MtlException.Kind.USAGE, twice.kind());
            var busy = assertThrows(MtlException.class, () -> others.file(target));
            assertEquals(MtlException.Kind.BUSY, busy.kind());
            write(file, "mine");
            file.commit();
            outputs.file(target).commit();
        }
        assertEquals("", Files.readString(target));
    }

    @Test
    void anotherProcessHoldsTheFileUntilItEnds() throws Exception {
        Path target = folder.resolve("a.csv");
        Process holder = OutputHolder.start("file", target);
        try (var outputs = new Outputs()) {
            var busy = assertThrows(MtlException.class, () -> outputs.file(target));
            assertEquals(target + ": another run is writing it", busy.getMessage());
            assertEquals(MtlException.Kind.BUSY, busy.kind());
        } finally {
            holder.getOutputStream().write('f');
            holder.getOutputStream().close();
        }
        assertEquals(0, holder.waitFor());
        assertEquals("other", Files.readString(target));
        put(target, "mine");
        assertEquals("mine", Files.readString(target));
    }
}
