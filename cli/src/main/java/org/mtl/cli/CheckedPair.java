package org.mtl.cli;

import java.io.IOException;
import java.util.List;
import org.mtl.io.CsvWriter;

/**
 * A predicted change of a loss beside the actual one.
 *
 * @param row the row left out; empty where a whole task was
 * @param source the task left out, or that of the row
 * @param target the task whose loss changed
 * @param predicted what the scores said
 * @param actual what training again gave
 */
record CheckedPair(String row, String source, String target, double predicted, double actual) {

    /** Writes pairs as {@code row,task,target,predicted,actual} or {@code source,target,predicted,actual}. */
    static void write(CsvWriter csv, boolean rows, List<CheckedPair> pairs) throws IOException {
        csv.record(rows
                ? List.of("row", "task", "target", "predicted", "actual")
                : List.of("source", "target", "predicted", "actual"));
        for (CheckedPair pair : pairs) {
            if (rows) {
                csv.field(pair.row());
            }
            csv.field(pair.source()).field(pair.target()).field(pair.predicted()).field(pair.actual()).end();
        }
    }
}
