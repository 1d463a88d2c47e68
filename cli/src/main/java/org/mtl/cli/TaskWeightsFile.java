package org.mtl.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.io.CsvReader;

/** A CSV file with the columns {@code task,weight}. */
final class TaskWeightsFile {

    private TaskWeightsFile() {}

    /**
     * Reads a file of task weights, by task in the order of the file.
     *
     * @throws MtlException (MISSING) if it does not exist; (DATA) if it has other columns, a task twice, or a weight that
     *     is not positive
     */
    static Map<String, Double> read(String file, Context context) {
        String name = context.displayName(file);
        Map<String, Double> weights = new LinkedHashMap<>();
        try (CsvReader in = CsvReader.open(context.open(file), name)) {
            if (!in.header().equals(List.of("task", "weight"))) {
                throw MtlException.data(name + ":1: expected the columns task, weight, found " + String.join(", ", in.header()));
            }
            while (in.next()) {
                if (weights.put(in.get(0), weight(in)) != null) {
                    throw MtlException.data(in.place(0) + ": task '" + in.get(0) + "' appears twice");
                }
            }
        } catch (IOException e) {
            throw Inputs.failure(name, e);
        }
        if (weights.isEmpty()) {
            throw MtlException.data(name + ": expected a weight for each task, found none");
        }
        return weights;
    }

    private static double weight(CsvReader in) {
        double weight = in.number(1);
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw MtlException.data(in.place(1) + ": expected a number above 0, found '" + in.get(1) + "'");
        }
        return weight;
    }
}
