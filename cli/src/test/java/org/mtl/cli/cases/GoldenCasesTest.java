package org.mtl.cli.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every golden case of {@code test-data/cases}; its README has the format.
 *
 * <p>System properties:
 * <ul>
 *   <li>{@code mtl.cases.only=train/npy}: cases whose name starts so;</li>
 *   <li>{@code mtl.cases.accept=true}: what the warm run writes becomes the expectation, and nothing fails but a changed
 *       exit code; {@code mtl.cases.accept=codes}: exit codes too;</li>
 *   <li>{@code mtl.home=FOLDER}: the distribution for the launcher's runs, without which they are skipped.</li>
 * </ul>
 */
class GoldenCasesTest {

    private static final DescribedFiles MANUAL = new DescribedFiles(testData().resolveSibling("man/mtl-formats.md"));

    @TempDir
    private Path temporary;

    /** Every case in this process. */
    @TestFactory
    Stream<DynamicTest> warm() throws IOException {
        Optional<MtlRunner> mtl = MtlRunner.installed();
        if (mtl.isEmpty()) {
            return skipped("org.mtl.cli.Mtl is not there");
        }
        return tests("warm", test -> true, (sandbox, script) -> sandbox.warm(mtl.get(), script), accepting());
    }

    /** The marked cases through {@code /bin/sh} and the real launcher: arguments, streams and exit codes of a process. */
    @TestFactory
    Stream<DynamicTest> launcher() throws IOException {
        String home = System.getProperty("mtl.home", "");
        if (home.isEmpty()) {
            return skipped("no -Dmtl.home=DISTRIBUTION given");
        }
        Path folder = Path.of(home).toAbsolutePath().normalize();
        if (!Files.isExecutable(folder.resolve("bin/mtl"))) {
            return Stream.of(DynamicTest.dynamicTest("launcher", () -> fail(folder + " has no bin/mtl")));
        }
        return tests("launcher", GoldenCase::forLauncher, (sandbox, script) -> sandbox.launcher(folder, script), "");
    }

    private interface Run {
        CaseShell.Outcome of(CaseSandbox sandbox, String script) throws IOException, InterruptedException;
    }

    private Stream<DynamicTest> tests(String kind, Predicate<GoldenCase> filter, Run run, String accept)
            throws IOException {
        Path data = testData();
        String only = System.getProperty("mtl.cases.only", "");
        List<GoldenCase> cases = GoldenCase.below(data.resolve("cases")).stream().filter(filter)
                .filter(test -> test.name().startsWith(only)).toList();
        assertFalse(cases.isEmpty() && only.isEmpty(), "no golden case below " + data);
        return cases.stream().map(test -> DynamicTest.dynamicTest(test.name(), test.folder().resolve("cmd").toUri(),
                () -> check(test, new CaseSandbox(Files.createDirectories(temporary.resolve(kind)
                        .resolve(test.name())), data), run, accept)));
    }

    private static void check(GoldenCase test, CaseSandbox sandbox, Run run, String accept)
            throws IOException, InterruptedException {
        CaseShell.Outcome found = run.of(sandbox, test.script());
        assertEquals(List.of(), sandbox.partials(), test.name() + " left something half-written");
        assertEquals(List.of(), sandbox.strays(), test.name() + " wrote to the home folder");
        assertEquals(List.of(), sandbox.undescribed(MANUAL), test.name() + " wrote what man/mtl-formats.md does not describe");
        if (!accept.isEmpty()) {
            List<String> changed = test.accept(found, sandbox.files(), accept.equals("codes"));
            if (!changed.isEmpty()) {
                System.out.println("accepted: " + test.name() + ": " + String.join(", ", changed));
            }
            return;
        }
        List<String> differences = test.differences(found, sandbox.files());
        if (!differences.isEmpty()) {
            fail(test.name() + "\n" + test.script().indent(4) + String.join("\n", differences));
        }
    }

    private static String accepting() {
        String accept = System.getProperty("mtl.cases.accept", "");
        return accept.equals("false") ? "" : accept;
    }

    /** One test that shows up as skipped, with the reason. */
    private static Stream<DynamicTest> skipped(String reason) {
        return Stream.of(DynamicTest.dynamicTest("skipped: " + reason, () -> abort(reason)));
    }

    /** Tests run in the module's folder; the data stands at the top of the project. */
    static Path testData() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("test-data/cases"))) {
                return folder.resolve("test-data");
            }
        }
        throw new AssertionError("no folder test-data/cases above " + Path.of("").toAbsolutePath());
    }
}
