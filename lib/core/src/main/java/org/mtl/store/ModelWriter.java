package org.mtl.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.RecordedSplits;
import org.mtl.data.Split;
import org.mtl.data.SplitArray;
import org.mtl.data.Standardization;
import org.mtl.io.CsvWriter;
import org.mtl.io.Hashes;
import org.mtl.io.Json;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearModel;

/** Writes a model folder; {@code model.json}, on which makefiles depend, comes last. */
public final class ModelWriter {

    static final int FORMAT = 1;

    private final Path folder;

    /** Writes into an existing folder. */
    public ModelWriter(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes all files of a model.
     *
     * @param data the data with the splits that were used
     * @throws MtlException (IO) if writing fails
     */
    public void write(ModelRecord record, Dataset data, List<HistoryLine> history) {
        try {
            writeParameters(record.model());
            writeSplits(data);
            csv("history.csv", out -> writeHistory(out, history));
            writeStandardization(record.model().standardization());
            writeComponents(record.model());
            Files.write(folder.resolve("model.json"), Json.write(json(record, data)));
        } catch (IOException e) {
            throw MtlException.io(folder + ": " + e.getMessage(), e);
        }
    }

    private void writeSplits(Dataset data) throws IOException {
        if (SplitArray.suits(data)) {
            SplitArray.write(folder.resolve("split.npy"), data);
        } else {
            csv("split.csv", out -> RecordedSplits.write(out, data));
        }
    }

    private interface CsvBody {
        void write(CsvWriter out) throws IOException;
    }

    private void csv(String name, CsvBody body) throws IOException {
        try (CsvWriter out = new CsvWriter(Files.newOutputStream(folder.resolve(name)))) {
            body.write(out);
        }
    }

    private static void writeHistory(CsvWriter out, List<HistoryLine> history) throws IOException {
        out.record(List.of("epoch", "split", "task", "loss", "metric"));
        for (HistoryLine line : history) {
            out.field(line.epoch()).field(line.split()).field(line.task()).field(line.loss());
            if (line.metric().isPresent()) {
                out.field(line.metric().getAsDouble()).end();
            } else {
                out.field("").end();
            }
        }
    }

    private void writeParameters(LinearModel model) throws IOException {
        BlockMatrix parameters = model.parameters();
        List<double[]> blocks = new ArrayList<>();
        List<List<String>> names = new ArrayList<>();
        if (model.sharing().hasShared()) {
            blocks.add(parameters.shared());
            names.add(List.of("shared", ""));
        }
        for (int k = 0; k < parameters.own().length; k++) {
            blocks.add(parameters.own()[k]);
            names.add(List.of("own", model.tasks().get(k).name()));
        }
        npy("parameters.npy", blocks, (long) blocks.size() * parameters.rows());
        csv("parameters.csv", out -> {
            out.record(List.of("block", "task", "shape", "offset", "size"));
            for (int b = 0; b < blocks.size(); b++) {
                out.field(names.get(b).get(0)).field(names.get(b).get(1)).field(parameters.rows());
                out.field((long) b * parameters.rows()).field(parameters.rows()).end();
            }
        });
    }

    private void writeStandardization(Standardization standardization) throws IOException {
        if (standardization.mode() == Standardization.Mode.NONE) {
            return;
        }
        Files.createDirectories(folder.resolve("transform"));
        long sets = standardization.means().length;
        long columns = standardization.means()[0].length;
        npy("transform/means.npy", List.of(standardization.means()), sets, columns);
        npy("transform/scales.npy", List.of(standardization.scales()), sets, columns);
    }

    private void writeComponents(LinearModel model) throws IOException {
        if (model.components().isPresent()) {
            PrincipalComponents components = model.components().get();
            Files.createDirectories(folder.resolve("transform"));
            npy("transform/pca_mean.npy", List.of(components.mean()), components.mean().length);
            npy("transform/pca_components.npy", List.of(components.components()), components.count(), components.mean().length);
            npy("transform/pca_variances.npy", List.of(components.variances()), components.variances().length);
        }
    }

    private void npy(String name, List<double[]> rows, long... shape) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name));
                NpyWriter npy = new NpyWriter(out, NpyType.F64, shape)) {
            for (double[] row : rows) {
                npy.write(row, 0, row.length);
            }
        }
    }

    private Map<String, Object> json(ModelRecord record, Dataset data) {
        LinearModel model = record.model();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("command", record.command());
        json.put("seed", record.seed());
        json.put("data", record.data().toJson());
        json.put("model", architecture(model));
        List<Object> tasks = new ArrayList<>();
        for (int k = 0; k < model.tasks().size(); k++) {
            tasks.add(task(model.tasks().get(k), data, k));
        }
        json.put("tasks", tasks);
        json.put("options", record.options());
        json.put("fit", record.fit());
        json.put("parameters", Map.of("sha256", Hashes.sha256(folder.resolve("parameters.npy"))));
        json.put("versions", record.versions());
        return json;
    }

    private static Map<String, Object> architecture(LinearModel model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", "linear");
        json.put("sharing", model.sharing().label());
        json.put("intercept", model.intercept());
        json.put("standardize", model.standardization().mode().label());
        json.put("pca", model.components().map(PrincipalComponents::count).orElse(0));
        json.put("shared_ridge", model.sharedRidge());
        json.put("features", model.features());
        return json;
    }

    private static Map<String, Object> task(LinearModel.Task task, Dataset data, int position) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", task.name());
        json.put("loss", task.loss().label());
        for (Split split : Split.values()) {
            json.put(split.label(), data.tasks().get(position).size(split));
        }
        json.put("weight", task.weight());
        json.put("penalty", task.penalty());
        if (!task.classes().isEmpty()) {
            json.put("classes", task.classes());
        } else if (task.loss().outputs() > 1) {
            json.put("outputs", task.loss().outputs());
        }
        return json;
    }
}
