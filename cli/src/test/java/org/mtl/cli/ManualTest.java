package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.mtl.cli.manual.Manual;
import org.xml.sax.InputSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The pages of the manual that are written in Markdown: the committed roff is what they say, {@code mtl-methods} describes
 * every method that a command takes and no other, and the HTML is sound.
 *
 * <p>With {@code -Dmtl.man.accept=true}, which {@code make man} sets, the roff is rewritten; {@code -Dmtl.manual.html=DIR}, which
 * {@code make html} sets, writes the HTML.
 */
class ManualTest {

    private static final Path MAN = Path.of("../man");

    /** Options whose words say what a result looks like, or how a program behaves, and not how anything is computed. */
    private static final Set<String> NO_METHODS = Set.of("--progress", "--format", "--as", "--normalize", "--on", "--unit", "--matrix-order",
            "--pca-fit", "--pca-center", "--engine", "--device", "--feature-type", "--serving-self", "--metric", "--response",
            "--covariance-center", "--from", "--choose-by");

    @Test
    void roffIsWhatTheMarkdownSays() throws IOException {
        Map<String, String> pages = Manual.roff(MAN, releaseDate());
        boolean accept = Boolean.getBoolean("mtl.man.accept");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path file = MAN.resolve(page.getKey());
            if (accept) {
                Files.writeString(file, page.getValue());
            }
            assertTrue(Files.exists(file) && Files.readString(file).equals(page.getValue()),
                    page.getKey() + " is not what its Markdown says now: run make man and commit the change");
        }
        try (Stream<Path> files = Files.list(MAN)) {
            assertEquals(pages.keySet(), new TreeSet<>(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.[2-8]")).toList()));
        }
    }

    private static String releaseDate() throws IOException {
        Matcher date = Pattern.compile("<release.date>(.*)</release.date>").matcher(Files.readString(Path.of("../pom.xml")));
        assertTrue(date.find());
        return date.group(1);
    }

    @Test
    void everyMethodIsDescribed() {
        Map<String, Set<String>> described = Manual.words(MAN.resolve("mtl-methods.md"));
        Map<String, Set<String>> accepted = MethodLists.accepted();
        accepted.forEach((option, words) -> assertEquals(words, described.getOrDefault(option, Set.of()), option));
        assertEquals(accepted.keySet(), described.keySet());
        Set<String> formats = Manual.words(MAN.resolve("mtl-formats.md")).get("convert --from");
        assertEquals(Stream.of(ConvertFormat.values()).map(Object::toString).collect(TreeSet::new, Set::add, Set::addAll), formats);
    }

    /** An option with a choice of words is a choice of methods, unless it stands in the list of those that are not. */
    @Test
    void noChoiceIsForgotten() {
        Set<String> listed = new TreeSet<>(NO_METHODS);
        MethodLists.accepted().keySet().forEach(option -> listed.add(option.substring(option.indexOf(' ') + 1)));
        Set<String> choices = new TreeSet<>();
        collect(Mtl.commandLine(), choices);
        choices.removeAll(listed);
        assertEquals(Set.of(), choices);
    }

    private static void collect(CommandLine command, Set<String> choices) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.type().isEnum() || option.paramLabel().matches("METHOD.*")) {
                choices.add(option.longestName());
            }
        }
        command.getSubcommands().values().forEach(sub -> collect(sub, choices));
    }

    @Test
    void htmlIsSoundAndNeedsNothing() throws Exception {
        Map<String, String> files = Manual.html(MAN, Mtl.commandLine(), Version.current().tool());
        Map<String, Set<String>> anchors = new TreeMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().endsWith(".html")) {
                String text = file.getValue().substring(file.getValue().indexOf('\n') + 1);
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
                assertFalse(text.contains("<script"), file.getKey());
                anchors.put(file.getKey(), matches(text, " id=\"([^\"]*)\""));
            }
        }
        for (String file : anchors.keySet()) {
            for (String link : matches(files.get(file), " href=\"([^\"]*)\"")) {
                String[] parts = (link.startsWith("#") ? file + link : link).split("#", 2);
                assertTrue(link.startsWith("https://") || files.containsKey(parts[0]), file + " links to " + link);
                assertTrue(parts.length == 1 || anchors.get(parts[0]).contains(parts[1]), file + " links to " + link);
            }
        }
        for (CommandLine command : Mtl.commandLine().getSubcommands().values()) {
            String page = files.get(command.getCommandSpec().qualifiedName("-") + ".1.html");
            command.getCommandSpec().options().forEach(option -> assertTrue(page.contains(option.longestName()), option.longestName()));
        }
        String folder = System.getProperty("mtl.manual.html", "");
        if (!folder.isEmpty()) {
            Manual.write(files, Path.of(folder));
        }
    }

    private static Set<String> matches(String text, String pattern) {
        Set<String> found = new HashSet<>();
        for (Matcher matcher = Pattern.compile(pattern).matcher(text); matcher.find();) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Each page cites pages that there are. */
    @Test
    void citationsLead() throws IOException {
        Set<String> pages = new HashSet<>(Manual.roff(MAN, "").keySet());
        try (Stream<Path> files = Files.list(MAN)) {
            files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".adoc"))
                    .forEach(name -> pages.add(name.replace(".adoc", ".1")));
        }
        for (String page : List.of("../man/mtl-formats.md", "../man/mtl-methods.md", "../man/mtl-guide.md", "../README.md")) {
            for (Matcher cited = Pattern.compile("\\b(mtl[a-z-]*)\\((\\d)\\)").matcher(Files.readString(Path.of(page))); cited.find();) {
                assertTrue(pages.contains(cited.group(1) + "." + cited.group(2)), page + " cites " + cited.group());
            }
        }
    }
}
