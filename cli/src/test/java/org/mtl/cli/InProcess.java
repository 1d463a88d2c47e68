package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What one command line did inside this process.
 *
 * @param code the exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error, the working folder's path cut out
 */
record InProcess(int code, byte[] out, String err) {

    /** Runs a command in a folder, with nothing on standard input. */
    static InProcess run(Path folder, String... args) {
        return run(folder, new byte[0], args);
    }

    /** Runs a command in a folder. */
    static InProcess run(Path folder, byte[] in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Mtl.run(args, new ByteArrayInputStream(in), out, new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("MTL_THREADS", "1"), folder);
        return new InProcess(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8).replace(folder + "/", ""));
    }

    /** Runs a command that must succeed. */
    static InProcess done(Path folder, String... args) {
        InProcess run = run(folder, args);
        assertEquals(0, run.code, run.err);
        return run;
    }

    /** Standard output as text. */
    String text() {
        return new String(out, StandardCharsets.UTF_8);
    }

    /** Makes sure that the command failed with a code and one line, and wrote no result. */
    void assertFailed(int expectedCode, String line) {
        assertEquals(line + "\n", err);
        assertEquals(expectedCode, code);
        assertEquals("", text());
    }
}
