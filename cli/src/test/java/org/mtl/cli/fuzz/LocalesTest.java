package org.mtl.cli.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.cli.cases.MtlRunner;

/**
 * Whatever language, digits and time zone a machine is set to, the same bytes are written and options are read alike. Tribuo
 * itself does not work in Turkish, which is why the process sets its language; see {@code HardConditionsTest}.
 */
class LocalesTest {

    @TempDir
    private Path root;

    /** A capital I without a dot, and digits of its own. */
    @Test
    void turkishAndArabicChangeNothing() throws IOException {
        assertSame(List.of("tr-TR", "ar-EG-u-nu-arab"), List.of("UTC", "Pacific/Kiritimati"));
    }

    @Tag("long")
    @Test
    void manyLanguagesChangeNothing() throws IOException {
        assertSame(List.of("tr-TR", "de-DE", "ar-EG-u-nu-arab", "az-AZ", "lt-LT", "hi-IN-u-nu-deva", "th-TH-u-ca-buddhist-nu-thai", "und"),
                List.of("UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "Europe/Dublin", "America/St_Johns", "Africa/Casablanca", "GMT"));
    }

    private void assertSame(List<String> languages, List<String> zones) throws IOException {
        Map<String, byte[]> expected = files(Locale.ROOT, TimeZone.getTimeZone("UTC"), "root");
        for (int i = 0; i < languages.size(); i++) {
            Map<String, byte[]> found = files(Locale.forLanguageTag(languages.get(i)), TimeZone.getTimeZone(zones.get(i)), languages.get(i));
            assertEquals(expected.keySet(), found.keySet(), languages.get(i));
            for (String name : expected.keySet()) {
                assertArrayEquals(expected.get(name), found.get(name), languages.get(i) + ": " + name);
            }
        }
    }

    /** All that the sample commands write, in a folder of one name, since models record where their data lay. */
    private Map<String, byte[]> files(Locale locale, TimeZone zone, String name) throws IOException {
        Locale before = Locale.getDefault();
        TimeZone zoneBefore = TimeZone.getDefault();
        Path folder = Files.createDirectory(root.resolve("samples"));
        Map<String, byte[]> files = new TreeMap<>();
        try {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
            Samples.make(Formats.testData(), folder, MtlRunner.installed().orElseThrow(),
                    command -> !command.contains("tribuo"));
        } finally {
            Locale.setDefault(before);
            TimeZone.setDefault(zoneBefore);
        }
        for (Map.Entry<String, Path> file : Samples.files(folder).entrySet()) {
            if (!file.getKey().endsWith("run.json")) {
                files.put(file.getKey(), Files.readAllBytes(file.getValue()));
            }
        }
        Files.move(folder, root.resolve("samples-" + name));
        return files;
    }
}
