package org.mtl.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.data.synthetic.DuanWang;
import org.mtl.io.CsvWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mtl synth duan-wang}. */
@Command(
        name = "duan-wang",
        description = {
            "Writes linear tasks with similar coefficients, and some outlier tasks with unrelated ones.",
            "The columns are task,split,y,x1,...; a third of each task's rows is train, val and test."
                + " With -o, FILE.meta.json holds the true coefficients and the outlier tasks."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mtl synth duan-wang --delta 0.4 --alpha 0.2 -o tasks.csv",
            "  mtl synth duan-wang --delta 0.4 --alpha 0.2 | mtl train - --task task --target y -o model"
        })
final class SynthDuanWang extends Subcommand {

    @Option(names = "--tasks", paramLabel = "N", order = 10, description = "The number of tasks. Default: 10.")
    private int tasks = 10;

    @Option(names = "--rows", paramLabel = "N", order = 11, description = "The rows of each task. Default: 200.")
    private int rows = 200;

    @Option(names = "--dimension", paramLabel = "N", order = 12, description = "The number of features. Default: 50.")
    private int dimension = 50;

    @Option(
            names = "--delta",
            paramLabel = "V",
            required = true,
            order = 13,
            description = "How far each task's coefficients lie from the common ones, whose norm is 2.")
    private double delta;

    @Option(
            names = "--alpha",
            paramLabel = "SHARE",
            required = true,
            order = 14,
            description = "The share of outlier tasks, 0 to 1.")
    private double alpha;

    @Option(names = "--seed", paramLabel = "N", order = 16, description = "The seed of everything random. Default: 0.")
    private long seed;

    @Mixin
    private ResultOptions results;

    SynthDuanWang(Context context) {
        super(context);
    }

    @Override
    int run() throws Exception {
        DuanWang data = new DuanWang(tasks, rows, dimension, delta, alpha, seed);
        List<String> outliers = Arrays.stream(data.outliers()).mapToObj(DuanWang::taskName).toList();
        results.write(context(), "data", facts(data, outliers), recordedCommand(), out -> {
            CsvWriter csv = new CsvWriter(out);
            data.write(csv);
            csv.flush();
        });
        context().note((results.isFile() ? results.name() + ": " : "") + tasks + " tasks, " + rows + " rows each, "
                + dimension + " features; outlier tasks: " + (outliers.isEmpty() ? "none" : String.join(", ", outliers)));
        return ExitCode.DONE;
    }

    /** The truth, which the data itself does not tell. */
    private Map<String, Object> facts(DuanWang data, List<String> outliers) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seed", seed);
        facts.put("outlier_tasks", outliers);
        Map<String, Object> coefficients = new LinkedHashMap<>();
        double[][] values = data.coefficients();
        for (int task = 0; task < tasks; task++) {
            coefficients.put(DuanWang.taskName(task), values[task]);
        }
        facts.put("coefficients", coefficients);
        return facts;
    }
}
