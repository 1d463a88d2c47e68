package org.mtl.cli.manual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.mtl.cli.Version;
import picocli.CommandLine;

/** The manual as files, and what stands in its pages. */
public final class Manual {

    private Manual() {}

    /** The roff of the pages of a folder, by file name. */
    public static Map<String, String> roff(Path folder, String date) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (ManualPage page : ManualPage.below(folder)) {
            pages.put(page.file(), Roff.of(page, date, Version.current().tool()));
        }
        return pages;
    }

    /** The HTML of commands and pages, by file name. */
    public static Map<String, String> html(Path folder, CommandLine root, String version) throws IOException {
        return HtmlManual.files(root, ManualPage.below(folder), version);
    }

    /** Writes files into a folder, which is made. */
    public static void write(Map<String, String> files, Path folder) throws IOException {
        HtmlManual.write(files, folder);
    }

    /**
     * The words that a page describes: for each heading that ends in a command and option as code, such as {@code train
     * --combine}, the code before the colon in each item of the list below it.
     */
    public static Map<String, Set<String>> words(Path file) {
        Map<String, Set<String>> words = new TreeMap<>();
        Node body = ManualPage.read(file).body();
        String option = "";
        for (Node node = body.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                option = node.getLastChild() instanceof Code code ? code.getLiteral() : "";
            } else if (node instanceof BulletList && !option.isEmpty()) {
                words.computeIfAbsent(option, key -> new TreeSet<>()).addAll(words(node));
            }
        }
        return words;
    }

    private static Set<String> words(Node list) {
        Set<String> words = new TreeSet<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            for (Node part = item.getFirstChild().getFirstChild(); part != null; part = part.getNext()) {
                if (part instanceof Code code) {
                    words.add(code.getLiteral());
                } else if (part instanceof Text text && text.getLiteral().contains(":")) {
                    break;
                }
            }
        }
        return words;
    }

    /** All code within the lines of a page, such as names of files and of columns. */
    public static Set<String> code(Path file) {
        Set<String> found = new TreeSet<>();
        ManualPage.read(file).body().accept(new AbstractVisitor() {
            @Override
            public void visit(Code code) {
                found.add(code.getLiteral());
            }
        });
        return found;
    }
}
