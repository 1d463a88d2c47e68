package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * The committed manual pages and completions say what the command model says.
 *
 * <p>With {@code -Dmtl.man.accept=true}, which {@code make man} sets, the committed files are rewritten instead.
 */
class DocumentationTest {

    private static final boolean ACCEPT = Boolean.getBoolean("mtl.man.accept");
    private static final Path ROOT = Path.of("..");

    @Test
    void manualPagesMatchTheCommandModel() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        write(Mtl.commandLine(), pages);
        compare(pages, ROOT.resolve("man"), ".adoc");
    }

    @Test
    void completionsMatchTheCommandModel() throws IOException {
        String bash = AutoComplete.bash("mtl", Mtl.commandLine());
        compare(Map.of("mtl.bash", bash, "_mtl", zsh(bash)), ROOT.resolve("completions"), "");
    }

    /** Zsh finds completions as functions by name; this one sets up the bash script on its first call. */
    private static String zsh(String bash) {
        return "#compdef mtl\n\nautoload -U +X bashcompinit && bashcompinit\n\n"
                + bash.substring(bash.indexOf('\n') + 1)
                + "\n# The first call has only defined the functions; answer it as well.\n"
                + "_bash_complete -o default -F _complete_mtl\n";
    }

    /** One page for a command and one for each of its subcommands. */
    private static void write(CommandLine line, Map<String, String> pages) {
        CommandSpec spec = line.getCommandSpec();
        StringWriter text = new StringWriter();
        PrintWriter page = new PrintWriter(text);
        ManPageGenerator.writeSingleManPage(page, spec);
        page.flush();
        pages.put(spec.qualifiedName("-") + ".adoc", text.toString());
        line.getSubcommands().values().stream().distinct().forEach(sub -> write(sub, pages));
    }

    private static void compare(Map<String, String> fresh, Path folder, String ending) throws IOException {
        if (ACCEPT) {
            accept(fresh, folder, ending);
            return;
        }
        String advice = folder.getFileName() + " is not what the commands say now: run make man and commit the change";
        Map<String, String> committed = read(folder, ending);
        assertEquals(fresh.keySet(), committed.keySet(), advice);
        fresh.forEach((name, text) -> assertEquals(text, committed.get(name), name + ": " + advice));
    }

    private static void accept(Map<String, String> fresh, Path folder, String ending) throws IOException {
        Files.createDirectories(folder);
        for (String stale : read(folder, ending).keySet()) {
            Files.delete(folder.resolve(stale));
            Files.deleteIfExists(folder.resolve(stale.replaceFirst("\\.adoc$", ".1")));
        }
        for (Map.Entry<String, String> file : fresh.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, String> read(Path folder, String ending) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(ending)).forEach(file -> {
                try {
                    texts.put(file.getFileName().toString(), Files.readString(file).replace("\r\n", "\n"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (NoSuchFileException e) {
            return texts;
        }
        return texts;
    }
}
