package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.data.synthetic.TransferTasks;
import org.mtl.io.CsvWriter;
import picocli.CommandLine.Option;

/** Sizes and noise of a target task with its sources. */
final class TransferOptions {

    @Option(names = "--target-rows", paramLabel = "N", order = 10, description = "The target's training rows. Default: 100.")
    private int targetRows = 100;

    @Option(names = "--source-rows", paramLabel = "N", order = 10, description = "Each source's training rows. Default: 1000.")
    private int sourceRows = 1000;

    @Option(
            names = "--test-rows",
            paramLabel = "N",
            order = 11,
            description = "The validation rows of each task, and as many test rows. Default: 200.")
    private int testRows = 200;

    @Option(names = "--dimension", paramLabel = "N", order = 12, description = "The number of features. Default: 50.")
    private int dimension = 50;

    @Option(
            names = "--noise",
            paramLabel = "V",
            order = 15,
            description = "The standard deviation of what is added to targets. Default: 0.")
    private double noise;

    @Option(names = "--seed", paramLabel = "N", order = 16, description = "The seed of everything random. Default: 0.")
    private long seed;

    TransferTasks.Sizes sizes() {
        return new TransferTasks.Sizes(targetRows, sourceRows, testRows);
    }

    int dimension() {
        return dimension;
    }

    double noise() {
        return noise;
    }

    long seed() {
        return seed;
    }

    void write(TransferTasks data, ResultOptions results, List<String> command, Context context) throws Exception {
        results.write(context, "data", facts(data), command, out -> {
            CsvWriter csv = new CsvWriter(out);
            data.write(csv);
            csv.flush();
        });
        context.note((results.isFile() ? results.name() + ": " : "") + data.tasks().size() + " tasks, training rows: " + targetRows
                + " of the target, " + sourceRows + " of each source");
    }

    /** The truth, which the data itself does not tell. */
    private Map<String, Object> facts(TransferTasks data) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seed", seed);
        Map<String, Object> coefficients = new LinkedHashMap<>();
        data.tasks().forEach(task -> coefficients.put(task.name(), List.of(task.coefficients())));
        facts.put("coefficients", coefficients);
        return facts;
    }
}
