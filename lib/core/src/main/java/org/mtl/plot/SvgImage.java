package org.mtl.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Writes a picture as SVG: texts stay texts, and nothing in it depends on the machine or the day. */
final class SvgImage {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final int DECIMALS = 2;

    private final List<Canvas.Anchor> anchors = new ArrayList<>();
    private final int width;
    private final int height;

    private SvgImage(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * Draws a panel and writes it.
     *
     * @param name what the picture shows, for those who cannot see it
     */
    static void write(Panel panel, String name, int width, int height, OutputStream out) throws IOException {
        new SvgImage(width, height).write(panel, name, out);
    }

    private void write(Panel panel, String name, OutputStream out) throws IOException {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setComment(null);
        context.setPrecision(DECIMALS);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(width, height));
        Canvas canvas = new Canvas(graphics, this::letters);
        canvas.fill(Palette.WHITE, 0, 0, width, height);
        panel.paint(canvas, width, height);
        Element root = graphics.getRoot();
        root.setAttributeNS(null, "viewBox", "0 0 " + width + " " + height);
        root.setAttributeNS(null, "role", "img");
        title(root, name);
        anchor(root);
        StringWriter document = new StringWriter();
        graphics.stream(root, document, false, false);
        // Without the document type, which would send readers to a server for rules that nobody keeps.
        String text = document.toString();
        out.write((PROLOG + text.substring(text.indexOf("<svg")).strip() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The text begins at the place itself; the viewer, who knows its font, moves it by its width. */
    private void letters(Graphics2D graphics, String text, Canvas.Anchor anchor) {
        anchors.add(anchor);
        graphics.drawString(text, 0, 0);
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no XML", e);
        }
    }

    private static void title(Element root, String name) {
        Element title = root.getOwnerDocument().createElementNS(NAMESPACE, "title");
        title.appendChild(root.getOwnerDocument().createTextNode(Lettering.drawable(name)));
        root.insertBefore(title, root.getFirstChild());
    }

    /** Texts stand in the tree in the order in which they were drawn. */
    private void anchor(Element root) {
        NodeList texts = root.getElementsByTagNameNS(NAMESPACE, "text");
        if (texts.getLength() != anchors.size()) {
            throw new IllegalStateException(anchors.size() + " texts drawn, " + texts.getLength() + " in the file");
        }
        for (int i = 0; i < texts.getLength(); i++) {
            if (anchors.get(i) != Canvas.Anchor.START) {
                String word = anchors.get(i) == Canvas.Anchor.END ? "end" : "middle";
                ((Element) texts.item(i)).setAttributeNS(null, "text-anchor", word);
            }
        }
    }
}
