package org.mtl.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mtl.MtlException;
import org.mtl.data.PrincipalComponents;
import org.mtl.data.Standardization;
import org.mtl.data.WordVectors;
import org.mtl.model.Loss;
import org.mtl.model.network.Activation;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.ImageTrunk;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.model.network.TextTrunk;

/** What a model folder says of a network. */
final class NetworkFiles {

    static final String KIND = "network";

    /** The vectors of words as the data had them, which those that are trained began from. */
    static final String VECTORS = "transform/embedding.npy";

    private NetworkFiles() {}

    /** The member {@code model} of {@code model.json}. */
    static Map<String, Object> architecture(NetworkModel model) {
        Architecture layers = model.networks().get(0).architecture();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", KIND);
        json.put("networks", model.networks().size());
        layers.images().ifPresent(images -> json.put("images", images(images)));
        layers.text().ifPresent(text -> json.put("text", text(text)));
        json.put("hidden", layers.hidden());
        json.put("head_hidden", layers.headHidden());
        json.put("activation", layers.activation().label());
        json.put("bias", layers.bias());
        layers.alignment().ifPresent(rank -> json.put("alignment", rank));
        json.put("precision", model.precision().name().toLowerCase(Locale.ROOT));
        json.put("parameters", model.networks().stream().mapToLong(network -> network.parameters().length).sum());
        json.put("standardize", model.standardization().mode().label());
        json.put("pca", model.components().map(PrincipalComponents::count).orElse(0));
        json.put("features", model.features());
        return json;
    }

