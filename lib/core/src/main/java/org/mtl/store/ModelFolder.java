package org.mtl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Split;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Standardization;
import org.mtl.io.Hashes;
import org.mtl.io.Json;
import org.mtl.io.NpyReader;
import org.mtl.model.AbsoluteLoss;
import org.mtl.model.BlockMatrix;
import org.mtl.model.LinearModel;
import org.mtl.model.HuberLoss;
import org.mtl.model.LogisticLoss;
import org.mtl.model.Loss;
import org.mtl.model.MultitaskModel;
import org.mtl.model.Sharing;
import org.mtl.model.SoftmaxLoss;
import org.mtl.model.SquaredLoss;

/**
 * Reads a model folder. Nothing in it is executed, and no path in it is followed but that of the data.
 *
 * @param path the folder, as the user gave it
 * @param hash the SHA-256 of {@code model.json}, by which files written from this model know it again
 * @param record what it says
 */
public record ModelFolder(Path path, String hash, ModelRecord record) {

    /**
     * Reads {@code model.json}, the parameters and the transform.
     *
     * @throws MtlException (MISSING) if there is no such folder or no {@code model.json} in it; (DATA) if a file in it is
     *     damaged or was written by a later version, or it is a folder of groups or seeds
     */
    public static ModelFolder open(Path path) {
        Path file = path.resolve("model.json");
        if (!Files.exists(path)) {
            throw MtlException.missing(path + ": no such model");
        }
        if (!Files.exists(file)) {
            throw MtlException.missing(path + ": not a model: it has no model.json");
        }
        OwnFiles.requireBelow(path);
        Map<String, Object> members = Json.read(file);
        if (GroupsFolder.isKind(members)) {
            throw GroupsFolder.noModel(path);
        }
        if (SeedsFolder.isKind(members)) {
            throw SeedsFolder.noModel(path);
        }
        JsonObject json = new JsonObject(file.toString(), members);
        int format = json.integer("format");
        if (format != ModelWriter.FORMAT) {
            throw MtlException.data(file + ": expected format " + ModelWriter.FORMAT + ", found " + format
                    + ": the model was written by another version of mtl");
        }
        RecordedFiles.require(path, json);
        ModelRecord record = new ModelRecord(
                json.texts("command"),
                json.longInteger("seed"),
                DataReference.fromJson(json.object("data")),
                json.object("options").textMembers(),
                json.object("fit").members(),
                json.object("versions").textMembers(),
                model(path, json));
        return new ModelFolder(path, Hashes.sha256(file), record);
    }

