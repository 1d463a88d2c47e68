package org.mtl.grouping;

/**
 * A time at which a search ends with the best it has found.
 *
 * @param nanoTime the time by {@link System#nanoTime}
 * @param limited whether there is one at all
 */
public record Deadline(long nanoTime, boolean limited) {

    /** No limit. */
    public static final Deadline NONE = new Deadline(0, false);

    /** A number of seconds from now; NONE if it is infinite. */
    public static Deadline after(double seconds) {
        return seconds >= 1e9 ? NONE : new Deadline(System.nanoTime() + Math.round(seconds * 1e9), true);
    }

    /** The seconds that are left, at least 0; infinite without a limit. */
    public double seconds() {
        return limited ? Math.max(0, (nanoTime - System.nanoTime()) / 1e9) : Double.POSITIVE_INFINITY;
    }

    /** Whether the time has come. */
    public boolean isOver() {
        return limited && nanoTime - System.nanoTime() <= 0;
    }
}
