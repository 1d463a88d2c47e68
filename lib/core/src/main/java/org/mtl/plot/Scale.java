package org.mtl.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear axis.
 *
 * @param from its least value
 * @param to its largest value, above the least
 * @param ticks its marks, ascending
 */
public record Scale(double from, double to, List<Tick> ticks) {

    /** A mark: where it stands and what stands beside it. */
    public record Tick(double value, String label) {}

    /** Outside these powers of ten a tick is written with an exponent. */
    private static final int LEAST_PLAIN = -3;
    private static final int MOST_PLAIN = 5;

    /**
     * An axis for values, a little wider than they reach.
     *
     * @param least the least value, finite
     * @param largest the largest one, finite
     * @param about how many steps there are to be between ticks
     */
    public static Scale around(double least, double largest, int about) {
        double room = 0.04 * largest - 0.04 * least;
        if (!(room > 0)) {
            room = least == 0 ? 1 : 0.1 * Math.abs(least);
        }
        return between(Math.max(-Double.MAX_VALUE, least - room), Math.min(Double.MAX_VALUE, largest + room), about);
    }

    /** An axis for at least one value, all finite. */
    public static Scale around(double[] values, int about) {
        return around(Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow(), about);
    }

    /**
     * An axis with these ends, its ticks at whole multiples of 1, 2 or 5 times a power of ten.
     *
     * @param about how many steps there are to be
     */
    public static Scale between(double from, double to, int about) {
        // A range beyond the largest double is cut, where nobody will miss the end.
        double range = Math.min(to - from, Double.MAX_VALUE / 4);
        BigDecimal step = step(range / Math.max(1, about));
        BigDecimal first = new BigDecimal(from).divide(step, 0, RoundingMode.CEILING);
        BigDecimal last = new BigDecimal(to).divide(step, 0, RoundingMode.FLOOR);
        List<BigDecimal> values = new ArrayList<>();
        for (BigDecimal i = first; i.compareTo(last) <= 0; i = i.add(BigDecimal.ONE)) {
            values.add(i.multiply(step));
        }
        // One exponent for all, so that they can be compared at a glance.
        int exponent = values.stream().filter(value -> value.signum() != 0).mapToInt(Scale::exponent).max().orElse(0);
        List<Tick> ticks = values.stream().map(value -> new Tick(value.doubleValue(), label(value, exponent))).toList();
        return new Scale(from, to, ticks);
    }

    /** An axis for whole numbers: between them there are no ticks. */
    public static Scale whole(long least, long largest, int about) {
        Scale scale = around(least, largest, about);
        List<Tick> whole = scale.ticks().stream().filter(tick -> tick.value() == Math.rint(tick.value())).toList();
        return new Scale(scale.from(), scale.to(), whole);
    }

    /** An axis of items 0, …, n − 1, each in the middle of a part of its own. */
    public static Scale of(List<String> items) {
        List<Tick> ticks = new ArrayList<>();
        items.forEach(item -> ticks.add(new Tick(ticks.size(), item)));
        return new Scale(-0.5, items.size() - 0.5, List.copyOf(ticks));
    }

    /** Where a value stands on the axis: 0 at its least, 1 at its largest. */
    public double share(double value) {
        double range = to - from;
        // Only the widest of all ranges cannot be said in a double.
        return Double.isInfinite(range) ? (value / 2 - from / 2) / (to / 2 - from / 2) : (value - from) / range;
    }

    /** Of 1, 2 and 5 times a power of ten, the one whose ratio to a size is closest to 1. */
    private static BigDecimal step(double wanted) {
        BigDecimal size = new BigDecimal(wanted > 0 ? wanted : Double.MIN_NORMAL);
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(exponent(size));
        double digits = size.divide(power, MathContext.DECIMAL64).doubleValue();
        // The means of neighbours are the geometric ones.
        int factor = digits * digits < 2 ? 1 : digits * digits < 10 ? 2 : digits * digits < 50 ? 5 : 10;
        return power.multiply(BigDecimal.valueOf(factor));
    }

    /** e with 10^e ≤ |value| < 10^(e + 1). */
    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    private static String label(BigDecimal value, int exponent) {
        if (value.signum() == 0) {
            return "0";
        }
        return exponent >= LEAST_PLAIN && exponent <= MOST_PLAIN
                ? shortest(value) : shortest(value.scaleByPowerOfTen(-exponent)) + "e" + exponent;
    }

    private static String shortest(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** A number of three digits, as legends and notes write it. */
    public static String rounded(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal digits = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
        return label(digits, exponent(digits));
    }
}
