package org.mtl.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.RecordedSplits;
import org.mtl.data.Split;
import org.mtl.data.SplitArray;
import org.mtl.data.Standardization;
import org.mtl.data.WordVectors;
import org.mtl.io.CsvWriter;
import org.mtl.io.Hashes;
import org.mtl.io.Json;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearModel;
import org.mtl.model.Loss;
import org.mtl.model.MultitaskModel;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.model.tribuo.TribuoModel;

/** Writes a model folder; {@code model.json}, on which makefiles depend, comes last. */
public final class ModelWriter {

    static final int FORMAT = 1;

    private static final List<String> PARAMETER_COLUMNS = List.of("block", "task", "shape", "offset", "size");

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
            writeComponents(record.model().components());
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
        List<String> header = new ArrayList<>(List.of("epoch", "split", "task", "loss", "metric"));
        history.stream().findFirst().ifPresent(line -> header.addAll(line.facts().keySet()));
        out.record(header);
        for (HistoryLine line : history) {
            out.field(line.epoch()).field(line.split()).field(line.task()).field(line.loss());
            out.known(line.metric().orElse(Double.NaN));
            for (double fact : line.facts().values()) {
                out.known(fact);
            }
            out.end();
        }
    }

    private void writeParameters(MultitaskModel model) throws IOException {
        if (model instanceof NetworkModel network) {
            writeNetwork(network);
        } else if (model instanceof TribuoModel learners) {
            TribuoFiles.write(folder, learners);
        } else {
            writeLinear((LinearModel) model);
        }
    }

    private void writeNetwork(NetworkModel model) throws IOException {
        NpyType type = model.precision() == Precision.FLOAT ? NpyType.F32 : NpyType.F64;
        List<double[]> networks = model.networks().stream().map(NetworkModel.Network::parameters).toList();
        npy("parameters.npy", type, networks, networks.stream().mapToLong(values -> values.length).sum());
        Optional<WordVectors> vectors = NetworkFiles.vectors(model);
        if (vectors.isPresent()) {
            Files.createDirectories(folder.resolve("transform"));
            npy(NetworkFiles.VECTORS, NpyType.F32, List.of(vectors.get().all()), vectors.get().words(), vectors.get().width());
        }
        csv("parameters.csv", out -> {
            out.record(PARAMETER_COLUMNS);
            for (NetworkFiles.Line line : NetworkFiles.blocks(model)) {
                out.field(line.block()).field(line.task()).field(line.shape()).field(line.offset()).field(line.size()).end();
            }
        });
    }

    private void writeLinear(LinearModel model) throws IOException {
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
            out.record(PARAMETER_COLUMNS);
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

    private void writeComponents(Optional<PrincipalComponents> fitted) throws IOException {
        if (fitted.isPresent()) {
            PrincipalComponents components = fitted.get();
            Files.createDirectories(folder.resolve("transform"));
            npy("transform/pca_mean.npy", List.of(components.mean()), components.mean().length);
            npy("transform/pca_components.npy", List.of(components.components()), components.count(), components.mean().length);
            npy("transform/pca_variances.npy", List.of(components.variances()), components.variances().length);
        }
    }

    private void npy(String name, List<double[]> rows, long... shape) throws IOException {
        npy(name, NpyType.F64, rows, shape);
    }

    private void npy(String name, NpyType type, List<double[]> rows, long... shape) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name));
                NpyWriter npy = new NpyWriter(out, type, shape)) {
            for (double[] row : rows) {
                npy.write(row, 0, row.length);
            }
        }
    }

    private Map<String, Object> json(ModelRecord record, Dataset data) throws IOException {
        MultitaskModel model = record.model();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("command", record.command());
        json.put("seed", record.seed());
        json.put("data", record.data().toJson());
        json.put("model", architecture(model));
        List<Object> tasks = new ArrayList<>();
        for (int k = 0; k < model.taskNames().size(); k++) {
            tasks.add(task(model, data, k));
        }
        json.put("tasks", tasks);
        json.put("options", record.options());
        json.put("fit", record.fit());
        if (!(model instanceof TribuoModel)) {
            json.put("parameters", Map.of("sha256", Hashes.sha256(folder.resolve("parameters.npy"))));
        }
        if (InitialParameters.isIn(folder)) {
            json.put("initial", Map.of("sha256", InitialParameters.hash(folder)));
        }
        json.put(RecordedFiles.MEMBER, RecordedFiles.hashes(folder));
        json.put("versions", record.versions());
        return json;
    }

    private static Map<String, Object> architecture(MultitaskModel model) {
        if (model instanceof TribuoModel learners) {
            return TribuoFiles.architecture(learners);
        }
        return model instanceof NetworkModel network ? NetworkFiles.architecture(network) : architecture((LinearModel) model);
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

    private Map<String, Object> task(MultitaskModel model, Dataset data, int position) {
        Loss loss = model.losses().get(position);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", model.taskNames().get(position));
        json.put("loss", loss.label());
        for (Split split : Split.values()) {
            json.put(split.label(), data.tasks().get(position).size(split));
        }
        json.put("weight", model.weights()[position]);
        if (model instanceof LinearModel linear) {
            json.put("penalty", linear.tasks().get(position).penalty());
        }
        if (model instanceof TribuoModel) {
            json.put("sha256", TribuoFiles.sha256(folder, model.taskNames().get(position)));
        }
        if (!model.classes(position).isEmpty()) {
            json.put("classes", model.classes(position));
        } else if (loss.outputs() > 1) {
            json.put("outputs", loss.outputs());
        }
        return json;
    }
}
