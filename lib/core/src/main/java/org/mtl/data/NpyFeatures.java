package org.mtl.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.MappedNpy;
import org.mtl.io.Numbers;
import org.mtl.linalg.NativeMatrix;

/**
 * Features that stay in an NPY file, n × m, of which d columns are taken. Memory does not grow with the rows: they are
 * copied out of mapped windows whenever they are wanted.
 */
public final class NpyFeatures implements Features {

    /** Values per piece of the check, 2 MiB. */
    private static final int PIECE = 1 << 18;

    private final MappedNpy array;
    private final List<String> names;
    private final int[] chosen;
    private final Optional<ImageShape> image;
    private final int first;
    private final int span;

    private NpyFeatures(MappedNpy array, List<String> names, int[] chosen, Optional<ImageShape> image) {
        this.array = array;
        this.names = names;
        this.chosen = chosen;
        // A part of an image has no axes.
        this.image = chosen.length == array.columns() ? image : Optional.empty();
        this.first = chosen.length == 0 ? 0 : chosen[0];
        this.span = chosen.length == 0 ? 0 : chosen[chosen.length - 1] - first + 1;
    }

    /** Opens a file of rows without axes of their own. */
    static NpyFeatures open(Path file, List<String> columns, int[] chosen) {
        return open(file, columns, chosen, Optional.empty());
    }

    /**
     * Opens a file of at most 2³¹ − 1 rows and reads it once, to see that all values of the chosen columns are finite.
     *
     * @param columns the names of all columns
     * @param chosen the positions of those that are taken, ascending
     * @param image the axes of a whole row, where it has three
     * @throws MtlException (DATA) with the row and the column if a value is not finite; as {@link MappedNpy#open} and
     *     {@link MappedNpy#copying} say
     */
    static NpyFeatures open(Path file, List<String> columns, int[] chosen, Optional<ImageShape> image) {
        MappedNpy array = MappedNpy.open(file);
        NpyFeatures features =
                new NpyFeatures(array, IntStream.of(chosen).mapToObj(columns::get).toList(), chosen.clone(), image);
        features.requireFinite();
        return features;
    }

    @Override
    public int rows() {
        return (int) array.rows();
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Optional<ImageShape> image() {
        return image;
    }

    @Override
    public void copyRows(int[] rows, int from, int to, double[] tile, int stride) {
        if (chosen.length == array.columns() && stride == array.columns()) {
            array.copying(() -> copyRuns(rows, from, to, tile));
        } else {
            array.copying(() -> {
                Row row = new Row();
                for (int i = from; i < to; i++) {
                    row.copy(rows[i], tile, (i - from) * stride);
                }
            });
        }
    }

    @Override
    public void copyRows(int[] rows, int count, int[] places, NativeMatrix matrix, int stride) {
        array.copying(() -> {
            Row row = new Row();
            double[] values = new double[chosen.length];
            for (int i = 0; i < count; i++) {
                row.copy(rows[i], values, 0);
                matrix.set(places[i] * stride, values, 0, values.length);
            }
        });
    }

    /** Copies whole rows, those that follow one another at once. */
    private void copyRuns(int[] rows, int from, int to, double[] tile) {
        int width = array.columns();
        int longest = Math.max(1, Math.min(to - from, PIECE / Math.max(1, width)));
        byte[] room = array.room(longest * width);
        int at = from;
        while (at < to) {
            int row = rows[at];
            int most = Math.min(Math.min(to - at, longest), array.run(row));
            int run = 1;
            while (run < most && rows[at + run] == row + run) {
                run++;
            }
            array.copy(row, 0, run * width, tile, (at - from) * width, room);
            at += run;
        }
    }

    /** Copies the chosen columns of single rows. */
    private final class Row {

        private final byte[] room = array.room(span);
        private final double[] values = new double[span == chosen.length ? 0 : span];

        void copy(int row, double[] tile, int at) {
            if (span == chosen.length) {
                array.copy(row, first, span, tile, at, room);
                return;
            }
            array.copy(row, first, span, values, 0, room);
            for (int j = 0; j < chosen.length; j++) {
                tile[at + j] = values[chosen[j] - first];
            }
        }
    }

    private void requireFinite() {
        int width = Math.max(1, chosen.length);
        int step = Math.max(1, Math.min(PIECE / width, rows()));
        int[] rows = new int[step];
        double[] tile = new double[step * width];
        for (int from = 0; from < rows(); from += step) {
            int count = Math.min(step, rows() - from);
            int start = from;
            Arrays.setAll(rows, i -> start + i);
            copyRows(rows, 0, count, tile, width);
            if (!isFinite(tile, count * chosen.length)) {
                throw notFinite(tile, count, from);
            }
        }
    }

    /** 0·x is 0 for finite x and NaN for others; four sums, since one would wait for each addition. */
    private static boolean isFinite(double[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += 0 * values[i];
            b += 0 * values[i + 1];
            c += 0 * values[i + 2];
            d += 0 * values[i + 3];
        }
        for (; i < count; i++) {
            a += 0 * values[i];
        }
        return a + b + c + d == 0;
    }

    private MtlException notFinite(double[] tile, int count, int from) {
        for (int at = 0; at < count * chosen.length; at++) {
            if (!Double.isFinite(tile[at])) {
                return MtlException.data(array.name() + ": row " + (from + at / chosen.length) + ", column "
                        + chosen[at % chosen.length] + ": expected a finite number, found " + Numbers.format(tile[at]));
            }
        }
        throw new IllegalStateException("all values are finite");
    }
}
