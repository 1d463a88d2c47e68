package org.mtl.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Panels beside each other and below each other.
 *
 * @param panels at least one, line by line
 * @param perLine how many stand beside each other
 */
public record Picture(List<Panel> panels, int perLine) implements Panel {

    /** One panel alone is a picture as well. */
    public Picture {
        if (panels.isEmpty() || perLine < 1) {
            throw new IllegalArgumentException(panels.size() + " panels, " + perLine + " a line");
        }
        panels = List.copyOf(panels);
    }

    private int lines() {
        return (panels.size() + perLine - 1) / perLine;
    }

    private int columnWidth() {
        return panels.stream().mapToInt(Panel::width).max().orElseThrow();
    }

    private int lineHeight() {
        return panels.stream().mapToInt(Panel::height).max().orElseThrow();
    }

    @Override
    public int width() {
        return columnWidth() * Math.min(perLine, panels.size());
    }

    @Override
    public int height() {
        return lineHeight() * lines();
    }

    @Override
    public void paint(Canvas canvas, int width, int height) {
        int wide = width / Math.min(perLine, panels.size());
        int high = height / lines();
        for (int i = 0; i < panels.size(); i++) {
            panels.get(i).paint(canvas.moved(i % perLine * wide, i / perLine * high), wide, high);
        }
    }

    @Override
    public void print(TextCanvas text) {
        for (int i = 0; i < panels.size(); i++) {
            if (i > 0) {
                text.line("");
            }
            panels.get(i).print(text);
        }
    }

    /** Writes it as SVG. */
    public void writeSvg(String name, int width, int height, OutputStream out) throws IOException {
        SvgImage.write(this, name, width, height, out);
    }

    /** Writes it as PNG, with twice as many pixels along each axis. */
    public void writePng(int width, int height, OutputStream out) throws IOException {
        PngImage.write(this, width, height, out);
    }
}
