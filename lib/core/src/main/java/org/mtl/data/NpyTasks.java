package org.mtl.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.NpyReader;

/**
 * The task of every row of a folder in long form. The file is read twice, for the names and then row by row, so that no
 * memory grows with the rows.
 */
final class NpyTasks {

    private final NpyFolder folder;
    private final int rows;
    private final Map<Long, String> names = new LinkedHashMap<>();
    /** The names of small codes, which are found faster. */
    private final String[] small = new String[1 << 10];

    /**
     * Reads {@code task.npy}.
     *
     * @param table the names of the codes, if there is a table
     * @throws MtlException (DATA) if a code is no whole number or has no name in the table
     */
    NpyTasks(NpyFolder folder, Optional<NpyNames> table, int rows) {
        this.folder = folder;
        this.rows = rows;
        folder.forEachCode(NpyFolder.TASKS, rows, (row, code) -> {
            if (known(code) == null) {
                String name = name(table, code, row);
                names.put(code, name);
                if (code >= 0 && code < small.length) {
                    small[(int) code] = name;
                }
            }
        });
    }

    private String known(long code) {
        return code >= 0 && code < small.length ? small[(int) code] : names.get(code);
    }

    private static String name(Optional<NpyNames> table, long code, int row) {
        if (table.isEmpty()) {
            return Long.toString(code);
        }
        String name = table.get().names().get(code);
        if (name == null) {
            throw MtlException.data(table.get().file() + ": no name for task " + code + ", which task.npy holds in row " + row);
        }
        return name;
    }

    /** The tasks in the order of their first rows. */
    List<String> names() {
        return List.copyOf(names.values());
    }

    /** Reads the file again. */
    Rows read() {
        return new Rows();
    }

    /** The tasks of rows, for those who ask in the order of the rows. */
    final class Rows implements Closeable {

        private static final int PIECE = 1 << 16;

        private final NpyReader in = NpyReader.open(folder.path().resolve(NpyFolder.TASKS));
        private final double[] codes = new double[Math.min(PIECE, rows)];
        /** The first row after those that were read. */
        private int end;

        /**
         * The task of a row.
         *
         * @throws MtlException (DATA) if the file has become another one, (IO) if reading fails
         */
        String of(int row) {
            if (row >= end) {
                int from = row / PIECE * PIECE;
                end = Math.min(rows, from + PIECE);
                in.read(from, end - from, codes, 0);
            }
            String name = known((long) codes[row % PIECE]);
            if (name == null) {
                throw MtlException.data(folder.name(NpyFolder.TASKS) + ": row " + row + " changed while the file was being read");
            }
            return name;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
