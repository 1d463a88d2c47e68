package org.mtl.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard output carries results only, whatever a library prints. */
class StandardOutputTest {

    @TempDir
    private Path folder;

    @Test
    void whatALibraryPrintsGoesToStandardError() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int code = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), NoisyMain.class.getName(), "help")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        assertEquals(0, code);
        assertEquals("talk\n", Files.readString(err, StandardCharsets.UTF_8));
        String help = Files.readString(out, StandardCharsets.UTF_8);
        assertTrue(help.startsWith("Usage: mtl") && !help.contains("talk"), help);
    }
}
