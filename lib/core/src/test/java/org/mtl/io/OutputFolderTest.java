package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;

class OutputFolderTest {

    @TempDir
    Path folder;

    private Path target;
    private Path partial;
    private Path old;

    @BeforeEach
    void name() {
        target = folder.resolve("model");
        partial = folder.resolve("model.partial");
        old = folder.resolve("model.partial.old");
    }

    private List<String> names() throws IOException {
        return Targets.entries(folder).stream().map(path -> path.getFileName().toString()).sorted().toList();
    }

    /** Makes a folder as a run that finished, or was killed, would have left it. */
    private static void leave(Path place, String hash, String content) throws IOException {
        Files.createDirectories(place.resolve("checkpoints"));
        Files.writeString(place.resolve("checkpoints/c"), content);
        Files.write(place.resolve(OutputFolder.RUN_FILE), Json.write(Map.of(OutputFolder.OPTIONS_HASH, hash)));
    }

    private static String content(Path place) throws IOException {
        return Files.readString(place.resolve("checkpoints/c"));
    }

    private void run(boolean force, boolean resume, String hash, String content) throws IOException {
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, force, resume, hash)) {
            Files.createDirectories(output.path().resolve("checkpoints"));
            Files.writeString(output.path().resolve("checkpoints/c"), content);
            output.commit();
        }
    }

    private MtlException.Kind kind(boolean force, boolean resume, String hash) {
        try (var outputs = new Outputs()) {
            var failure = assertThrows(MtlException.class, () -> outputs.folder(target, force, resume, hash));
            assertTrue(failure.getMessage().contains(target.toString()), failure.getMessage());
            return failure.kind();
        }
    }

    @Test
    void buildsBesideAndRenames() throws IOException {
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, false, "h")) {
            assertFalse(output.complete() || output.resumed());
            assertEquals(partial.toRealPath(), output.path());
            assertEquals("h", Json.read(partial.resolve("run.json")).get(OutputFolder.OPTIONS_HASH));
            assertEquals(List.of("model.partial"), names());
            output.writeRun(Map.of("seconds", 1.5));
            output.commit();
            assertThrows(IllegalStateException.class, output::commit);
        }
        assertEquals(List.of("model"), names());
        assertEquals(List.of(target.resolve("run.json")), Targets.entries(target));
        assertEquals(Map.of(OutputFolder.OPTIONS_HASH, "h", "seconds", 1.5), Json.read(target.resolve("run.json")));
    }

    @Test
    void leavesNothingWithoutCommitUnlessResumable() throws IOException {
        try (var outputs = new Outputs()) {
            outputs.folder(target, false, false, "h").close();
            assertEquals(List.of(), names());
            outputs.folder(target, false, false, "h");
        }
        assertEquals(List.of(), names());
        try (var outputs = new Outputs()) {
            outputs.folder(target, false, true, "h");
        }
        assertEquals(List.of(), names(), "nothing to go on with");
        try (var outputs = new Outputs()) {
            Files.writeString(outputs.folder(target, false, true, "h").path().resolve("checkpoint"), "x");
        }
        assertEquals(List.of("model.partial"), names());
    }

    @Test
    void refusesAnExistingTargetWithoutForce() throws IOException {
        leave(target, "h", "old");
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(false, false, "h"));
        assertEquals(List.of("model"), names());
        run(true, false, "h", "new");
        assertEquals("new", content(target));
        assertEquals(List.of("model"), names());
    }

    @Test
    void forceNeverReplacesWhatIsNoResult() throws IOException {
        Files.createDirectory(target);
        run(true, false, "h", "into an empty folder");
        Files.delete(target.resolve("run.json"));
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(true, false, "h"));
        Folders.delete(target);
        Files.writeString(target, "a file");
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(true, false, "h"));
        assertEquals(List.of("model"), names());
        Files.delete(target);
        Files.writeString(partial, "a file");
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(true, false, "h"));
    }

    @Test
    void resumeOfACompleteFolderHasNothingToDo() throws IOException {
        leave(target, "h", "done");
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, true, "h")) {
            assertTrue(output.complete());
            assertEquals(target.toRealPath(), output.path());
        }
        assertEquals("done", content(target));
        assertEquals(MtlException.Kind.USAGE, kind(false, true, "other"));
        run(true, true, "other", "replaced");
        assertEquals("replaced", content(target));
        assertEquals(List.of("model"), names());
    }

    @Test
    void resumeGoesOnOnlyWithItsOwnOptions() throws IOException {
        leave(partial, "h", "half");
        assertEquals(MtlException.Kind.USAGE, kind(false, true, "other"));
        assertEquals(MtlException.Kind.USAGE, kind(true, true, "other"));
        assertEquals("half", content(partial));
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, true, "h")) {
            assertTrue(output.resumed());
            assertEquals("half", content(output.path()));
            output.commit();
        }
        assertEquals("half", content(target));
        assertEquals(List.of("model"), names());
    }

    @Test
    void resumeGoesOnOnlyWithTheSameInput() throws IOException {
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, true, "h")) {
            output.requireSame("data", "abc");
            output.requireSame("data", "abc");
            Files.writeString(output.path().resolve("checkpoint"), "x");
        }
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, true, "h")) {
            output.requireSame("data", "abc");
            output.requireSame("model", "xyz");
            MtlException failure = assertThrows(MtlException.class, () -> output.requireSame("data", "abd"));
            assertEquals(MtlException.Kind.USAGE, failure.kind());
            assertTrue(failure.getMessage().contains("begun with other content of the data"), failure.getMessage());
            assertEquals("h", Json.read(partial.resolve("run.json")).get(OutputFolder.OPTIONS_HASH));
        }
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, false, "h")) {
            output.requireSame("data", "abd");
        }
    }

    @Test
    void withoutResumeALeftoverIsEmptied() throws IOException {
        leave(partial, "h", "half");
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, false, "h")) {
            assertFalse(output.resumed());
            assertFalse(Files.exists(output.path().resolve("checkpoints")));
        }
        assertEquals(List.of(), names());
    }

    @Test
    void bringsTheOldFolderBackAfterACrashBetweenRenames() throws IOException {
        leave(old, "h", "old");
        leave(partial, "new", "finished but not renamed");
        assertEquals(MtlException.Kind.CANNOT_CREATE, kind(false, false, "new"));
        assertEquals("old", content(target));
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, true, true, "new")) {
            assertTrue(output.resumed());
            output.commit();
        }
        assertEquals("finished but not renamed", content(target));
        assertEquals(List.of("model"), names());
    }

    @Test
    void clearsWhatACrashAfterTheRenamesLeft() throws IOException {
        leave(target, "h", "new");
        leave(old, "h", "old");
        leave(folder.resolve("model.partial.discarded"), "h", "x");
        leave(folder.resolve("model.partial.discarded-3"), "h", "x");
        leave(folder.resolve("model.partial.discarded-mine"), "h", "x");
        run(true, false, "h", "newer");
        assertEquals("newer", content(target));
        assertEquals(List.of("model", "model.partial.discarded-mine"), names());
    }

    @Test
    void keepsTheResultIfATargetAppearsMeanwhile() throws IOException {
        try (var outputs = new Outputs()) {
            OutputFolder output = outputs.folder(target, false, false, "h");
            leave(target, "h", "appeared");
            var failure = assertThrows(MtlException.class, output::commit);
            assertEquals(MtlException.Kind.CANNOT_CREATE, failure.kind());
            assertTrue(failure.getMessage().endsWith("; the result lies in " + partial), failure.getMessage());
        }
        assertEquals("appeared", content(target));
        assertEquals(List.of("model", "model.partial"), names());
    }

    @Test
    void insistsOnTheHashInTheFinishedFolder() throws IOException {
        try (var outputs = new Outputs()) {
            OutputFolder output = outputs.folder(target, false, false, "h");
            Files.writeString(output.path().resolve("run.json"), "{}");
            assertThrows(IllegalStateException.class, output::commit);
        }
    }

    @Test
    void discardTakesTheFolderFromUnderTheWriter() throws IOException {
        try (var outputs = new Outputs()) {
            OutputFolder output = outputs.folder(target, false, true, "h");
            leave(folder.resolve("model.partial.discarded"), "h", "left by a killed run meanwhile");
            outputs.discard(false);
            outputs.discard(false);
            assertEquals(List.of("model.partial.discarded"), names());
            assertThrows(IOException.class, () -> Files.writeString(output.path().resolve("late"), "x"));
            assertThrows(CancellationException.class, () -> output.writeRun(Map.of()));
            assertThrows(CancellationException.class, output::commit);
            assertThrows(CancellationException.class, () -> outputs.folder(target, false, false, "h"));
        }
    }

    @Test
    void discardKeepsTheFolderForAResume() throws IOException {
        try (var outputs = new Outputs(); var others = new Outputs()) {
            OutputFolder output = outputs.folder(target, false, true, "h");
            outputs.discard(true);
            assertThrows(CancellationException.class, output::commit);
            assertEquals(List.of("model.partial"), names());
            var busy = assertThrows(MtlException.class, () -> others.folder(target, false, true, "h"));
            assertEquals(MtlException.Kind.BUSY, busy.kind());
        }
        try (var outputs = new Outputs()) {
            assertTrue(outputs.folder(target, false, true, "h").resumed());
        }
    }

    @Test
    void anotherProcessHoldsTheFolderUntilItIsKilled() throws Exception {
        Process holder = OutputHolder.start("folder", target);
        try {
            assertEquals(MtlException.Kind.BUSY, kind(false, false, "hash"));
            assertEquals(MtlException.Kind.BUSY, kind(false, true, "other"));
            assertTrue(Files.exists(partial.resolve("checkpoint")));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertEquals(List.of("model.partial"), names());
        try (var outputs = new Outputs(); OutputFolder output = outputs.folder(target, false, true, "hash")) {
            assertTrue(output.resumed());
            assertEquals("other", Files.readString(output.path().resolve("checkpoint")));
        }
        run(false, false, "mine", "taken over");
        assertEquals(List.of("model"), names());
    }

    @Test
    void followsALinkToTheFolder() throws IOException {
        leave(Files.createDirectory(folder.resolve("disk")).resolve("real"), "h", "old");
        Files.createSymbolicLink(target, Path.of("disk/real"));
        run(true, false, "h", "new");
        assertTrue(Files.isSymbolicLink(target));
        assertEquals("new", content(folder.resolve("disk/real")));
    }
}
