package org.mtl.cli;

import java.util.Locale;

/** How long work goes on if it goes on as it went so far. */
final class TimeLeft {

    private final long began = System.nanoTime();

    /** The time left, such as {@code 12 s left} or {@code 1:05 h left}, after a part of the work since this was made. */
    String after(long done, long all) {
        return text((System.nanoTime() - began) / 1e9 / done * (all - done)) + " left";
    }

    static String text(double seconds) {
        long whole = (long) Math.ceil(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole % 3600 / 60);
    }
}
