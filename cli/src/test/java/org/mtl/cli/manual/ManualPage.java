package org.mtl.cli.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page of the manual that is written in Markdown, {@code man/NAME.md}.
 *
 * <p>Its first line is {@code # NAME(SECTION)}, as manual pages are cited; the paragraph after it, one line of plain text, says
 * what the page is about. Headings of the second level are its sections.
 *
 * @param name the page's name, such as {@code mtl-formats}
 * @param section of the manual, such as 5
 * @param about what the page is about, in a line
 * @param body all after that line
 */
record ManualPage(String name, int section, String about, Node body) {

    /** Tables are the one thing that plain Markdown lacks and the pages use. */
    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private static final Pattern TITLE = Pattern.compile("([a-z-]+)\\(([1-8])\\)");

    /** The pages of a folder, by name. */
    static List<ManualPage> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().map(ManualPage::read).toList();
        }
    }

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException if it does not begin with its title and what it is about, or its title is not its name
     */
    static ManualPage read(Path file) {
        try {
            ManualPage page = parse(Files.readString(file));
            if (!file.getFileName().toString().equals(page.name() + ".md")) {
                throw new IllegalArgumentException(file + " has the title " + page.name());
            }
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ManualPage parse(String markdown) {
        Node document = Parser.builder().extensions(EXTENSIONS).build().parse(markdown);
        Node title = document.getFirstChild();
        Node about = title == null ? null : title.getNext();
        Matcher words = TITLE.matcher(title instanceof Heading ? text(title) : "");
        if (!words.matches() || !(about instanceof Paragraph) || about.getFirstChild() != about.getLastChild()) {
            throw new IllegalArgumentException("a page begins with # NAME(SECTION) and a line of plain text");
        }
        title.unlink();
        about.unlink();
        return new ManualPage(words.group(1), Integer.parseInt(words.group(2)), text(about), document);
    }

    private static String text(Node node) {
        return node.getFirstChild() instanceof Text text ? text.getLiteral() : "";
    }

    /** The name of its file below {@code man}, such as {@code mtl-formats.5}. */
    String file() {
        return name + "." + section;
    }
}
