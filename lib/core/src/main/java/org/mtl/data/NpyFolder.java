package org.mtl.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;
import org.mtl.io.Numbers;

/**
 * The NPY files of one data folder, read piecewise and checked for their shapes.
 *
 * @param path the folder
 */
record NpyFolder(Path path) {

    static final String FEATURES = "x.npy";
    static final String TARGETS = "y.npy";
    static final String TASKS = "task.npy";
    static final String SPLITS = "split.npy";
    static final String EMBEDDING = "embedding.npy";

    /** Values per piece, 2 MiB. */
    private static final int PIECE = 1 << 18;

    /** Rows and columns of an array. */
    record Size(int rows, int columns) {}

    /**
     * Rows and columns of {@code x.npy}.
     *
     * @param image the axes of a row that has three
     */
    record FeatureSize(int rows, int columns, Optional<ImageShape> image) {}

    /**
     * Rows, tasks and outputs of an array of labels.
     *
     * @param tasks K, 1 where the array has one axis
     * @param width o, 1 where it has at most two
     */
    record TargetSize(int rows, int tasks, int width) {

        /** The array with all values of a row in its columns, task by task. */
        Size flat() {
            return new Size(rows, tasks * width);
        }
    }

    /** What is done with the rows of an array, in order. */
    interface RowAction {
        /**
         * Takes one row.
         *
         * @param row its 0-based position
         * @param values holds the row
         * @param at where it starts
         */
        void accept(int row, double[] values, int at);
    }

    boolean has(String file) {
        return Files.exists(path.resolve(file));
    }

    /** How messages name a file of this folder. */
    String name(String file) {
        return path.resolve(file).toString();
    }

    /**
     * The size of {@code x.npy}: rows of features, or of images, whose values are features as they come.
     *
     * @throws MtlException (DATA) if it has other axes, or no rows or no columns; (MISSING) if it does not exist
     */
    FeatureSize featureSize() {
        String name = name(FEATURES);
        long[] shape = shape(FEATURES);
        if (shape.length != 2 && shape.length != 4) {
            throw MtlException.data(name + ": expected 2 axes, rows and features, or 4, rows, channels, height and width, found "
                    + shape.length);
        }
        if (shape[0] == 0) {
            throw MtlException.data(name + ": expected at least one data row, found none");
        }
        // As a double, since a header may say anything.
        double columns = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            columns *= shape[axis];
        }
        if (columns == 0) {
            throw MtlException.data(name + ": expected at least one feature, found none");
        }
        if (shape[0] > Integer.MAX_VALUE || columns > PIECE) {
            throw MtlException.data(name + ": expected at most " + Integer.MAX_VALUE + " rows and " + PIECE
                    + " features, found " + shape[0] + " and " + Numbers.format(columns));
        }
        return new FeatureSize((int) shape[0], (int) columns, shape.length == 2 ? Optional.empty()
                : Optional.of(new ImageShape((int) shape[1], (int) shape[2], (int) shape[3])));
    }

    /**
     * The size of {@code y.npy}; one axis counts as one task.
     *
     * @param rows the number of rows in {@code x.npy}
     * @throws MtlException (DATA) if it has another number of rows, or more than three axes
     */
    TargetSize targetSize(int rows) {
        String name = name(TARGETS);
        long[] shape = shape(TARGETS);
        if (shape.length < 1 || shape.length > 3) {
            throw MtlException.data(name + ": expected 1 axis, or 2, rows and tasks, or 3, rows, tasks and outputs, found "
                    + shape.length);
        }
        checkRows(name, shape, rows);
        long tasks = shape.length == 1 ? 1 : shape[1];
        if (tasks < 1 || tasks > PIECE) {
            throw MtlException.data(name + ": expected 1 to " + PIECE + " tasks, found " + tasks);
        }
        long width = shape.length < 3 ? 1 : shape[2];
        if (width < 1 || width > PIECE / tasks) {
            throw MtlException.data(name + ": expected 1 to " + PIECE / tasks + " outputs of each of " + tasks
                    + " tasks, found " + width);
        }
        return new TargetSize(rows, (int) tasks, (int) width);
    }

    private static void checkRows(String name, long[] shape, int rows) {
        if (shape[0] != rows) {
            throw MtlException.data(name + ": expected " + rows + " rows as in x.npy, found " + shape[0]);
        }
    }

    /** True where an array holds floating-point numbers. */
    boolean isFloating(String file) {
        try (NpyReader in = NpyReader.open(path.resolve(file))) {
            return in.type().isFloating();
        } catch (IOException e) {
            throw MtlException.io(name(file) + ": " + e.getMessage(), e);
        }
    }

    private long[] shape(String file) {
        try (NpyReader in = NpyReader.open(path.resolve(file))) {
            return in.shape();
        } catch (IOException e) {
            throw MtlException.io(name(file) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Passes each row of an array on.
     *
     * @throws MtlException (IO) or (DATA) if reading fails
     */
    void forEachRow(String file, Size size, RowAction action) {
        try (NpyReader in = NpyReader.open(path.resolve(file))) {
            int rowsPerPiece = Math.max(1, PIECE / size.columns());
            double[] piece = new double[Math.min(rowsPerPiece, size.rows()) * size.columns()];
            int row = 0;
            while (row < size.rows()) {
                int count = Math.min(rowsPerPiece, size.rows() - row);
                in.read((long) row * size.columns(), count * size.columns(), piece, 0);
                for (int i = 0; i < count; i++) {
                    action.accept(row + i, piece, i * size.columns());
                }
                row += count;
            }
        } catch (IOException e) {
            throw MtlException.io(name(file) + ": " + e.getMessage(), e);
        }
    }

    /** What is done with the whole numbers of a file, in order. */
    interface CodeAction {
        void accept(int row, long code);
    }

    /**
     * Passes on one whole number per row.
     *
     * @throws MtlException (DATA) if there are more or fewer, or one is a fraction or of 2⁵³ or more
     */
    void forEachCode(String file, int rows, CodeAction action) {
        String name = name(file);
        long[] shape = shape(file);
        if (shape.length != 1) {
            throw MtlException.data(name + ": expected 1 axis, one number per row, found " + shape.length);
        }
        checkRows(name, shape, rows);
        forEachRow(file, new Size(rows, 1), (row, values, at) -> {
            double value = values[at];
            if (value != Math.rint(value) || Math.abs(value) >= 1L << 53) {
                throw MtlException.data(name + ": row " + row + ": expected a whole number, found " + Numbers.format(value));
            }
            action.accept(row, (long) value);
        });
    }
}
