package org.mtl.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** What panels draw on, pixels from the upper left corner. */
public final class Canvas {

    /** Which part of a text stands at the place that is named. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** How a drawing surface puts a text down. */
    interface Letters {
        void draw(Graphics2D graphics, String text, Anchor anchor);
    }

    private final Graphics2D graphics;
    private final Letters letters;

    Canvas(Graphics2D graphics, Letters letters) {
        this.graphics = graphics;
        this.letters = letters;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    /** What charts are painted with, moved by so much, inside a rectangle of this size. */
    Graphics2D part(double x, double y, double width, double height) {
        Graphics2D part = (Graphics2D) graphics.create();
        part.translate(x, y);
        part.clip(new Rectangle2D.Double(0, 0, width, height));
        return part;
    }

    /** A canvas whose corner lies elsewhere. */
    Canvas moved(double x, double y) {
        Graphics2D part = (Graphics2D) graphics.create();
        part.translate(x, y);
        return new Canvas(part, letters);
    }

    /** Fills a rectangle, with edges as sharp as pixels are. */
    void fill(Color colour, double x, double y, double width, double height) {
        sharp(colour, () -> graphics.fill(new Rectangle2D.Double(x, y, width, height)));
    }

    /** Draws the edge of a rectangle. */
    void frame(Color colour, double thickness, double x, double y, double width, double height) {
        stroke(colour, thickness, new Rectangle2D.Double(x, y, width, height));
    }

    void line(Color colour, double thickness, double x1, double y1, double x2, double y2) {
        stroke(colour, thickness, new Line2D.Double(x1, y1, x2, y2));
    }

    /** Draws a dashed line. */
    void dashed(Color colour, double x1, double y1, double x2, double y2) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void disc(Color colour, double x, double y, double radius) {
        graphics.setColor(colour);
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    void ring(Color colour, double x, double y, double radius) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    void diamond(Color colour, double x, double y, double radius) {
        Path2D path = new Path2D.Double();
        path.moveTo(x - radius, y);
        path.lineTo(x, y - radius);
        path.lineTo(x + radius, y);
        path.lineTo(x, y + radius);
        path.closePath();
        graphics.setColor(colour);
        graphics.fill(path);
    }

    private void stroke(Color colour, double thickness, Shape shape) {
        sharp(colour, () -> {
            graphics.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            graphics.draw(shape);
        });
    }

    /** Cells that touch each other would show a seam if their edges were smoothed. */
    private void sharp(Color colour, Runnable drawing) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        graphics.setColor(colour);
        drawing.run();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    /** Writes a text on a base line. */
    void text(String text, double size, double x, double y, Anchor anchor) {
        text(text, Font.PLAIN, Palette.INK, size, x, y, anchor, false);
    }

    void text(String text, Color colour, double size, double x, double y, Anchor anchor) {
        text(text, Font.PLAIN, colour, size, x, y, anchor, false);
    }

    void bold(String text, double size, double x, double y, Anchor anchor) {
        text(text, Font.BOLD, Palette.INK, size, x, y, anchor, false);
    }

    /** Writes a text upwards, on a base line to its right. */
    void textUp(String text, double size, double x, double y, Anchor anchor) {
        text(text, Font.PLAIN, Palette.INK, size, x, y, anchor, true);
    }

    private void text(String text, int style, Color colour, double size, double x, double y, Anchor anchor, boolean up) {
        if (text.isEmpty()) {
            return;
        }
        AffineTransform before = graphics.getTransform();
        graphics.setFont(new Font(Font.SANS_SERIF, style, 1).deriveFont((float) size));
        graphics.setColor(colour);
        graphics.translate(x, y);
        if (up) {
            graphics.rotate(-Math.PI / 2);
        }
        letters.draw(graphics, Lettering.drawable(text), anchor);
        graphics.setTransform(before);
    }
}
