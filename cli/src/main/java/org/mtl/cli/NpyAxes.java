package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;

/** The file beside an NPY array that names what stands along its two axes: {@code axis,index,row,task}. */
final class NpyAxes {

    static final List<String> HEADER = List.of("axis", "index", "row", "task");

    /** The column of the name of a data row. */
    static final int ROW = 2;

    /** The column of the name of a task. */
    static final int TASK = 3;

    private NpyAxes() {}

    /** The file that names the axes of an array. */
    static Path of(Path array) {
        return Path.of(array + ResultOptions.NAMES);
    }

    /**
     * Reads the names, which come in the order of their indices along each axis.
     *
     * @param first takes the record of each name along axis 0
     * @param second takes the record of each name along axis 1
     * @throws MtlException (DATA) at the place of what is no axis or not the next index
     */
    static void read(Path file, Consumer<CsvReader> first, Consumer<CsvReader> second) throws IOException {
        try (CsvReader in = CsvReader.open(Inputs.open(file), file.toString())) {
            if (!in.header().equals(HEADER)) {
                throw MtlException.data(in.name() + ":1: expected the columns " + String.join(", ", HEADER) + ", found "
                        + String.join(", ", in.header()));
            }
            int[] counts = new int[2];
            while (in.next()) {
                int axis = switch (in.get(0)) {
                    case "0" -> 0;
                    case "1" -> 1;
                    default -> throw MtlException.data(in.place(0) + ": expected 0 or 1, found '" + in.get(0) + "'");
                };
                if (!in.get(1).equals(Integer.toString(counts[axis]))) {
                    throw MtlException.data(in.place(1) + ": expected " + counts[axis] + ", found '" + in.get(1) + "'");
                }
                counts[axis]++;
                (axis == 0 ? first : second).accept(in);
            }
        }
    }
}
