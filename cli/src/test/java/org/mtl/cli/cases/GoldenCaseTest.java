package org.mtl.cli.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a golden case compares and what it accepts. */
class GoldenCaseTest {

    @TempDir
    private Path folder;

    private GoldenCase golden;

    @BeforeEach
    void makeCase() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("train/one")).resolve("cmd"), "mtl train\n");
        List<GoldenCase> cases = GoldenCase.below(folder);
        assertEquals(List.of("train/one"), cases.stream().map(GoldenCase::name).toList());
        golden = cases.get(0);
    }

    private void expect(String file, String text) throws IOException {
        Files.writeString(golden.folder().resolve(file), text);
    }

    private static CaseShell.Outcome outcome(String out, String err, int code) {
        return new CaseShell.Outcome(out, err, code);
    }

    @Test
    void whatIsAbsentMustBeEmpty() throws IOException {
        assertEquals(List.of(), golden.differences(outcome("", "", 0), "model/\n"));
        assertEquals(List.of("standard error (experr): - expected, + found", "+ mtl: hm"),
                golden.differences(outcome("", "mtl: hm\n", 0), ""));
        assertEquals(List.of("exit code: expected 0, found 65"), golden.differences(outcome("", "", 65), ""));
    }

    @Test
    void aFailingCaseMustLeaveNothing() throws IOException {
        expect("expcode", "65\n");
        assertEquals(List.of(), golden.differences(outcome("", "", 65), ""));
        assertFalse(golden.differences(outcome("", "", 65), "model.partial/\n").isEmpty());
    }

    @Test
    void differencesShowTheirSurroundings() throws IOException {
        expect("expout", "a\nb\nc\nd\ne\nf\n");
        assertEquals(List.of("standard output (expout): - expected, + found", "  (1 equal lines)", "  b", "  c",
                "- d", "+ x", "  e", "  f", "+ g  (no newline at the end)"),
                golden.differences(outcome("a\nb\nc\nx\ne\nf\ng", "", 0), ""));
    }

    @Test
    void acceptingRewritesAndThenAgrees() throws IOException {
        expect("expout", "old\n");
        expect("experr", "gone\n");
        CaseShell.Outcome found = outcome("new\n", "", 0);
        assertEquals(List.of("expout", "experr"), golden.accept(found, "model/\n", false));
        assertFalse(Files.exists(golden.folder().resolve("experr")));
        assertFalse(Files.exists(golden.folder().resolve("expfiles")));
        assertEquals(List.of(), golden.differences(found, ""));
        assertEquals(List.of(), golden.accept(found, "", false));
    }

    @Test
    void anExitCodeIsNotAcceptedSilently() throws IOException {
        expect("expcode", "65\n");
        CaseShell.Outcome found = outcome("", "mtl: absent\n", 66);
        assertThrows(AssertionError.class, () -> golden.accept(found, "", false));
        assertFalse(Files.exists(golden.folder().resolve("experr")));
        assertEquals(List.of("expcode", "experr", "expfiles"), golden.accept(found, "bad.csv\n", true));
        assertEquals(List.of(), golden.differences(found, "bad.csv\n"));
    }

    @Test
    void everyCaseKeepsToTheGrammar() throws IOException {
        for (GoldenCase each : GoldenCase.below(GoldenCasesTest.testData().resolve("cases"))) {
            CaseScript script = CaseScript.parse(each.script(), Map.of("DATA", "data"));
            assertTrue(script.pipelines().stream().flatMap(pipeline -> pipeline.commands().stream())
                    .anyMatch(command -> command.words().get(0).equals("mtl")), each.name() + " never runs mtl");
        }
    }

    @Test
    void theSandboxShowsNoPathOfThisMachine() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        CaseSandbox sandbox = new CaseSandbox(Files.createDirectory(folder.resolve("box")), data);
        MtlRunner fake = (args, in, out, err, env, work) -> {
            err.print(work.resolve("bad.csv") + " " + env.get("DATA") + "/x.csv " + work);
            return 0;
        };
        assertEquals("bad.csv $DATA/x.csv .", sandbox.warm(fake, "mtl x; mkdir m m/n.partial; touch f").err());
        assertEquals("f\nm/\n", sandbox.files());
        assertEquals(List.of("m/n.partial"), sandbox.partials());
        assertTrue(sandbox.strays().isEmpty());
    }
}
