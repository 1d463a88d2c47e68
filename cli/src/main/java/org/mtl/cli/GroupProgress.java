package org.mtl.cli;

import org.mtl.grouping.SearchSettings;
import org.mtl.io.Numbers;

/** Shows how far a search for groups has come. */
final class GroupProgress implements SearchSettings.Progress {

    /** Nanoseconds between two states, so that a terminal keeps up. */
    private static final long INTERVAL = 100_000_000;

    private final Context context;
    private long shown = System.nanoTime() - INTERVAL;
    private boolean any;

    GroupProgress(Context context) {
        this.context = context;
    }

    @Override
    public void report(double objective, double bound) {
        long now = System.nanoTime();
        if (Double.isNaN(objective) || now - shown < INTERVAL) {
            return;
        }
        shown = now;
        any = true;
        String known = Double.isInfinite(bound) ? ""
                : ", bound " + Numbers.format(rounded(bound)) + ", gap " + gap(objective, bound);
        context.progress("groups: objective " + Numbers.format(rounded(objective)) + known);
    }

    /** Ends the line. */
    void end() {
        if (any) {
            context.progress("");
        }
    }

    private static String gap(double objective, double bound) {
        double share = Math.max(0, bound - objective) / Math.abs(objective);
        return Double.isFinite(share) ? Numbers.format(Math.round(1000 * share) / 10.0) + "%" : "unknown";
    }

    /** Five digits are enough to watch. */
    private static double rounded(double value) {
        double scale = value == 0 ? 1 : Math.pow(10, 4 - Math.floor(Math.log10(Math.abs(value))));
        return Double.isFinite(scale) ? Math.round(value * scale) / scale : value;
    }
}
