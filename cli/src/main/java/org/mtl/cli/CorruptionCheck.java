package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.Inputs;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.evaluation.Detection;
import org.mtl.evaluation.RowLosses;
import org.mtl.io.CsvReader;
import org.mtl.io.CsvWriter;

/** {@code --check corruption}: whether the largest scores are those of rows that are known to be corrupted. */
final class CorruptionCheck {

    /** The columns of the result. */
    private static final List<String> HEADER =
            List.of("scores", "task", "n", "corrupted", "auc", "auc_low", "auc_high", "p_value", "average_precision");
    private static final List<String> LIST = List.of("row", "task");

    private final ScoreLines lines;
    private final String name;
    private final boolean[] corrupted;
    private final long seed;

    /**
     * Reads which rows are corrupted.
     *
     * @param lines every training row of the model with one score
     * @param name what the result calls the scores
     * @param list a file with the columns {@code row,task}, and others after them, as {@code synth corrupt} writes
     * @throws MtlException (DATA) if it names a row that has no score, or names one twice
     */
    CorruptionCheck(ScoreLines lines, String name, String list, long seed, Context context) {
        this.lines = lines;
        this.name = name;
        this.seed = seed;
        this.corrupted = new boolean[lines.rows().size()];
        Map<List<String>, Integer> positions = new LinkedHashMap<>();
        for (int line = 0; line < corrupted.length; line++) {
            positions.put(List.of(lines.rows().get(line), lines.taskNames().get(lines.tasks()[line])), line);
        }
        try (CsvReader in = CsvReader.open(context.open(list), context.displayName(list))) {
            if (in.header().size() < 2 || !in.header().subList(0, 2).equals(LIST)) {
                throw MtlException.data(in.name() + ":1: expected the columns row, task, found " + String.join(", ", in.header()));
            }
            Set<Integer> seen = new HashSet<>();
            while (in.next()) {
                Integer line = positions.get(List.of(in.get(0), in.get(1)));
                if (line == null || !seen.add(line)) {
                    throw MtlException.data(in.name() + ":" + in.line() + ": row '" + in.get(0) + "' of task '" + in.get(1)
                            + (line == null ? "' is no training row of the model" : "' appears twice"));
                }
                corrupted[line] = true;
            }
        } catch (IOException e) {
            throw Inputs.failure(context.displayName(list), e);
        }
    }

    /** The losses of all training rows, in the order in which influence has them. */
    static ScoreLines losses(CheckedModel model, Context context) {
        Dataset data = model.fitted().data();
        List<String> rows = new ArrayList<>();
        List<Integer> tasks = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (int k = 0; k < data.tasks().size(); k++) {
            double[] ofTask = RowLosses.of(model.fitted().any(), data, k, context.workers());
            for (int i = 0; i < ofTask.length; i++) {
                rows.add(data.ids().name(data.tasks().get(k).in(Split.TRAIN).row(i)));
                tasks.add(k);
                losses.add(ofTask[i]);
            }
        }
        return new ScoreLines(rows, tasks.stream().mapToInt(k -> k).toArray(), losses.stream().mapToDouble(x -> x).toArray(),
                data.taskNames());
    }

    /** How well each task's corrupted rows are found among its own, and all among all, by the name {@code pooled}. */
    Map<String, Detection> detections() {
        Map<String, Detection> detections = new LinkedHashMap<>();
        for (int k = 0; k < lines.taskNames().size(); k++) {
            int task = k;
            detections.put(lines.taskNames().get(k),
                    detection(IntStream.range(0, corrupted.length).filter(line -> lines.tasks()[line] == task).toArray()));
        }
        detections.put(AgreementTable.POOLED, detection(IntStream.range(0, corrupted.length).toArray()));
        return detections;
    }

    private Detection detection(int[] chosen) {
        boolean[] bad = new boolean[chosen.length];
        double[] scores = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            bad[i] = corrupted[chosen[i]];
            scores[i] = lines.scores()[chosen[i]];
        }
        return Detection.of(scores, bad, seed);
    }

    /** Writes a line for each task that has rows of both kinds, and for all together. */
    void write(CsvWriter csv, Map<String, Detection> detections) throws IOException {
        csv.record(HEADER);
        for (Map.Entry<String, Detection> entry : detections.entrySet()) {
            Detection detection = entry.getValue();
            csv.field(name).field(entry.getKey()).field(detection.rows()).field(detection.corrupted());
            csv.known(detection.auc()).known(detection.interval().low()).known(detection.interval().high());
            csv.known(detection.pValue()).known(detection.averagePrecision()).end();
        }
    }

    /** Writes {@code inspected,found,false_positive_rate,true_positive_rate} over all rows, the largest scores first. */
    void writeCurve(CsvWriter csv) throws IOException {
        csv.record(List.of("inspected", "found", "false_positive_rate", "true_positive_rate"));
        int bad = (int) IntStream.range(0, corrupted.length).filter(line -> corrupted[line]).count();
        int good = corrupted.length - bad;
        csv.field(0).field(0).field(0).field(0).end();
        for (Detection.Point point : Detection.curve(lines.scores(), corrupted)) {
            csv.field(point.inspected()).field(point.found()).field((double) (point.inspected() - point.found()) / Math.max(1, good));
            csv.field((double) point.found() / Math.max(1, bad)).end();
        }
        csv.flush();
    }
}
