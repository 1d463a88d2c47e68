package org.mtl.plot;

import java.awt.Color;
import java.util.List;

/** Colours that nearly everybody can tell apart. */
public final class Palette {

    /** The end of what is below 0 on the diverging scale, or of what helps. */
    static final Color BLUE = new Color(0x0b, 0x4f, 0x8c);

    /** The end of what is above 0, or of what harms. */
    static final Color ORANGE = new Color(0xb3, 0x4f, 0x00);

    static final Color WHITE = Color.WHITE;
    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color FAINT = new Color(0xe2, 0xe2, 0xe2);
    static final Color LIGHT = new Color(0xc4, 0xc4, 0xc4);
    static final Color GREY = new Color(0x8a, 0x8a, 0x8a);

    /** Where there is no value. */
    static final Color EMPTY = new Color(0xd5, 0xd5, 0xd5);

    private static final Color LIGHT_BLUE = new Color(0x7f, 0xb6, 0xdf);
    private static final Color LIGHT_ORANGE = new Color(0xf5, 0xb3, 0x6b);

    /** Okabe and Ito, Color Universal Design, 2008; without yellow, hardly seen on white, and with a grey at the end. */
    private static final List<Color> SERIES = List.of(
            new Color(0x00, 0x72, 0xb2), new Color(0xd5, 0x5e, 0x00), new Color(0x00, 0x9e, 0x73),
            new Color(0xcc, 0x79, 0xa7), new Color(0xe6, 0x9f, 0x00), new Color(0x56, 0xb4, 0xe9),
            new Color(0x22, 0x22, 0x22), new Color(0x99, 0x99, 0x99));

    private Palette() {}

    /** How many series have colours of their own. */
    public static int size() {
        return SERIES.size();
    }

    /** The colour of the i-th series; they repeat after {@link #size}. */
    public static Color series(int i) {
        return SERIES.get(Math.floorMod(i, SERIES.size()));
    }

    /**
     * A colour about white: straight lines in sRGB from blue by light blue, white and light orange to orange.
     *
     * @param share from −1 (blue) by 0 (white) to 1 (orange); what lies outside has the colour of the end, NaN that of no
     *     value
     */
    public static Color diverging(double share) {
        if (Double.isNaN(share)) {
            return EMPTY;
        }
        double size = Math.min(1, Math.abs(share));
        Color middle = share < 0 ? LIGHT_BLUE : LIGHT_ORANGE;
        Color end = share < 0 ? BLUE : ORANGE;
        return size < 0.5 ? between(WHITE, middle, 2 * size) : between(middle, end, 2 * size - 1);
    }

    /** Whether text on a colour has to be white. */
    static boolean isDark(Color colour) {
        return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue() < 140;
    }

    private static Color between(Color from, Color to, double share) {
        return new Color(mixed(from.getRed(), to.getRed(), share), mixed(from.getGreen(), to.getGreen(), share),
                mixed(from.getBlue(), to.getBlue(), share));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }
}
