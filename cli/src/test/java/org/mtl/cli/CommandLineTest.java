package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.io.Json;

/** How a command line is put together and refused: {@code MTL_ARGS}, argument files, the environment, messages. */
class CommandLineTest {

    private static final String SEE = "; see mtl help train\n";

    @TempDir
    private Path folder;

    private record Result(int code, String out, String err) {}

    @Test
    void argumentsStandInAFileOnePerLine() throws IOException {
        data("my data.csv");
        write("common.args", "# the roles\n--task\ngroup\n\n--target\ny\n");
        write("run.args", "train\r\nmy data.csv\r\n-q\r\n");
        assertEquals(new Result(0, "", ""), run("@run.args", "@common.args", "--threads", "1", "-o", "my model"));
        assertEquals(List.of("train", "my data.csv", "--task", "group", "--target", "y"), command("my model"));
    }

    @Test
    void anArgumentFileThatIsMissingIsNoArgument() throws IOException {
        Result result = run("train", "@absent.args", "-o", "model");
        assertEquals(66, result.code);
        assertTrue(result.err.startsWith("mtl: ") && result.err.contains("absent.args"), result.err);
        assertOneLine(result.err);
        assertEquals(List.of(), names());
    }

    @Test
    void defaultsComeFromTheEnvironment() throws IOException {
        data("data.csv");
        Map<String, String> environment = Map.of("MTL_ARGS", " --task group\t--target=y -q --threads 1 --lambda 0.3 ");
        assertEquals(new Result(0, "", ""), run(environment, "train", "data.csv", "-o", "preset"));
        assertEquals("0.3", lambda("preset"));
        assertEquals(new Result(0, "", ""), run(environment, "train", "data.csv", "--lambda", "0.5", "-o", "explicit"));
        assertEquals("0.5", lambda("explicit"));
    }

    @Test
    void defaultsAreOptionsToResume() throws IOException {
        data("data.csv");
        String[] train = {"train", "data.csv", "--task", "group", "--target", "y", "-q", "--resume", "-o", "model"};
        assertEquals(new Result(0, "", ""), run(Map.of("MTL_ARGS", "--lambda 0.3 --threads 1 --no-intercept"), train));
        assertEquals(List.of("train", "data.csv", "--task", "group", "--target", "y", "--lambda", "0.3", "--no-intercept"),
                command("model"));
        assertEquals(new Result(0, "", ""), run(Map.of("MTL_ARGS", "--no-intercept --lambda 0.3"), train));
        Result other = run(Map.of("MTL_ARGS", "--no-intercept --lambda 0.5"), train);
        String message = "mtl: --resume: " + folder.resolve("model") + " was made with other options" + SEE;
        assertEquals(new Result(2, "", message), other);
    }

    @Test
    void defaultsThatNoCommandKnowsAreRefused() throws IOException {
        Result unknown = run(Map.of("MTL_ARGS", "--treads 1"), "train", "data.csv", "-o", "model");
        assertEquals(2, unknown.code);
        assertTrue(unknown.err.startsWith("mtl: MTL_ARGS: '--treads'"), unknown.err);
        assertOneLine(unknown.err);
        Result cut = run(Map.of("MTL_ARGS", "-q --threads"), "train", "data.csv", "-o", "model");
        assertEquals(2, cut.code);
        assertTrue(cut.err.startsWith("mtl: MTL_ARGS: --threads needs a value"), cut.err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "two", "1.5", " ", "99999999999"})
    void aWrongNumberOfThreadsInTheEnvironmentIsRefused(String threads) throws IOException {
        data("data.csv");
        Result result = run(Map.of("MTL_THREADS", threads),
                "train", "data.csv", "--task", "group", "--target", "y", "-o", "model");
        assertEquals(new Result(2, "",
                "mtl: MTL_THREADS: expected a whole number of at least 1, found '" + threads + "'" + SEE), result);
        assertEquals(List.of("data.csv"), names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--lambada", "--lambda", "--standardize", "-x", "--threads", "--seed=x", "--sharing=some",
            "--resume=yes", "--lamb=1", "-qv"})
    void aWrongOptionIsSaidInOneLine(String option) {
        Result result = run("train", "data.csv", "-o", "model", option);
        assertEquals(2, result.code);
        assertEquals("", result.out);
        assertOneLine(result.err);
        assertTrue(result.err.startsWith("mtl: ") && result.err.endsWith(SEE), result.err);
        assertTrue(result.err.contains(option.replaceFirst("=.*", "")), result.err);
        assertFalse(result.err.contains("Usage"), result.err);
    }

    @Test
    void aCommandIsNeeded() {
        assertEquals(new Result(2, "", "mtl: a command is missing; see mtl help\n"), run());
        Result unknown = run("trian");
        assertEquals(2, unknown.code);
        assertTrue(unknown.err.contains("'trian'") && unknown.err.endsWith("; see mtl help\n"), unknown.err);
        assertOneLine(unknown.err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1"})
    void nothingIsColoured(String noColor) {
        Map<String, String> environment = Map.of("NO_COLOR", noColor, "CLICOLOR_FORCE", "1", "TERM", "xterm-256color");
        for (String[] words : List.of(new String[] {"help"}, new String[] {"train", "--help"}, new String[] {"trian"})) {
            Result result = run(environment, words);
            assertFalse((result.out + result.err).contains("\u001b"), String.join(" ", words));
        }
    }

    @Test
    void aReaderThatWentAwayIsNoError() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream closed = failing("Broken pipe");
        assertEquals(0, run(closed, err));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anOutputThatCannotBeWrittenIsAnError() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(74, run(failing("No space left on device"), err));
        assertEquals("mtl: standard output: No space left on device\n", err.toString(StandardCharsets.UTF_8));
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(why);
            }
        };
    }

    private int run(OutputStream out, ByteArrayOutputStream err) {
        return Mtl.run(new String[] {"help"}, new ByteArrayInputStream(new byte[0]), out,
                new PrintStream(err, true, StandardCharsets.UTF_8), Map.of(), folder);
    }

    private Result run(String... words) {
        return run(Map.of(), words);
    }

    private Result run(Map<String, String> environment, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Mtl.run(words, new ByteArrayInputStream(new byte[0]), out,
                new PrintStream(err, true, StandardCharsets.UTF_8), environment, folder);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void data(String name) throws IOException {
        write(name, "group,x,y,split\na,1,2.5,train\na,2,3.5,train\nb,1,1.5,train\nb,3,2.5,train\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private List<?> command(String model) {
        return (List<?>) Json.read(folder.resolve(model).resolve("model.json")).get("command");
    }

    private Object lambda(String model) {
        return ((Map<?, ?>) Json.read(folder.resolve(model).resolve("model.json")).get("options")).get("lambda");
    }

    private static void assertOneLine(String text) {
        assertEquals(1, text.lines().count(), text);
    }
}
