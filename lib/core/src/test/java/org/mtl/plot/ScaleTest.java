package org.mtl.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.io.Numbers;

class ScaleTest {

    private static List<String> labels(Scale scale) {
        return scale.ticks().stream().map(Scale.Tick::label).toList();
    }

    @Test
    void ticksAreRoundNumbers() {
        assertEquals(List.of("0", "0.2", "0.4", "0.6", "0.8", "1"), labels(Scale.between(0, 1, 5)));
        assertEquals(List.of("-2e-4", "0", "2e-4", "4e-4"), labels(Scale.between(-3.1e-4, 4.2e-4, 4)));
        assertEquals(List.of("0", "0.5e7", "1e7"), labels(Scale.between(-1, 1.1e7, 2)));
        assertEquals(List.of("7e-13", "7.5e-13", "8e-13"), labels(Scale.between(6.8e-13, 8.1e-13, 3)));
    }

    @Test
    void valuesThatAreAllEqualHaveRoom() {
        assertEquals(-1, Scale.around(0, 0, 5).from());
        assertEquals(4.5, Scale.around(5, 5, 5).from());
        assertEquals(5.5, Scale.around(5, 5, 5).to());
        assertEquals(0.5, Scale.around(new double[] {5, 5}, 5).share(5));
    }

    @Test
    void wholeNumbersHaveNoTicksBetweenThem() {
        assertEquals(List.of("8"), labels(Scale.whole(8, 8, 6)));
        assertEquals(List.of("0", "1", "2"), labels(Scale.whole(0, 2, 6)));
    }

    @Test
    void itemsStandInTheMiddleOfTheirParts() {
        Scale scale = Scale.of(List.of("a", "b"));
        assertEquals(0.25, scale.share(0));
        assertEquals(0.75, scale.share(1));
    }

    @Test
    void numbersAreRoundedToThreeDigits() {
        assertEquals("0.0123", Scale.rounded(0.012345));
        assertEquals("-1.23e-7", Scale.rounded(-1.2345e-7));
        assertEquals("1e6", Scale.rounded(999_999));
        assertEquals("0", Scale.rounded(0));
        assertEquals("NaN", Scale.rounded(Double.NaN));
    }

    @Property
    void ticksLieOnTheAxisAndSayWhereTheyStand(@ForAll @DoubleRange(min = -1e9, max = 1e9) double from,
            @ForAll @IntRange(min = -12, max = 9) int exponent, @ForAll @IntRange(min = 2, max = 12) int about) {
        double to = from + Math.max(Math.pow(10, exponent), 1e-9 * Math.abs(from));
        Scale scale = Scale.between(from, to, about);
        assertTrue(scale.ticks().size() >= about / 2 && scale.ticks().size() <= 2 * about + 1, scale.toString());
        double before = Double.NEGATIVE_INFINITY;
        for (Scale.Tick tick : scale.ticks()) {
            assertTrue(tick.value() >= from - 1e-12 * Math.abs(from) && tick.value() <= to + 1e-12 * Math.abs(to));
            assertTrue(tick.value() > before);
            assertEquals(tick.value(), Numbers.parse(tick.label()), Math.ulp(tick.value()));
            before = tick.value();
        }
    }

    @Test
    void theWidestRangeHasTicks() {
        assertTrue(Scale.around(-Double.MAX_VALUE, Double.MAX_VALUE, 5).ticks().size() < 100);
        assertTrue(Scale.around(-Double.MIN_VALUE, Double.MIN_VALUE, 5).ticks().size() < 100);
    }
}
