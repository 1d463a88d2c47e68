package org.mtl.plot;

import java.awt.Color;

/**
 * Points of a chart that belong together.
 *
 * @param name what the legend calls them
 * @param x where they stand along the first axis, finite
 * @param y as many along the second one, finite
 * @param style how they are drawn
 * @param colour their colour
 */
public record Series(String name, double[] x, double[] y, Style style, Color colour) {

    /** How points are drawn. */
    public enum Style {
        /** A disc at each. */
        DOTS,
        /** A diamond at each. */
        DIAMONDS,
        /** A large ring about each. */
        RINGS,
        /** A line from each to the next. */
        LINE,
        /** A thick line. */
        THICK_LINE,
        /** A line, and a disc at each. */
        LINE_AND_DOTS
    }

    /** A series in one of the colours that can be told apart. */
    public static Series of(String name, double[] x, double[] y, Style style, int colour) {
        return new Series(name, x, y, style, Palette.series(colour));
    }

    /** A series that stands behind the others. */
    public static Series faint(String name, double[] x, double[] y) {
        return new Series(name, x, y, Style.LINE, Palette.LIGHT);
    }
}
