package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.cases.CaseShell;

/** What the pages of the manual show is run, each page in a folder of its own; and the README's picture is what it says. */
class ManualExamplesTest {

    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> formats() throws IOException {
        return blocks("mtl-formats");
    }

    @TestFactory
    Stream<DynamicTest> methods() throws IOException {
        return blocks("mtl-methods");
    }

    @TestFactory
    Stream<DynamicTest> guide() throws IOException {
        return blocks("mtl-guide");
    }

    /** The committed picture is that of the commands below it. */
    @Test
    void picture() throws IOException {
        Path work = Files.createDirectory(temporary.resolve("picture"));
        ReadmeBlocks.Block block = ReadmeBlocks.read(ROOT.resolve("README.md")).stream()
                .filter(each -> each.script().contains("tasks.svg")).findFirst().orElseThrow();
        CaseShell.Outcome outcome = DocumentedRuns.run(work, block.script(), Map.of());
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(Files.readString(ROOT.resolve("test-data/demo/tasks.svg")), Files.readString(work.resolve("tasks.svg")));
    }

    private Stream<DynamicTest> blocks(String page) throws IOException {
        Path work = Files.createDirectory(temporary.resolve(page));
        DocumentedRuns.copyData(ROOT.resolve("test-data"), work);
        Map<String, String> env = Map.of("DATA", ROOT.resolve("test-data").toRealPath().toString());
        return ReadmeBlocks.read(ROOT.resolve("man/" + page + ".md")).stream()
                .map(block -> DynamicTest.dynamicTest(page + ".md:" + block.line(), () -> {
                    CaseShell.Outcome outcome = DocumentedRuns.run(work, block.script(), env);
                    assertEquals(block.code(), outcome.code(), block.script() + "\n" + outcome.err());
                    String found = outcome.out().isEmpty() ? outcome.err() : outcome.out();
                    List<String> differences = block.differences(found);
                    if (!differences.isEmpty()) {
                        fail(block.script() + "\n" + String.join("\n", differences) + "\nfound:\n" + found);
                    }
                }));
    }
}
