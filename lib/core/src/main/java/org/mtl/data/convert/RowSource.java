package org.mtl.data.convert;

import java.io.IOException;
import java.nio.file.Path;

/** Input in some format, whose rows are passed on one by one; memory does not grow with their number. */
public interface RowSource {

    /** Takes rows in order. */
    interface RowSink {
        /**
         * Takes a row, which the source will change afterwards.
         *
         * @throws IOException if it cannot be written
         */
        void accept(Row row) throws IOException;
    }

    /** What every row holds. */
    Layout layout();

    /**
     * Passes all rows on.
     *
     * @param report receives what was read and what was left out
     * @throws org.mtl.MtlException (DATA) if the input is malformed, (IO) if reading fails
     * @throws IOException if the sink fails
     */
    void forEach(RowSink sink, Report report) throws IOException;

    /**
     * Writes what an NPY folder holds besides rows; most formats have nothing.
     *
     * @throws IOException if writing fails
     */
    default void writeBeside(Path folder) throws IOException {}
}
