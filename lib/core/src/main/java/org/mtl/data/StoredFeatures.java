package org.mtl.data;

import java.util.List;
import org.mtl.io.DoubleStore;
import org.mtl.io.NumberRoom;
import org.mtl.linalg.NativeMatrix;

/** Features that were computed, n × d, in the heap or, where they are many, in mapped temporary files. */
final class StoredFeatures implements Features {

    private final List<String> names;
    private final DoubleStore values = new DoubleStore(new NumberRoom());

    /** No rows yet. */
    StoredFeatures(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * Appends rows.
     *
     * @param tile row-major, d values a row
     */
    void add(double[] tile, int count) {
        values.add(tile, 0, count * names.size());
    }

    @Override
    public int rows() {
        return names.isEmpty() ? 0 : Math.toIntExact(values.size() / names.size());
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public void copyRows(int[] rows, int from, int to, double[] tile, int stride) {
        int width = names.size();
        for (int i = from; i < to; i++) {
            values.copy((long) rows[i] * width, (rows[i] + 1L) * width, tile, (i - from) * stride);
        }
    }

    @Override
    public void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride) {
        int width = names.size();
        double[] row = new double[width];
        for (int i = 0; i < count; i++) {
            values.copy((long) rows[i] * width, (rows[i] + 1L) * width, row, 0);
            matrix.set(places[i] * stride, row, 0, width);
        }
    }
}
