package org.mtl.testing;

import java.util.List;
import java.util.stream.IntStream;
import org.mtl.data.Features;
import org.mtl.linalg.NativeMatrix;

/** Features held in an array of rows. */
public record ArrayFeatures(double[][] values, List<String> names) implements Features {

    /** Features named f0, f1, …. */
    public static ArrayFeatures of(double[][] values) {
        return new ArrayFeatures(
                values, IntStream.range(0, values[0].length).mapToObj(j -> "f" + j).toList());
    }

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public void copyRows(int[] rows, int from, int to, double[] tile, int stride) {
        for (int i = from; i < to; i++) {
            System.arraycopy(values[rows[i]], 0, tile, (i - from) * stride, names.size());
        }
    }

    @Override
    public void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride) {
        for (int i = 0; i < count; i++) {
            matrix.set(places[i] * stride, values[rows[i]], 0, names.size());
        }
    }
}
