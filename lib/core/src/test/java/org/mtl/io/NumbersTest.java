package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
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

    @Property(tries = 5000)
    void charactersGiveTheNumberOfTheString(@ForAll long bits, @ForAll @IntRange(min = 1, max = 30) int digits) {
        double value = Double.longBitsToDouble(bits);
        sameAsTheString(Double.toString(value));
        sameAsTheString(Numbers.format(value));
        Assume.that(Double.isFinite(value));
        sameAsTheString(new BigDecimal(value).round(new MathContext(digits)).toString());
        sameAsTheString(new BigDecimal(bits).movePointLeft(digits).toPlainString());
        sameAsTheString(new BigDecimal(bits >> 2 * digits).movePointLeft(digits % 18).toPlainString());
    }

    /** Exactly between two doubles the even one is nearest, and one digit far behind decides otherwise. */
    @Property(tries = 1000)
    void charactersGiveTheNearestNumberNearHalves(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        double next = Math.nextUp(value);
        Assume.that(Double.isFinite(value) && Double.isFinite(next));
        BigDecimal half = new BigDecimal(value).add(new BigDecimal(next)).divide(BigDecimal.valueOf(2));
        BigDecimal little = half.ulp().movePointLeft(3);
        for (BigDecimal exact : new BigDecimal[] {half, half.add(little), half.subtract(little)}) {
            sameAsTheString(exact.toString());
        }
        sameAsTheString(half.toPlainString());
    }

    @Property(tries = 5000)
    void charactersAreRefusedWhereTheStringIs(
            @ForAll @CharRange(from = '0', to = '9') @Chars({'.', 'e', 'E', '+', '-', 'x', 'X', 'f', 'd', 'p', '_', ' ', '\t',
                '\u00a0', '\u0660', 'N', 'a', '\u0000'}) @StringLength(max = 8) String text) {
        sameAsTheString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "-", "+", "+1", "-.5", "5.", "-5.e-3", "1e", "1e+", "1e400", "-1e400", "1e-400", "-1e-400",
        "0e99999999999", "1e99999999999", "1e-99999999999", "0x1p3", "-0x1p3", "0x1", "0X1.8P1", "1f", "1d", "1_000", "NaN",
        "-NaN", "nan", "Infinity", "-Infinity", "inf", "1 ", " 1", "1\u0000", "\u00a01", "0", "-0", "-0.0", "4.9e-324",
        "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308", "2.2250738585072012e-308",
        "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308",
        "9007199254740993", "9007199254740992",
        "900719925474099.3", "-9007199254740993", "-.", "..1", "1.-", "99999999999999999", "999999999999999999",
        ".00000000000000001", "-.0000000000000001", "--1", "1-1", "9007199254740992.999999999999999999999999999999",
        "0.1e-6", "123456789012345678901234567890e-30"})
    void charactersGiveTheSameAtTheBorders(String text) {
        sameAsTheString(text);
    }

    @Test
    void charactersOfALongNumberGiveTheSame() {
        sameAsTheString("0." + "0".repeat(5000) + "123e4990");
        sameAsTheString("9".repeat(4000) + "e-3990");
        sameAsTheString("1" + "0".repeat(3000) + "1.5");
    }

    private static void sameAsTheString(String text) {
        char[] around = ("7" + text + "7").toCharArray();
        OptionalLong expected = bits(() -> Numbers.parse(text));
        assertEquals(expected, bits(() -> Numbers.parse(around, 1, around.length - 1)), () -> "of '" + text + "'");
    }

    private static OptionalLong bits(DoubleSupplier number) {
        try {
            return OptionalLong.of(Double.doubleToLongBits(number.getAsDouble()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
