package org.mtl.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.renderer.html.HtmlRenderer;
import picocli.CommandLine;

/**
 * The manual as HTML: a file for each page, an index, and one style. It needs no network and no JavaScript, and is XML as
 * well, so that a test can read it.
 */
final class HtmlManual {

    private static final Pattern CITATION = Pattern.compile("\\b(mtl(?:-[a-z]+)*)\\(([157])\\)");

    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #bbb; --back: #f4f4f4; --link: #0b5394; }
            @media (prefers-color-scheme: dark) { :root { --line: #555; --back: #222; --link: #8ab4f8; } }
            body { font: 16px/1.5 sans-serif; max-width: 54rem; margin: 0 auto; padding: 1rem; }
            nav { border-bottom: 1px solid var(--line); padding-bottom: .5rem; font-size: .9rem; }
            nav a { margin-right: .6rem; white-space: nowrap; }
            a { color: var(--link); }
            code, pre { font: .92em/1.4 monospace; background: var(--back); }
            pre { padding: .6rem; overflow-x: auto; }
            table { border-collapse: collapse; display: block; overflow-x: auto; }
            th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
            dt { margin-top: .6rem; font-family: monospace; }
            h1, h2, h3 { line-height: 1.2; }
            """;

    /** A page as it stands in a file. */
    private record Page(String title, String about, String body) {}

    private final Map<String, Page> pages = new TreeMap<>();

    private HtmlManual() {}

    /**
     * The files of the manual by name.
     *
     * @param root the command model
     * @param written the pages that are written in Markdown
     */
    static Map<String, String> files(CommandLine root, List<ManualPage> written, String version) {
        HtmlManual manual = new HtmlManual();
        manual.addCommands(root);
        written.forEach(manual::add);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("style.css", STYLE);
        files.put("index.html", manual.frame("mtl " + version, manual.contents()));
        manual.pages.forEach((name, page) -> files.put(name + ".html", manual.frame(page.title(),
                "<h1>" + page.title() + "</h1>\n<p>" + page.about() + "</p>\n" + page.body())));
        return files;
    }

    /** Writes files into a folder, which is made. */
    static void write(Map<String, String> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private void addCommands(CommandLine command) {
        CommandPage page = new CommandPage(command.getCommandSpec());
        pages.put(page.name() + ".1", new Page(page.name() + "(1)", page.about(), page.body()));
        Set.copyOf(command.getSubcommands().values()).forEach(this::addCommands);
    }

    private void add(ManualPage page) {
        page.body().accept(new Anchors());
        String body = HtmlRenderer.builder().extensions(ManualPage.EXTENSIONS)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof Heading heading) {
                        attributes.put("id", Anchors.of(heading));
                    }
                }).build().render(page.body());
        pages.put(page.file(), new Page(page.name() + "(" + page.section() + ")", escape(page.about()), sections(page) + body));
    }

    /** Links to the sections of a page. */
    private static String sections(ManualPage page) {
        StringBuilder list = new StringBuilder("<ul>\n");
        page.body().accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                if (heading.getLevel() == 2) {
                    list.append("<li><a href=\"#").append(Anchors.of(heading)).append("\">").append(escape(Anchors.text(heading)))
                            .append("</a></li>\n");
                }
            }
        });
        return list.append("</ul>\n").toString();
    }

    private String contents() {
        StringBuilder list = new StringBuilder("<h1>mtl</h1>\n<dl>\n");
        pages.forEach((name, page) -> list.append("<dt>").append(page.title()).append("</dt>\n<dd>").append(page.about()).append("</dd>\n"));
        return list.append("</dl>\n").toString();
    }

    /** The whole file: what all pages have, and in the body each citation of a page as a link to it. */
    private String frame(String title, String body) {
        StringBuilder links = new StringBuilder();
        for (String name : List.of("mtl.1", "mtl-guide.7", "mtl-methods.7", "mtl-formats.5")) {
            if (pages.containsKey(name)) {
                links.append("<a href=\"").append(name).append(".html\">").append(pages.get(name).title()).append("</a>\n");
            }
        }
        return "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
                + "<meta name=\"viewport\" content=\"width=device-width\" />\n<title>" + title + "</title>\n"
                + "<link rel=\"stylesheet\" href=\"style.css\" />\n</head>\n<body>\n<nav>\n<a href=\"index.html\">All pages</a>\n" + links
                + "</nav>\n<main>\n" + link(body) + "</main>\n</body>\n</html>\n";
    }

    private String link(String body) {
        Matcher citation = CITATION.matcher(body);
        return citation.replaceAll(found -> {
            String file = found.group(1) + "." + found.group(2);
            return pages.containsKey(file) ? "<a href=\"" + file + ".html\">" + found.group() + "</a>" : found.group();
        });
    }

    /** Text as it stands in HTML. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
