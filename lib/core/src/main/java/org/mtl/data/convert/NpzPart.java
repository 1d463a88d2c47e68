package org.mtl.data.convert;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.io.Numbers;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;

/** Unpacked arrays of an NPZ archive whose rows belong together. */
final class NpzPart {

    private static final int MOST_ROW_VALUES = 1 << 24;

    private final String archive;
    private final Map<String, Path> files;
    private final Optional<Split> split;
    private final long[] featureShape;
    private final NpyType featureType;
    private final long rows;
    private final int targets;

    /**
     * Checks that the arrays fit together.
     *
     * @param archive how messages name the archive
     * @param files the arrays by {@code x}, {@code y}, {@code task} and {@code split}
     * @param split the split that all rows belong to, if the arrays' names say it
     * @throws MtlException (DATA) if shapes or types do not fit
     */
    NpzPart(String archive, Map<String, Path> files, Optional<Split> split) {
        this.archive = archive;
        this.files = Map.copyOf(files);
        this.split = split;
        try (NpyReader x = open("x"); NpyReader y = open("y")) {
            long[] shape = x.shape();
            if (shape.length < 1 || shape.length > 4) {
                throw MtlException.data(x.name() + ": expected 1 to 4 axes, rows first, found " + shape.length);
            }
            this.rows = shape[0];
            this.featureShape = shape.length == 1 ? new long[] {1} : Arrays.copyOfRange(shape, 1, shape.length);
            this.featureType = x.type();
            long width = rows == 0 ? 0 : x.size() / rows;
            if (width < 1 || width > MOST_ROW_VALUES) {
                throw MtlException.data(x.name() + ": expected at least one row, and 1 to " + MOST_ROW_VALUES
                        + " values in each, found " + rows + " rows of " + width);
            }
            long[] labels = y.shape();
            if (labels.length != 1 && labels.length != 2 || y.size() == 0) {
                throw MtlException.data(y.name() + ": expected 1 axis, or 2, rows and tasks, found " + labels.length);
            }
            requireRows(y);
            this.targets = labels.length == 1 ? 1 : Math.toIntExact(labels[1]);
        } catch (IOException e) {
            throw MtlException.io(archive + ": " + e.getMessage(), e);
        }
        if (has("task") && targets != 1) {
            throw MtlException.data(archive + ": expected one label per row, as task names the row's task, found "
                    + targets);
        }
    }

    private NpyReader open(String role) {
        return NpyReader.open(files.get(role), archive + ": array " + role);
    }

    private void requireRows(NpyReader array) {
        if (array.shape()[0] != rows) {
            throw MtlException.data(array.name() + ": expected " + rows + " rows as in x, found " + array.shape()[0]);
        }
    }

    boolean has(String role) {
        return files.containsKey(role);
    }

    /** The split of all rows, if there is one. */
    Optional<Split> split() {
        return split;
    }

    long rows() {
        return rows;
    }

    /** The axes of the features after the rows. The array is not to be changed. */
    long[] featureShape() {
        return featureShape;
    }

    NpyType featureType() {
        return featureType;
    }

    /** The number of labels of a row. */
    int targets() {
        return targets;
    }

    /** Opens all arrays. */
    Opened open() {
        return new Opened();
    }

    /** The arrays, open, read row by row. */
    final class Opened implements Closeable {

        private final NpyReader features = NpzPart.this.open("x");
        private final NpyReader labels = NpzPart.this.open("y");
        private final Optional<NpyReader> tasks = has("task") ? Optional.of(codes("task")) : Optional.empty();
        private final Optional<NpyReader> splits = has("split") ? Optional.of(codes("split")) : Optional.empty();
        private final double[] code = new double[1];
        private long unlabelled;

        private NpyReader codes(String role) {
            NpyReader array = NpzPart.this.open(role);
            if (array.shape().length != 1) {
                throw MtlException.data(array.name() + ": expected 1 axis, found " + array.shape().length);
            }
            requireRows(array);
            return array;
        }

        /** Passes all rows on that have a label. */
        void copy(Row row, RowSource.RowSink sink) throws IOException {
            int width = row.features().length;
            for (long i = 0; i < rows; i++) {
                features.read(i * width, width, row.features(), 0);
                labels.read(i * targets, targets, row.targets(), 0);
                requireFinite(row, i);
                if (Arrays.stream(row.targets()).allMatch(Double::isNaN)) {
                    unlabelled++;
                    continue;
                }
                if (tasks.isPresent()) {
                    row.setTask(Long.toString(code(tasks.get(), i)));
                }
                row.setSplit(splits.isPresent() ? Optional.of(split(i)) : split);
                sink.accept(row);
            }
        }

        private void requireFinite(Row row, long i) {
            for (double value : row.features()) {
                if (!Double.isFinite(value)) {
                    throw MtlException.data(features.name() + ": row " + i + ": expected finite numbers, found "
                            + Numbers.format(value));
                }
            }
            if (Arrays.stream(row.targets()).anyMatch(Double::isInfinite)) {
                throw MtlException.data(labels.name() + ": row " + i + ": expected finite numbers, or NaN for no label,"
                        + " found an infinite one");
            }
        }

        private long code(NpyReader array, long i) {
            array.read(i, 1, code, 0);
            if (code[0] != Math.rint(code[0]) || Math.abs(code[0]) >= 1L << 53) {
                throw MtlException.data(array.name() + ": row " + i + ": expected a whole number, found "
                        + Numbers.format(code[0]));
            }
            return (long) code[0];
        }

        private Split split(long i) {
            long found = code(splits.orElseThrow(), i);
            return Split.parse(Long.toString(found)).orElseThrow(() -> MtlException.data(
                    splits.get().name() + ": row " + i + ": expected 0, 1 or 2, found " + found));
        }

        /** How many rows had no label. */
        long unlabelled() {
            return unlabelled;
        }

        @Override
        public void close() throws IOException {
            try (features; labels; NpyReader task = tasks.orElse(null); NpyReader split = splits.orElse(null)) {
                return;
            }
        }
    }
}
