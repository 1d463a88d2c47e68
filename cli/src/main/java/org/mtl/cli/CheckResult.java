package org.mtl.cli;

import java.io.IOException;
import java.util.Optional;
import org.mtl.io.CsvWriter;

/**
 * What a check found.
 *
 * @param table writes the result
 * @param more writes the curve beside it, where there is one
 * @param values the numbers that a gate can ask for
 */
record CheckResult(Table table, Optional<Table> more, GateValues values) {

    /** What writes lines of CSV. */
    interface Table {
        void write(CsvWriter csv) throws IOException;
    }

    /** A result without a curve. */
    static CheckResult of(Table table, GateValues values) {
        return new CheckResult(table, Optional.empty(), values);
    }

    /** The result as the body of a file. */
    ResultOptions.Body body() {
        return body(table);
    }

    /** The curve likewise. */
    Optional<ResultOptions.Body> curve() {
        return more.map(CheckResult::body);
    }

    private static ResultOptions.Body body(Table table) {
        return out -> {
            CsvWriter csv = new CsvWriter(out);
            table.write(csv);
            csv.flush();
        };
    }
}
