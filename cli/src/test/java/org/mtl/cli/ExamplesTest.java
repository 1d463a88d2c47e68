package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.cases.CaseShell;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * What the help and the README show is run: the examples of every command, and every {@code sh} block of the README with
 * the output below it.
 */
class ExamplesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern OUTPUT = Pattern.compile("(?:-o|--output|>)[ =]+(\\S+)");

    @TempDir
    private Path temporary;

    /** Two examples at least for every command but {@code help}, and nothing in the list of examples that is no command. */
    @Test
    void everyCommandHasExamples() {
        Map<String, List<String>> examples = new LinkedHashMap<>();
        collect(Mtl.commandLine(), examples);
        examples.forEach((name, lines) ->
                assertTrue(lines.size() >= 2, name + " --help has " + lines.size() + " examples, expected 2 or more"));
    }

    /**
     * Runs the examples in the order of the commands. Each starts with the data and with what those before it wrote,
     * except for the outputs that it names; one whose input is missing waits until another example has written it.
     */
    @TestFactory
    Stream<DynamicTest> examplesOfTheHelp() throws IOException {
        Map<String, List<String>> examples = new LinkedHashMap<>();
        collect(Mtl.commandLine(), examples);
        Deque<String> waiting = new ArrayDeque<>(examples.values().stream().flatMap(List::stream).distinct().toList());
        Path base = Files.createDirectory(temporary.resolve("base"));
        DocumentedRuns.copyData(ROOT.resolve("test-data"), base);
        List<DynamicTest> tests = new ArrayList<>();
        int missing = 0;
        while (!waiting.isEmpty()) {
            String example = waiting.remove();
            Path work = temporary.resolve("example");
            DocumentedRuns.copyNew(base, work);
            for (Matcher output = OUTPUT.matcher(example); output.find();) {
                DocumentedRuns.delete(work.resolve(output.group(1)));
            }
            CaseShell.Outcome outcome = DocumentedRuns.run(work, example, Map.of("MTL_ARGS", "-q"));
            if (outcome.code() == ExitCode.MISSING && missing < waiting.size()) {
                waiting.add(example);
                missing++;
            } else {
                missing = 0;
                tests.add(DynamicTest.dynamicTest(example, () -> assertSucceeded(example, outcome)));
                DocumentedRuns.copyNew(work, base);
            }
            DocumentedRuns.delete(work);
        }
        return tests.stream();
    }

    /** Runs the blocks of the README one after the other in one folder; in {@link ReadmeBlocks} stands which and how. */
    @TestFactory
    Stream<DynamicTest> readme() throws IOException {
        Path work = Files.createDirectory(temporary.resolve("readme"));
        Map<String, String> env = Map.of("DATA", ROOT.resolve("test-data").toRealPath().toString());
        return ReadmeBlocks.read(ROOT.resolve("README.md")).stream()
                .map(block -> DynamicTest.dynamicTest("README.md:" + block.line(), () -> {
                    CaseShell.Outcome outcome = DocumentedRuns.run(work, block.script(), env);
                    assertEquals(block.code(), outcome.code(), block.script() + "\n" + outcome.err());
                    String found = outcome.out().isEmpty() ? outcome.err() : outcome.out();
                    List<String> differences = block.differences(found);
                    if (!differences.isEmpty()) {
                        fail(block.script() + "\n" + String.join("\n", differences) + "\nfound:\n" + found);
                    }
                }));
    }

    /** An example ends well and, since it runs with {@code -q}, says nothing but warnings. */
    private static void assertSucceeded(String example, CaseShell.Outcome outcome) {
        assertEquals(0, outcome.code(), example + "\n" + outcome.err());
        List<String> other = outcome.err().lines().filter(line -> !line.startsWith("mtl: warning: ")).toList();
        assertEquals(List.of(), other, example);
    }

    private static void collect(CommandLine parent, Map<String, List<String>> examples) {
        for (CommandLine command : parent.getSubcommands().values()) {
            if (!(command.getCommand() instanceof HelpCommand)) {
                String[] footer = command.getCommandSpec().usageMessage().footer();
                List<String> lines = Arrays.stream(String.join("\n", footer).replace("\\\n", " ").split("\n"))
                        .filter(line -> line.startsWith("  ")).map(String::strip).toList();
                examples.put(command.getCommandSpec().qualifiedName(), lines);
                collect(command, examples);
            }
        }
    }
}
