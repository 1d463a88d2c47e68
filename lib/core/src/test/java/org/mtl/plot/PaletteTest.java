package org.mtl.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PaletteTest {

    @Test
    void theEndsAndTheMiddleAreAsNamed() {
        assertEquals(Color.WHITE, Palette.diverging(0));
        assertEquals(Palette.BLUE, Palette.diverging(-1));
        assertEquals(Palette.ORANGE, Palette.diverging(1));
        assertEquals(Palette.ORANGE, Palette.diverging(7));
        assertEquals(Palette.BLUE, Palette.diverging(Double.NEGATIVE_INFINITY));
        assertEquals(Palette.EMPTY, Palette.diverging(Double.NaN));
    }

    /** A quarter is half way from white to light orange, (245, 179, 107): 255 − 5, 255 − 38, 255 − 74. */
    @Test
    void betweenThemColoursAreMixed() {
        assertEquals(new Color(250, 217, 181), Palette.diverging(0.25));
        assertEquals(new Color(0xf5, 0xb3, 0x6b), Palette.diverging(0.5));
        assertEquals(new Color(0x7f, 0xb6, 0xdf), Palette.diverging(-0.5));
    }

    @Property
    void aLargerSizeIsDarker(@ForAll @DoubleRange(min = -1, max = 1) double share) {
        double further = share + Math.copySign(0.05, share);
        assertTrue(luminance(Palette.diverging(further)) <= luminance(Palette.diverging(share)) + 1e-12);
    }

    /** From a tenth of the scale on, the signs differ for people without red or without green cones about as for others. */
    @Property
    void bothSignsLookDifferentToEverybody(@ForAll @DoubleRange(min = 0.1, max = 1) double size) {
        double[][] blindness = {PROTANOPIA, DEUTERANOPIA};
        for (double[] matrix : blindness) {
            double[] below = seen(Palette.diverging(-size), matrix);
            double[] above = seen(Palette.diverging(size), matrix);
            // Blue against the sum of red and green is what they tell colours apart by.
            double difference = (below[2] - below[0]) - (above[2] - above[0]);
            assertTrue(difference > 0.05, size + ": " + difference);
        }
    }

    /** Viénot, Brettel and Mollon, Digital video colourmaps for checking the legibility of displays by dichromats, 1999. */
    private static final double[] PROTANOPIA = {0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1};
    private static final double[] DEUTERANOPIA = {0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1};

    private static double[] seen(Color colour, double[] matrix) {
        double[] linear = {linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())};
        double[] seen = new double[3];
        for (int i = 0; i < 9; i++) {
            seen[i / 3] += matrix[i] * linear[i % 3];
        }
        return seen;
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed()) + 0.7152 * linear(colour.getGreen()) + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int value) {
        double share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
