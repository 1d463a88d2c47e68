package org.mtl.cli.manual;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/** Names of headings to link to; visiting a page makes sure that no two of its headings have one name. */
final class Anchors extends AbstractVisitor {

    private final Set<String> names = new HashSet<>();

    @Override
    public void visit(Heading heading) {
        if (!names.add(of(heading))) {
            throw new IllegalArgumentException("two headings have the name " + of(heading));
        }
    }

    /** A heading's words in small letters, joined by hyphens. */
    static String of(Heading heading) {
        return text(heading).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** A heading's text without its marks. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        for (Node part = node.getFirstChild(); part != null; part = part.getNext()) {
            if (part instanceof Text plain) {
                text.append(plain.getLiteral());
            } else if (part instanceof Code code) {
                text.append(code.getLiteral());
            } else {
                text.append(text(part));
            }
        }
        return text.toString();
    }
}
