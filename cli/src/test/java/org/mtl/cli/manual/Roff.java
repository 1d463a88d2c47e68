package org.mtl.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/**
 * Writes a page as roff with the macros of {@code man(7)}, for groff and mandoc.
 *
 * <p>A table of two columns becomes a list of its first cells, each with the second below; a larger one a table of
 * {@code tbl(1)}. What Markdown has and this does not know is an error, so that nothing is left out in silence.
 */
final class Roff {

    private static final String ITEM = ".IP \\(bu 2\n";

    private final StringBuilder out = new StringBuilder();

    private Roff() {}

    /**
     * The text of a page.
     *
     * @param date of the release, which stands below the page
     * @param version of the tool
     */
    static String of(ManualPage page, String date, String version) {
        Roff roff = new Roff();
        // The first line has man run tbl. Lines are not justified: cells and names of files are too long for that.
        roff.out.append("'\\\" t\n.TH ").append(escape(page.name().toUpperCase(Locale.ROOT))).append(' ').append(page.section())
                .append(' ').append(escape(date)).append(" \"mtl ").append(version).append("\" \"Mtl Manual\"\n.nh\n.ad l\n.SH NAME\n")
                .append(escape(page.name())).append(" \\- ").append(escape(page.about())).append('\n');
        roff.blocks(page.body());
        return roff.out.toString();
    }

    private void blocks(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            block(node);
        }
    }

    private void block(Node node) {
        if (node instanceof Heading heading) {
            out.append(heading.getLevel() <= 2 ? ".SH " : ".SS ").append(line(heading)).append('\n');
        } else if (node instanceof Paragraph) {
            out.append(".PP\n").append(line(node)).append('\n');
        } else if (node instanceof FencedCodeBlock code) {
            literal(code.getLiteral());
        } else if (node instanceof IndentedCodeBlock code) {
            literal(code.getLiteral());
        } else if (node instanceof BulletList || node instanceof OrderedList) {
            list(node);
        } else if (node instanceof TableBlock) {
            table(node);
        } else if (node instanceof Document) {
            blocks(node);
        } else {
            throw new IllegalArgumentException("no roff for " + node);
        }
    }

    private void literal(String text) {
        out.append(".PP\n.RS 4\n.nf\n").append(text.lines().map(Roff::escape).collect(Collectors.joining("\n"))).append("\n.fi\n.RE\n");
    }

    private void list(Node list) {
        List<Node> items = new ArrayList<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            if (!(item instanceof ListItem) || !(item.getFirstChild() instanceof Paragraph)) {
                throw new IllegalArgumentException("an item of a list begins with text");
            }
            items.add(item);
        }
        boolean ofTerms = items.stream().allMatch(item -> term(item) > 0);
        for (int i = 0; i < items.size(); i++) {
            String text = line(items.get(i).getFirstChild());
            if (ofTerms) {
                int colon = term(items.get(i));
                out.append(".TP\n").append(text, 0, colon).append('\n').append(guarded(text.substring(colon + 2))).append('\n');
            } else {
                out.append(list instanceof BulletList ? ITEM : ".IP " + (i + 1) + ". 4\n").append(text).append('\n');
            }
            more(items.get(i).getFirstChild());
        }
    }

    /** Where the colon stands after the code that an item begins with, which is what is said of it; 0 where none is. */
    private static int term(Node item) {
        String text = line(item.getFirstChild());
        int colon = text.indexOf(": ");
        return item.getFirstChild().getFirstChild() instanceof Code && colon > 0 && !text.substring(0, colon).contains("\n") ? colon : 0;
    }

    /** What follows the first paragraph of an item. */
    private void more(Node first) {
        if (first.getNext() != null) {
            out.append(".RS\n");
            for (Node next = first.getNext(); next != null; next = next.getNext()) {
                block(next);
            }
            out.append(".RE\n");
        }
    }

    private void table(Node table) {
        List<String> head = List.of();
        List<List<String>> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (part instanceof TableHead) {
                    head = cells((TableRow) row);
                } else if (part instanceof TableBody) {
                    rows.add(cells((TableRow) row));
                }
            }
        }
        if (head.size() == 2) {
            rows.forEach(row -> out.append(".TP\n").append(row.get(0)).append('\n').append(row.get(1)).append('\n'));
        } else {
            tbl(head, rows);
        }
    }

    private void tbl(List<String> head, List<List<String>> rows) {
        out.append(".PP\n.TS\ntab(|);\n");
        out.append("lB ".repeat(head.size()).strip()).append("\nlT").append(" lTx".repeat(head.size() - 1)).append(".\n");
        out.append(String.join("|", head)).append('\n');
        for (List<String> row : rows) {
            out.append(row.stream().map(cell -> "T{\n" + cell + "\nT}").collect(Collectors.joining("|"))).append('\n');
        }
        out.append(".TE\n");
    }

    private static List<String> cells(TableRow row) {
        List<String> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add(line((TableCell) cell));
        }
        return cells;
    }

    /** What stands in a block, in one line or several; no line begins with a character that roff would take for a request. */
    private static String line(Node block) {
        StringBuilder text = new StringBuilder();
        inline(block, text);
        return guarded(text.toString());
    }

    private static String guarded(String lines) {
        return lines.replaceAll("(?m)^([.'])", "\\\\&$1");
    }

    private static void inline(Node parent, StringBuilder text) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Text plain) {
                text.append(escape(plain.getLiteral()));
            } else if (node instanceof Code code) {
                text.append("\\fB").append(escape(code.getLiteral())).append("\\fP");
            } else if (node instanceof SoftLineBreak) {
                text.append('\n');
            } else if (node instanceof Emphasis || node instanceof StrongEmphasis) {
                text.append(node instanceof Emphasis ? "\\fI" : "\\fB");
                inline(node, text);
                text.append("\\fP");
            } else if (node instanceof Link link) {
                inline(link, text);
                text.append(" <").append(escape(link.getDestination())).append('>');
            } else {
                throw new IllegalArgumentException("no roff for " + node);
            }
        }
    }

    /** Text as roff prints it: a backslash and a hyphen as they are, and what is not ASCII by its code. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '"' -> escaped.append("\\(dq");
                // The separator of cells; outside of tables it is a bar as well.
                case '|' -> escaped.append("\\(ba");
                default -> escaped.append(c < 128 ? Character.toString(c) : String.format(Locale.ROOT, "\\[u%04X]", c));
            }
        });
        return escaped.length() > 0 && escaped.charAt(0) == '.' ? "\\&" + escaped : escaped.toString();
    }
}
