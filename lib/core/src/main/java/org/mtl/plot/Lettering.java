package org.mtl.plot;

import java.util.Collection;

/**
 * How much room text takes, about, and what of it can be drawn.
 *
 * <p>The widths are those of a common sans serif, rounded up, and not those of a font of this machine: an SVG file is read
 * on others, and its bytes are to be the same wherever it was made.
 */
final class Lettering {

    private static final String NARROW = "iljtfrI.,:;'|!()[] /";
    private static final String WIDE = "mwMW@%";
    private static final int LATIN = 0x2000;

    private Lettering() {}

    /** The width of a text in pixels. */
    static double width(String text, double size) {
        return size * text.codePoints().mapToDouble(Lettering::ems).sum();
    }

    /** The width of the widest of some names, each cut where it is wider than allowed; 0 without names. */
    static double widest(Collection<String> names, double size, double most) {
        return names.stream().mapToDouble(name -> width(fitted(name, size, most), size)).max().orElse(0);
    }

    /** The width of a title in bold and of a line below it. */
    static int heading(String title, String facts) {
        return 16 + (int) Math.ceil(Math.max(width(drawable(facts), 11), 1.05 * width(drawable(title), 14)));
    }

    private static double ems(int c) {
        if (c < LATIN && NARROW.indexOf(c) >= 0) {
            return 0.4;
        }
        if (c >= LATIN || WIDE.indexOf(c) >= 0) {
            return 1;
        }
        return Character.isUpperCase(c) ? 0.72 : 0.63;
    }

    /** The text, or its beginning and three dots where it is wider than allowed. */
    static String fitted(String text, double size, double most) {
        String shown = drawable(text);
        if (width(shown, size) <= most) {
            return shown;
        }
        int length = shown.length();
        while (length > 1 && width(shown.substring(0, length) + "...", size) > most) {
            length = shown.offsetByCodePoints(length, -1);
        }
        return shown.substring(0, length) + "...";
    }

    /** The text with a question mark for each character that no XML file may hold, and that no font has. */
    static String drawable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.appendCodePoint(isDrawable(c) ? c : '?'));
        return shown.toString();
    }

    private static boolean isDrawable(int c) {
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !Character.isISOControl(c) && !surrogate && (c & 0xfffe) != 0xfffe;
    }
}
