package org.mtl.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.Inputs;

/**
 * A table of names for whole numbers beside NPY files: {@code tasks.csv} or {@code features.csv}.
 *
 * @param file how messages name the table
 * @param names names by number, all different and none empty
 */
record NpyNames(String file, SortedMap<Long, String> names) {

    /**
     * Reads a table, if it exists. Columns other than the two are ignored.
     *
     * @param number the name of the column of numbers
     * @param name the name of the column of names
     * @throws MtlException (DATA) if a column is missing, or a number or name is malformed or appears twice
     */
    static Optional<NpyNames> read(Path file, String number, String name) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (CsvReader in = CsvReader.open(Inputs.open(file), file.toString())) {
            int numberColumn = in.indexOf(number);
            int nameColumn = in.indexOf(name);
            if (numberColumn < 0 || nameColumn < 0) {
                throw MtlException.data(in.name() + ":1: expected the columns " + number + ", " + name + ", found "
                        + Cells.oneLine(String.join(", ", in.header())));
            }
            return Optional.of(new NpyNames(in.name(), readNames(in, numberColumn, nameColumn)));
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The different values of a column of a table; none if the table does not exist.
     *
     * @throws MtlException (DATA) if the column is missing
     */
    static Set<String> readColumn(Path file, String column) {
        if (!Files.exists(file)) {
            return Set.of();
        }
        try (CsvReader in = CsvReader.open(Inputs.open(file), file.toString())) {
            int at = in.indexOf(column);
            if (at < 0) {
                throw MtlException.data(in.name() + ":1: expected the column " + column + ", found "
                        + Cells.oneLine(String.join(", ", in.header())));
            }
            Set<String> values = new HashSet<>();
            while (in.next()) {
                values.add(in.get(at));
            }
            return values;
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    private static SortedMap<Long, String> readNames(CsvReader in, int numberColumn, int nameColumn) {
        SortedMap<Long, String> names = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        while (in.next()) {
            String name = in.get(nameColumn);
            if (name.isEmpty()) {
                throw MtlException.data(in.place(nameColumn) + ": expected a name, found an empty cell");
            }
            if (!seen.add(name)) {
                throw MtlException.data(in.place(nameColumn) + ": " + Cells.quote(name) + " appears twice");
            }
            if (names.put(number(in, numberColumn), name) != null) {
                throw MtlException.data(
                        in.place(numberColumn) + ": " + Cells.quote(in.get(numberColumn)) + " appears twice");
            }
        }
        return names;
    }

    private static long number(CsvReader in, int column) {
        try {
            return Long.parseLong(in.get(column));
        } catch (NumberFormatException e) {
            throw MtlException.data(
                    in.place(column) + ": expected a whole number, found " + Cells.quote(in.get(column)));
        }
    }

    /**
     * The names of 0, 1, …, count − 1.
     *
     * @param what what is numbered, in the singular
     * @param owner the file that holds so many of them
     * @throws MtlException (DATA) if the table names more or fewer
     */
    List<String> inOrder(int count, String what, String owner) {
        for (long index = 0; index < count; index++) {
            if (!names.containsKey(index)) {
                throw MtlException.data(file + ": no name for " + what + " " + index + " of the " + count + " in " + owner);
            }
        }
        if (names.size() > count) {
            long other = names.firstKey() < 0 ? names.firstKey() : names.lastKey();
            throw MtlException.data(
                    file + ": expected names from " + what + " 0 to " + (count - 1) + " as in " + owner
                    + ", found " + what + " " + other);
        }
        return List.copyOf(names.values());
    }
}
