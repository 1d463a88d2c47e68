package org.mtl.data.inspection;

import org.mtl.data.Features;

/**
 * A 64-bit hash of each row's features, 8 bytes a row: of 10 million different rows, two have the same one with a
 * probability of 3 in a million.
 */
final class RowHashes {

    private static final int TILE_ROWS = 1024;
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

    private RowHashes() {}

    /** The hashes of all rows; equal numbers have equal hashes, 0 and −0 among them. */
    static long[] of(Features features) {
        int d = features.names().size();
        long[] hashes = new long[features.rows()];
        int[] rows = new int[TILE_ROWS];
        double[] tile = new double[TILE_ROWS * d];
        for (int from = 0; from < hashes.length; from += TILE_ROWS) {
            int count = Math.min(TILE_ROWS, hashes.length - from);
            for (int i = 0; i < count; i++) {
                rows[i] = from + i;
            }
            features.copyRows(rows, 0, count, tile, d);
            for (int i = 0; i < count; i++) {
                hashes[from + i] = hash(tile, i * d, d);
            }
        }
        return hashes;
    }

    private static long hash(double[] values, int at, int count) {
        long hash = count;
        for (int j = at; j < at + count; j++) {
            // −0 + 0 is 0.
            long bits = Double.doubleToLongBits(values[j] + 0.0);
            hash = Long.rotateLeft(hash ^ bits * FIRST, 29) * SECOND;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