    private static Map<String, Object> text(TextTrunk text) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", text.kind().name().toLowerCase(Locale.ROOT));
        json.put("length", text.length());
        json.put("vocabulary", text.vocabulary());
        json.put("width", text.width());
        json.put("size", text.size());
        json.put("windows", text.windows());
        json.put("tuned", text.tuned());
        return json;
    }

    private static Map<String, Object> images(ImageTrunk images) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", images.kind().label());
        json.put("shape", List.of(images.channels(), images.height(), images.width()));
        json.put("filters", images.filters());
        return json;
    }

    /**
     * A line of {@code parameters.csv}.
     *
     * @param task empty for what tasks share
     */
    record Line(String block, String task, String shape, long offset, int size) {}

    /** Where each weight matrix lies in the parameters; the networks of tasks that share nothing come one after another. */
    static List<Line> blocks(NetworkModel model) {
        List<Line> lines = new ArrayList<>();
        long before = 0;
        for (int n = 0; n < model.networks().size(); n++) {
            Architecture architecture = model.networks().get(n).architecture();
            for (Architecture.Block block : architecture.blocks()) {
                String task = !model.isShared() ? model.tasks().get(n).name()
                        : block.task().isPresent() ? model.tasks().get(block.task().getAsInt()).name() : "";
                lines.add(new Line(block.name(), task, block.rows() + "x" + block.columns(), before + block.offset(), block.size()));
            }
            before += architecture.parameters();
        }
        return lines;
    }

    /** Reads a network. */
    static NetworkModel read(Path path, JsonObject json) {
        JsonObject said = json.object("model");
        List<NetworkModel.Task> tasks = new ArrayList<>();
        for (JsonObject task : json.objects("tasks")) {
            List<String> classes = task.texts("classes");
            int width = task.has("outputs") ? task.integer("outputs") : 1;
            if (!(task.number("weight") >= 0)) {
                throw MtlException.data(path.resolve("model.json") + ": task '" + task.text("name")
                        + "': expected a weight of at least 0, found " + task.number("weight"));
            }
            tasks.add(new NetworkModel.Task(task.text("name"), ModelFolder.loss(path, task.text("loss"), classes.size(), width),
                    task.number("weight"), classes));
        }
        List<String> features = said.texts("features");
        Standardization.Mode mode = ModelFolder.constant(path, Standardization.Mode.class, said.text("standardize"));
        Optional<PrincipalComponents> components = ModelFolder.components(path, said.integer("pca"), features.size());
        int inputs = components.map(PrincipalComponents::count).orElse(features.size());
        List<NetworkModel.Network> networks = networks(path, json, said, inputs, tasks);
        return new NetworkModel(features, ModelFolder.standardization(path, mode, tasks.size(), features.size()), components,
                tasks, networks, ModelFolder.constant(path, Precision.class, said.text("precision")));
    }

    private static Architecture architecture(Path path, JsonObject said, Optional<ImageTrunk> trunk, Optional<TextTrunk> text,
            int inputs, List<Loss> losses) {
        Activation activation = ModelFolder.constant(path, Activation.class, said.text("activation"));
        try {
            Architecture architecture = new Architecture(trunk, inputs, said.integers("hidden"), said.integers("head_hidden"),
                    activation, said.bool("bias"), losses.stream().map(Loss::outputs).toList(),
                    said.has("alignment") ? OptionalInt.of(said.integer("alignment")) : OptionalInt.empty(), text);
            // More of them than can be counted is an error too.
            architecture.parameters();
            return architecture;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw MtlException.data(path.resolve("model.json") + ": no such network: " + e.getMessage());
        }
    }

    private static ImageTrunk trunk(Path path, JsonObject said, int inputs) {
        List<Integer> shape = said.integers("shape");
        try {
            ImageTrunk trunk = new ImageTrunk(ModelFolder.constant(path, ImageTrunk.Kind.class, said.text("kind")), shape.get(0),
                    shape.get(1), shape.get(2), said.integers("filters"));
            if (trunk.inputs() == inputs) {
                return trunk;
            }
            throw MtlException.data(path.resolve("model.json") + ": expected images of " + inputs + " values, found " + shape);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw MtlException.data(path.resolve("model.json") + ": images: " + e.getMessage());
        }
    }

    private static TextTrunk text(Path path, JsonObject said, int inputs) {
        int vocabulary = said.integer("vocabulary");
        int width = said.integer("width");
        Optional<WordVectors> vectors = Optional.of(WordVectors.read(path.resolve(VECTORS)));
        try {
            TextTrunk trunk = new TextTrunk(ModelFolder.constant(path, TextTrunk.Kind.class, said.text("kind")), said.integer("length"),
                    vocabulary, width, said.integer("size"), said.integers("windows"), said.bool("tuned"), vectors);
            if (trunk.length() == inputs) {
                return trunk;
            }
            throw MtlException.data(path.resolve("model.json") + ": expected sentences of " + inputs + " numbers, found " + trunk.length());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw MtlException.data(path.resolve("model.json") + ": text: " + e.getMessage());
        }
    }

    /** The vectors of words as the data had them. */
    static Optional<WordVectors> vectors(NetworkModel model) {
        return model.networks().get(0).architecture().text().flatMap(TextTrunk::vectors);
    }

    private static List<NetworkModel.Network> networks(Path path, JsonObject json, JsonObject said, int inputs,
            List<NetworkModel.Task> tasks) {
        int count = said.integer("networks");
        if (count != 1 && count != tasks.size()) {
            throw MtlException.data(path.resolve("model.json") + ": expected one network or one for each of the " + tasks.size()
                    + " tasks, found " + count);
        }
        Optional<ImageTrunk> trunk = said.has("images") ? Optional.of(trunk(path, said.object("images"), inputs)) : Optional.empty();
        Optional<TextTrunk> text = said.has("text") ? Optional.of(text(path, said.object("text"), inputs)) : Optional.empty();
        List<Architecture> architectures = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            List<Loss> losses = (count == 1 ? tasks : tasks.subList(n, n + 1)).stream().map(NetworkModel.Task::loss).toList();
            architectures.add(architecture(path, said, trunk, text, inputs, losses));
        }
        long size = architectures.stream().mapToLong(Architecture::parameters).sum();
        double[] all = ModelFolder.array(
                ModelFolder.parametersFile(path, json.object("parameters").text("sha256")), size);
        List<NetworkModel.Network> networks = new ArrayList<>();
        int at = 0;
        for (Architecture architecture : architectures) {
            int end = at + architecture.parameters();
            networks.add(new NetworkModel.Network(architecture, Arrays.copyOfRange(all, at, end)));
            at = end;
        }
        return networks;
    }
}
