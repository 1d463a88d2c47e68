package org.mtl.cli;

import java.util.Locale;

/** Shows how many rows are done, how many a second, and how long the rest will take. */
final class RowProgress {

    private static final long NANOSECONDS = 1_000_000_000;

    private final long rows;
    private final Context context;
    private final long started = System.nanoTime();
    private long done;
    private long shown;

    RowProgress(long rows, Context context) {
        this.rows = rows;
        this.context = context;
    }

    /** Counts further rows; shows the state at most twice a second. */
    void add(long count) {
        done += count;
        long now = System.nanoTime();
        if (now - shown > NANOSECONDS / 2) {
            shown = now;
            context.progress(state(done, rows, (now - started) / (double) NANOSECONDS));
        }
    }

    /** What is shown after some rows and seconds. */
    static String state(long done, long rows, double seconds) {
        double rate = done / Math.max(seconds, 1e-9);
        return String.format(Locale.ROOT, "%d of %d rows, " + (rate < 10 ? "%.1f" : "%.0f") + " rows a second, %s left", done, rows,
                rate, left((long) Math.ceil((rows - done) / rate)));
    }

    private static String left(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds < 3600 ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** The last state. */
    void end() {
        context.progress(state(done, rows, (System.nanoTime() - started) / (double) NANOSECONDS));
        context.progress("");
    }
}
