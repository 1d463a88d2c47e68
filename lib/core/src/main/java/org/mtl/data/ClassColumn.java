package org.mtl.data;

import java.util.function.Supplier;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;
import org.mtl.io.IntStore;
import org.mtl.io.NumberRoom;

/**
 * A column of classes that becomes one task per class: label 1 in the rows of the class, 0 in the rows of the others
 * ({@code --one-vs-rest}).
 *
 * <p>Classes are named and ordered as {@link TargetKinds} says. A row with an empty cell has no label for any task.
 */
final class ClassColumn {

    private final String target;
    private final LabelDictionary dictionary = new LabelDictionary();
    private final IntStore rows = new IntStore(new NumberRoom());
    private final IntStore codes = new IntStore(rows.room());

    /**
     * No rows yet.
     *
     * @param file how messages name the file
     * @param column the name of the column
     */
    ClassColumn(String file, String column) {
        this.target = file + ": column " + Cells.quote(column);
    }

    /**
     * Reads the cell of the current record.
     *
     * @throws MtlException (DATA) at the cell's place if it is NaN or infinite, or one class too many
     */
    void read(CsvReader in, int column, int row) {
        if (in.isEmpty(column)) {
            return;
        }
        String cell = in.get(column);
        int known = dictionary.known(cell);
        add(row, known == LabelDictionary.FULL ? firstSight(in, column, cell) : known);
    }

    private int firstSight(CsvReader in, int column, String cell) {
        Cells.requireLabel(in, column);
        double value = ClassNames.number(cell);
        int code = Double.isNaN(value) ? dictionary.newText(cell) : dictionary.code(cell, value);
        return requireRoom(code, () -> in.place(column));
    }

    /**
     * Takes a class that is a number.
     *
     * @param place where it stands, for messages
     * @throws MtlException (DATA) at its place if it is one class too many
     */
    void read(double value, int row, Supplier<String> place) {
        add(row, requireRoom(dictionary.code(value), place));
    }

    private static int requireRoom(int code, Supplier<String> place) {
        if (code == LabelDictionary.FULL) {
            throw MtlException.data(place.get() + ": expected at most " + LabelDictionary.MOST + " classes, found more");
        }
        return code;
    }

    private void add(int row, int code) {
        rows.add(row);
        codes.add(code);
    }

    /**
     * Hands the labels of all tasks on, in the order of the classes, when all records are read.
     *
     * @throws MtlException (DATA) if there are fewer than two classes
     */
    void addTo(LabelCollector labels) {
        if (dictionary.size() < 2) {
            throw MtlException.data(target + ": --one-vs-rest: expected at least two classes, found only "
                    + (dictionary.size() == 0 ? "rows without a label" : Cells.quote(dictionary.name(0))));
        }
        Supplier<String> place = () -> target;
        for (int code : dictionary.inOrder()) {
            String task = dictionary.name(code);
            for (int i = 0; i < rows.size(); i++) {
                labels.add(task, rows.get(i), codes.get(i) == code ? 1 : 0, place);
            }
        }
    }
}
