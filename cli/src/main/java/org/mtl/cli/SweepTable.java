package org.mtl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.data.Split;
import org.mtl.evaluation.TaskMetrics;
import org.mtl.io.CsvWriter;
import org.mtl.store.ModelFolder;
import org.mtl.store.SeedsFolder;

/**
 * The table of a sweep: {@code run,OPTION...,task,split,metric,seeds,mean,standard_error} on validation and test rows. The
 * task {@code *} is the mean over tasks; the standard error over seeds is empty where there is one.
 */
final class SweepTable {

    private static final List<Split> SPLITS = List.of(Split.VALIDATION, Split.TEST);

    private final SweepFile sweep;
    private final Context context;

    SweepTable(SweepFile sweep, Context context) {
        this.sweep = sweep;
        this.context = context;
    }

    /** Writes the table of the models of all runs, in their order; the data is read for each run, as its options say. */
    void write(List<Path> models, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        List<String> header = new ArrayList<>(List.of("run"));
        header.addAll(sweep.options());
        header.addAll(List.of("task", "split", "metric", "seeds", "mean", "standard_error"));
        csv.record(header);
        for (int i = 0; i < models.size(); i++) {
            List<FittedModel> members = FittedModel.open(folders(models.get(i)), new ModelOptions(), context);
            for (Split split : SPLITS) {
                write(csv, i, split, members);
            }
        }
        csv.flush();
    }

    private static List<ModelFolder> folders(Path model) {
        return SeedsFolder.isAt(model) ? SeedsFolder.open(model).models() : List.of(ModelFolder.open(model));
    }

    private void write(CsvWriter csv, int run, Split split, List<FittedModel> members) throws IOException {
        List<Map<String, Map<String, Double>>> metrics = members.stream()
                .map(member -> TaskMetrics.of(member.any(), member.data(), split, context.workers())).toList();
        if (metrics.get(0).isEmpty()) {
            return;
        }
        SeedMetrics together = SeedMetrics.of(metrics);
        Map<String, Map<String, Double>> means = new LinkedHashMap<>(together.means());
        means.put("*", TaskMetrics.means(together.means()));
        for (Map.Entry<String, Map<String, Double>> task : means.entrySet()) {
            Map<String, Double> errors = together.errors().getOrDefault(task.getKey(), Map.of());
            for (Map.Entry<String, Double> metric : task.getValue().entrySet()) {
                csv.field(Sweep.name(run));
                for (String option : sweep.options()) {
                    csv.field(SweepFile.shown(sweep.runs().get(run), option));
                }
                csv.field(task.getKey()).field(split.label()).field(metric.getKey()).field(members.size()).field(metric.getValue());
                csv.known(errors.getOrDefault(metric.getKey() + SeedMetrics.ERROR, Double.NaN)).end();
            }
        }
    }
}
