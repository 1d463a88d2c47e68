package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @Property(tries = 2000)
    void readsBackToTheSameBits(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        double back = Numbers.parse(Numbers.format(value));
        assertEquals(Double.doubleToLongBits(value), Double.doubleToLongBits(back));
    }

    @Property(tries = 2000)
    void noShorterNumberReadsBack(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        Assume.that(Double.isFinite(value));
        int digits = new BigDecimal(Numbers.format(value)).stripTrailingZeros().precision();
        Assume.that(digits > 2);
        BigDecimal exact = new BigDecimal(value);
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
            BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
            assertNotEquals(value, shorter.doubleValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "3, 3", "-0.0, -0", "0.00001, 1e-5", "10000000, 1e7", "12345678, 1.2345678e7",
        "0.30000000000000004, 0.30000000000000004", "2e-3, 0.002", "2e23, 2e23", "4.9e-324, 4.9e-324",
        "1.7976931348623157e308, 1.7976931348623157e308", "NaN, NaN", "-Infinity, -Infinity"})
    void formats(double value, String expected) {
        assertEquals(expected, Numbers.format(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1f", "1D", "1f ", "0x1p3", "0X1", "1,5", "abc", "1e", "--1"})
    void refusesWhatIsNoDecimalNumber(String text) {
        assertThrows(NumberFormatException.class, () -> Numbers.parse(text));
    }

    @Test
    void parsesWithBlanksAround() {
        assertEquals(-1.5, Numbers.parse(" -1.5 "));
    }
}
