package org.mtl.plot;

/** One drawing, which fits itself into the room that it gets. */
public interface Panel {

    /** The width, in pixels, at which all of it is easy to read. */
    int width();

    /** The height, in pixels, at which all of it is easy to read. */
    int height();

    /** Draws it into the rectangle from (0, 0) to (width, height) of the canvas. */
    void paint(Canvas canvas, int width, int height);

    /** Writes it as text. */
    void print(TextCanvas text);
}
