package org.mtl.data;

import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/**
 * One column of labels, and how its cells become targets: a finite number each.
 *
 * @param column its position in the file
 */
record TargetColumn(int column) {

    /** False where the cell is empty, which means no label in wide form. */
    boolean isLabelled(CsvReader in) {
        return !in.get(column).isEmpty();
    }

    /**
     * The target of the current record.
     *
     * @throws MtlException (DATA) at the cell's place, if it holds no finite number
     */
    double read(CsvReader in) {
        return Cells.number(in, column);
    }
}
