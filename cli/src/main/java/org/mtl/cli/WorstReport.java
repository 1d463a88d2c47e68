package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.CsvWriter;
import org.mtl.io.Numbers;
import org.mtl.parallel.Workers;
import org.mtl.selection.WorstRows;
import picocli.CommandLine.Option;

/** The rows that harm most, for a reader: label and prediction, scores, and a row of the same class that helps most. */
final class WorstReport {

    private static final int STANDARD = 100;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            order = 82,
            description = "Also write the worst rows to FILE, the worst first: row,task,label,prediction,score,keep, the score on each"
                    + " target, and of the rows of the same task and class the one that helps most with its score.")
    private String file;

    @Option(names = "--report-rows", paramLabel = "N", order = 83, description = "How many rows --report shows. Default: 100.")
    private Integer rows;

    /** Whether a report is asked for. */
    boolean isAsked() {
        if (file == null && rows != null) {
            throw MtlException.usage("--report-rows needs --report FILE");
        }
        if (rows != null && rows < 1) {
            throw MtlException.usage("--report-rows: expected a whole number of at least 1, found '" + rows + "'");
        }
        return file != null;
    }

    /** The file's name. */
    String file() {
        return file;
    }

    /**
     * Writes the report.
     *
     * @param keep for each line, whether it stays
     */
    void write(CsvWriter csv, TargetScores scores, ModelScores found, boolean[] keep, FittedModel fitted, Workers workers)
            throws IOException {
        List<String> header = new ArrayList<>(List.of("row", "task", "label", "prediction", "score", "keep"));
        header.addAll(scores.targets());
        header.addAll(List.of("helper", "helper_score"));
        csv.record(header);
        ScoreLines lines = scores.lines();
        for (WorstRows.Row worst : WorstRows.of(lines.scores(), found.tasks(), found.classes(), rows == null ? STANDARD : rows)) {
            int line = worst.line();
            csv.field(lines.rows().get(line)).field(lines.taskNames().get(lines.tasks()[line]));
            csv.field(label(found, line, fitted)).field(prediction(found, line, fitted, workers));
            csv.field(lines.scores()[line]).field(keep[line] ? 1 : 0);
            for (double score : scores.values().get(line)) {
                csv.field(score);
            }
            if (worst.helper().isPresent()) {
                csv.field(lines.rows().get(worst.helper().getAsInt())).field(lines.scores()[worst.helper().getAsInt()]).end();
            } else {
                csv.field("").field("").end();
            }
        }
        csv.flush();
    }

    private static String label(ModelScores found, int line, FittedModel fitted) {
        TaskData task = fitted.data().tasks().get(found.tasks()[line]);
        TaskData.Labelled training = task.in(Split.TRAIN);
        return IntStream.range(0, training.width())
                .mapToObj(value -> task.label(training.target(found.positions()[line], value))).collect(Collectors.joining(" "));
    }

    /** A vector's values stand beside each other. */
    private static String prediction(ModelScores found, int line, FittedModel fitted, Workers workers) {
        int task = found.tasks()[line];
        double[] outputs = fitted.any().predict(fitted.data().features(), task, new int[] {found.row(line)}, workers);
        List<String> classes = fitted.any().classes(task);
        if (classes.isEmpty()) {
            return IntStream.range(0, outputs.length).mapToObj(i -> Numbers.format(outputs[i])).collect(Collectors.joining(" "));
        }
        if (outputs.length == 1) {
            return classes.get(outputs[0] > 0 ? 1 : 0);
        }
        return classes.get(IntStream.range(0, outputs.length).reduce((a, b) -> outputs[b] > outputs[a] ? b : a).orElseThrow());
    }
}