    /**
     * How many labelled rows of each split each task had, in the order of the model's tasks.
     *
     * @throws MtlException (DATA) if {@code model.json} does not say
     */
    public List<Map<Split, Integer>> sizes() {
        Path file = path.resolve("model.json");
        List<Map<Split, Integer>> sizes = new ArrayList<>();
        for (JsonObject task : new JsonObject(file.toString(), Json.read(file)).objects("tasks")) {
            Map<Split, Integer> ofTask = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                ofTask.put(split, task.integer(split.label()));
            }
            sizes.add(ofTask);
        }
        return sizes;
    }

    /**
     * The SHA-256 of {@link InitialParameters}.
     *
     * @throws MtlException (DATA) if {@code model.json} does not say
     */
    String initialHash() {
        Path file = path.resolve("model.json");
        return new JsonObject(file.toString(), Json.read(file)).object("initial").text("sha256");
    }

    private static MultitaskModel model(Path path, JsonObject json) {
        JsonObject architecture = json.object("model");
        String kind = architecture.text("kind");
        return switch (kind) {
            case "linear" -> linear(path, json, architecture);
            case NetworkFiles.KIND -> NetworkFiles.read(path, json);
            case TribuoFiles.KIND -> TribuoFiles.read(path, json);
            default -> throw MtlException.data(path.resolve("model.json") + ": expected a model of kind linear, "
                    + NetworkFiles.KIND + " or " + TribuoFiles.KIND + ", found '" + kind + "'");
        };
    }

    private static LinearModel linear(Path path, JsonObject json, JsonObject architecture) {
        List<LinearModel.Task> tasks = new ArrayList<>();
        for (JsonObject task : json.objects("tasks")) {
            List<String> classes = task.texts("classes");
            int width = task.has("outputs") ? task.integer("outputs") : 1;
            tasks.add(new LinearModel.Task(task.text("name"), loss(path, task.text("loss"), classes.size(), width),
                    task.number("weight"), task.number("penalty"), classes));
        }
        Sharing sharing = constant(path, Sharing.class, architecture.text("sharing"));
        boolean intercept = architecture.bool("intercept");
        List<String> features = architecture.texts("features");
        Standardization.Mode mode = constant(path, Standardization.Mode.class, architecture.text("standardize"));
        Optional<PrincipalComponents> components = components(path, architecture.integer("pca"), features.size());
        int columns = components.map(PrincipalComponents::count).orElse(features.size()) + (intercept ? 1 : 0);
        int length = columns * (tasks.isEmpty() ? 1 : tasks.get(0).loss().outputs());
        String expectedHash = json.object("parameters").text("sha256");
        return new LinearModel(sharing, intercept, features, standardization(path, mode, tasks.size(), features.size()),
                components, tasks, architecture.number("shared_ridge"), parameters(path, expectedHash, sharing, tasks.size(), length));
    }

    static Loss loss(Path path, String label, int classes, int width) {
        boolean classification = label.equals("logistic") || label.equals("softmax");
        if (classification != (classes >= 2)) {
            throw MtlException.data(path.resolve("model.json") + ": a task with loss " + label + " has " + classes + " classes");
        }
        if (width < 1 || width > 1 && !label.equals("squared")) {
            throw MtlException.data(
                    path.resolve("model.json") + ": a task with loss " + label + " has " + width + " outputs");
        }
        return switch (label) {
            case "squared" -> new SquaredLoss(width);
            case "huber" -> new HuberLoss();
            case "absolute" -> new AbsoluteLoss();
            case "logistic" -> new LogisticLoss();
            case "softmax" -> new SoftmaxLoss(classes);
            default -> throw MtlException.data(path.resolve("model.json") + ": unknown loss '" + label + "'");
        };
    }

    static Optional<PrincipalComponents> components(Path path, int count, int columns) {
        if (count == 0) {
            return Optional.empty();
        }
        double[] mean = array(path.resolve("transform/pca_mean.npy"), columns);
        double[] components = array(path.resolve("transform/pca_components.npy"), (long) count * columns);
        double[] variances = array(path.resolve("transform/pca_variances.npy"), count);
        return Optional.of(new PrincipalComponents(mean, components, count, variances));
    }

    static <E extends Enum<E>> E constant(Path path, Class<E> type, String label) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst()
                .orElseThrow(() -> MtlException.data(path.resolve("model.json") + ": unknown word '" + label + "'"));
    }

    static Standardization standardization(Path path, Standardization.Mode mode, int tasks, int columns) {
        if (mode == Standardization.Mode.NONE) {
            return Standardization.NONE;
        }
        int sets = mode == Standardization.Mode.TASK ? tasks : 1;
        double[] means = array(path.resolve("transform/means.npy"), (long) sets * columns);
        double[] scales = array(path.resolve("transform/scales.npy"), (long) sets * columns);
        return new Standardization(mode, split(means, sets, columns), split(scales, sets, columns));
    }

    private static BlockMatrix parameters(Path path, String expectedHash, Sharing sharing, int tasks, int length) {
        Path file = parametersFile(path, expectedHash);
        int shared = sharing.hasShared() ? 1 : 0;
        int own = sharing.hasOwn() ? tasks : 0;
        double[][] blocks = split(array(file, (long) (shared + own) * length), shared + own, length);
        return new BlockMatrix(length, 1, shared == 1 ? blocks[0] : new double[0],
                Arrays.copyOfRange(blocks, shared, blocks.length));
    }

    /**
     * The file of the parameters.
     *
     * @throws MtlException (DATA) if it is not the one that {@code model.json} records
     */
    static Path parametersFile(Path path, String expectedHash) {
        Path file = path.resolve("parameters.npy");
        RecordedFiles.require(file, expectedHash);
        return file;
    }

    static double[] array(Path file, long size) {
        try (NpyReader npy = NpyReader.open(file)) {
            if (npy.size() != size) {
                throw MtlException.data(file + ": expected " + size + " values, found " + npy.size());
            }
            double[] values = new double[Math.toIntExact(size)];
            npy.read(0, values.length, values, 0);
            return values;
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }

    private static double[][] split(double[] values, int rows, int columns) {
        double[][] split = new double[rows][];
        for (int row = 0; row < rows; row++) {
            split[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
        }
        return split;
    }
}
