package org.mtl.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.linalg.NativeMatrix;

/**
 * Features in memory, 8 bytes a value, in chunks of rows.
 *
 * <p>Growth never copies what is there, and n × d may exceed the length of one array.
 */
public final class ChunkedFeatures implements Features {

    /** Rows per chunk where rows are narrow; a power of two. */
    private static final int MOST_ROWS = 4096;

    /** The size of a chunk that rows per chunk are reduced for, 32 MiB of values. */
    private static final int MOST_VALUES = 1 << 22;

    private final List<String> names;
    private final List<double[]> chunks;
    private final int rows;
    private final int shift;

    private ChunkedFeatures(List<String> names, List<double[]> chunks, int rows, int shift) {
        this.names = names;
        this.chunks = chunks;
        this.rows = rows;
        this.shift = shift;
    }

    /** Features of the given rows, all of one length, for tests and generated data. */
    public static ChunkedFeatures of(List<String> names, double[]... rows) {
        Builder builder = new Builder(names.size());
        for (double[] row : rows) {
            builder.add(row);
        }
        return builder.build(names);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public void copyRows(int[] wanted, int from, int to, double[] tile, int stride) {
        int width = names.size();
        int mask = (1 << shift) - 1;
        for (int i = from; i < to; i++) {
            double[] chunk = chunks.get(wanted[i] >>> shift);
            System.arraycopy(chunk, (wanted[i] & mask) * width, tile, (i - from) * stride, width);
        }
    }

    @Override
    public void copyRows(int[] wanted, int count, int[] places, NativeMatrix matrix, int stride) {
        int width = names.size();
        int mask = (1 << shift) - 1;
        for (int i = 0; i < count; i++) {
            double[] chunk = chunks.get(wanted[i] >>> shift);
            matrix.set(places[i] * stride, chunk, (wanted[i] & mask) * width, width);
        }
    }

    /** Collects rows of one width. */
    public static final class Builder {

        private final int width;
        private final int shift;
        private final List<double[]> chunks = new ArrayList<>();
        private int rows;

        /** For rows of {@code width} values. */
        public Builder(int width) {
            this.width = width;
            int bits = Integer.numberOfTrailingZeros(MOST_ROWS);
            while (bits > 0 && ((long) width << bits) > MOST_VALUES) {
                bits--;
            }
            this.shift = bits;
        }

        /** The number of rows so far. */
        public int rows() {
            return rows;
        }

        /**
         * Appends a copy of a row.
         *
         * @throws MtlException (DATA) after 2³¹ − 1 rows
         */
        public void add(double[] row) {
            if (row.length != width) {
                throw new IllegalArgumentException("expected " + width + " values, found " + row.length);
            }
            add(row, 0);
        }

        /** Appends a copy of the row that starts at {@code at}. */
        public void add(double[] values, int at) {
            if (rows == Integer.MAX_VALUE) {
                throw MtlException.data("expected at most " + Integer.MAX_VALUE + " rows, found more");
            }
            int inChunk = rows & ((1 << shift) - 1);
            if (inChunk == 0) {
                chunks.add(new double[width << shift]);
            }
            System.arraycopy(values, at, chunks.get(chunks.size() - 1), inChunk * width, width);
            rows++;
        }

        /** The features with all columns. The builder is spent. */
        public ChunkedFeatures build(List<String> names) {
            if (names.size() != width) {
                throw new IllegalArgumentException("expected " + width + " names, found " + names.size());
            }
            int inLast = rows - ((chunks.size() - 1) << shift);
            if (inLast < 1 << shift && !chunks.isEmpty()) {
                int last = chunks.size() - 1;
                chunks.set(last, Arrays.copyOf(chunks.get(last), inLast * width));
            }
            return new ChunkedFeatures(List.copyOf(names), chunks, rows, shift);
        }

        /**
         * The features with some of the columns, at the cost of copying a chunk at a time. The builder is spent.
         *
         * @param names the names of the columns that remain
         * @param columns their positions, ascending
         */
        public ChunkedFeatures build(List<String> names, int[] columns) {
            if (columns.length == width) {
                return build(names);
            }
            for (int i = 0; i < chunks.size(); i++) {
                chunks.set(i, narrow(chunks.get(i), columns));
            }
            return new ChunkedFeatures(List.copyOf(names), chunks, rows, shift);
        }

        private double[] narrow(double[] chunk, int[] columns) {
            double[] narrow = new double[columns.length << shift];
            for (int row = 0; row < 1 << shift; row++) {
                for (int j = 0; j < columns.length; j++) {
                    narrow[row * columns.length + j] = chunk[row * width + columns[j]];
                }
            }
            return narrow;
        }
    }
}
