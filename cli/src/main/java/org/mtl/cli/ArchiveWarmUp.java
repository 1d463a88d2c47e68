package org.mtl.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs representative command lines in one process, so that the class-data archive written at its end holds what real
 * runs load. Started by the distribution's {@code make-archive} in an empty working folder.
 */
public final class ArchiveWarmUp {

    private ArchiveWarmUp() {}

    /**
     * Runs each line of a file as a command line.
     *
     * @param args the file; its empty lines and those beginning with {@code #} are skipped, words are split at spaces
     * @throws IOException if the file cannot be read
     */
    public static void main(String[] args) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        System.setOut(nowhere);
        System.setErr(nowhere);
        System.setProperty("java.util.logging.config.class", Main.NoLogging.class.getName());
        // Main answers --version by itself; no line of the file goes through there.
        nowhere.println(Main.class.getName() + Version.current().lines());
        try (BufferedReader lines = Files.newBufferedReader(Path.of(args[0]))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    run(List.of(line.strip().split(" +")), nowhere);
                }
            }
        }
    }

    /** A command that fails has still loaded its classes; the archive only makes starts faster. */
    private static void run(List<String> words, PrintStream nowhere) {
        try {
            Mtl.run(words.toArray(String[]::new), InputStream.nullInputStream(), nowhere, nowhere, Map.of(), Path.of(""));
        } catch (RuntimeException e) {
            nowhere.println(e);
        }
    }
}
