package org.mtl.plot;

import java.util.List;

/** What panels are printed on as text: lines of ASCII, in colour where it is wanted. */
public final class TextCanvas {

    private static final String RESET = "\u001b[0m";

    private final StringBuilder out = new StringBuilder();
    private final int columns;
    private final boolean colour;

    /**
     * An empty one.
     *
     * @param columns how many characters a line may have, where a panel has the choice
     * @param colour whether escape sequences for colours may be used
     */
    public TextCanvas(int columns, boolean colour) {
        this.columns = columns;
        this.colour = colour;
    }

    int columns() {
        return columns;
    }

    /** Writes a line of ASCII, without the blanks at its end; names and titles have gone through {@link #ascii} before. */
    void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    /** A piece of text on the colour of a share of the diverging scale, where there are colours. */
    String onColour(String text, double share) {
        if (!colour || Double.isNaN(share)) {
            return text;
        }
        var background = Palette.diverging(share);
        var ink = Palette.isDark(background) ? Palette.WHITE : Palette.INK;
        return "\u001b[48;2;" + background.getRed() + ";" + background.getGreen() + ";" + background.getBlue() + ";38;2;"
                + ink.getRed() + ";" + ink.getGreen() + ";" + ink.getBlue() + "m" + text + RESET;
    }

    /** Labels from top to bottom, each above a cell of some characters, after an indent. */
    void upright(List<String> labels, int indent, int cell) {
        int longest = labels.stream().mapToInt(String::length).max().orElse(0);
        for (int at = 0; at < longest; at++) {
            StringBuilder row = new StringBuilder(" ".repeat(indent));
            for (String label : labels) {
                int from = at - (longest - label.length());
                row.append(" ".repeat(cell - 1)).append(from < 0 ? ' ' : label.charAt(from));
            }
            line(row.toString());
        }
    }

    /** A text of at most so many characters. */
    static String cut(String text, int most) {
        String shown = ascii(text);
        return shown.length() <= most ? shown : shown.substring(0, most - 1) + "~";
    }

    /** A text with as many blanks before it as make it so long. */
    static String right(String text, int length) {
        return " ".repeat(Math.max(0, length - text.length())) + text;
    }

    /** A text with as many blanks behind it as make it so long. */
    static String left(String text, int length) {
        return text + " ".repeat(Math.max(0, length - text.length()));
    }

    /** A text with a question mark for each character that is no printable ASCII. */
    static String ascii(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return shown.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
