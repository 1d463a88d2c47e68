package org.mtl.continual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.ImageShape;
import org.mtl.io.CsvWriter;
import org.mtl.io.Folders;
import org.mtl.io.Json;
import org.mtl.io.NpyReader;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;
import org.mtl.training.network.LayerSettings;

/** Writes and reads the folder {@value #FOLDER} of a model, in which a {@link StreamState} lies. */
public final class StateFiles {

    /** The folder's name. */
    public static final String FOLDER = "continual";

    private static final String IMAGE = "image";
    private static final String STATE = "state.json";
    private static final String ANCHORS = "anchors.npy";
    private static final String ACCURACY = "accuracy.csv";
    private static final String NEW = FOLDER + ".new";
    private static final String OLD = FOLDER + ".old";

    private StateFiles() {}

    /**
     * Writes a state in the place of an earlier one; what kills this process leaves one of the two.
     *
     * @throws MtlException (IO) if that fails
     */
    public static void write(Path model, StreamState state) {
        Path fresh = model.resolve(NEW);
        try {
            Folders.delete(fresh);
            Files.createDirectories(fresh);
            writeAll(fresh, state);
            Folders.delete(model.resolve(OLD));
            if (Files.exists(model.resolve(FOLDER))) {
                Files.move(model.resolve(FOLDER), model.resolve(OLD));
            }
            Files.move(fresh, model.resolve(FOLDER));
            Folders.delete(model.resolve(OLD));
        } catch (IOException e) {
            throw MtlException.io(model.resolve(FOLDER) + ": " + e.getMessage(), e);
        }
    }

    /** The table of how well each task was known after each, of a model that has one. */
    public static Path accuracy(Path model) {
        return model.resolve(FOLDER).resolve(ACCURACY);
    }

    private static void writeAll(Path folder, StreamState state) throws IOException {
        try (CsvWriter out = new CsvWriter(Files.newOutputStream(folder.resolve(ACCURACY)))) {
            out.record(List.of("after", "task", "accuracy"));
            for (int i = 0; i < state.tasks().size(); i++) {
                for (int j = 0; j <= i; j++) {
                    out.field(state.tasks().get(i)).field(state.tasks().get(j)).known(state.accuracy().rows().get(i)[j]).end();
                }
            }
        }
        try (CsvWriter out = new CsvWriter(Files.newOutputStream(folder.resolve("memory.csv")))) {
            out.record(List.of("after", "row", "task", "class"));
            for (StreamState.Held held : state.held()) {
                out.field(held.after()).field(held.row()).field(held.task()).field(held.label()).end();
            }
        }
        StreamNetwork network = state.network().get(0);
        array(folder.resolve("parameters.npy"), List.of(network.parameters()), network.parameters().length);
        List<double[]> inputs = state.memory().examples().stream().map(Example::input).toList();
        array(folder.resolve("inputs.npy"), inputs, inputs.size(), network.architecture().inputs());
        if (!state.memory().anchors().isEmpty()) {
            List<double[]> anchors = state.memory().anchors().stream().map(Example::input).toList();
            array(folder.resolve(ANCHORS), anchors, anchors.size(), network.architecture().inputs());
        }
        Files.write(folder.resolve(STATE), Json.write(json(state)));
    }

    private static void array(Path file, List<double[]> rows, long... shape) throws IOException {
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), NpyType.F64, shape)) {
            for (double[] row : rows) {
                out.write(row, 0, row.length);
            }
        }
    }

    private static Map<String, Object> json(StreamState state) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("tasks", state.tasks());
        List<Object> heads = new ArrayList<>();
        state.network().get(0).heads().forEach(head -> heads.add(Map.of("classes", head.classes())));
        json.put("heads", heads);
        state.network().get(0).architecture().images().ifPresent(images ->
                json.put(IMAGE, List.of(images.channels(), images.height(), images.width())));
        json.put("capacity", state.memory().capacity());
        json.put("seen", state.memory().seen());
        List<Object> rows = new ArrayList<>();
        for (Memory.Place place : state.memory().places()) {
            Map<String, Object> row = json(place.example());
            row.put("score", place.score());
            rows.add(row);
        }
        json.put("memory", rows);
        if (!state.memory().anchors().isEmpty()) {
            json.put("anchors", state.memory().anchors().stream().map(StateFiles::json).toList());
        }
        List<Object> accuracy = new ArrayList<>();
        for (double[] row : state.accuracy().rows()) {
            List<Object> values = new ArrayList<>();
            for (double value : row) {
                values.add(Double.isNaN(value) ? null : value);
            }
            accuracy.add(values);
        }
        json.put("accuracy", accuracy);
        List<Object> held = new ArrayList<>();
        state.held().forEach(each -> held.add(List.of(each.after(), each.row(), each.task(), each.label())));
        json.put("held", held);
        return json;
    }

    private static Map<String, Object> json(Example example) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("row", example.row());
        row.put("task", example.task());
        row.put("head", example.head());
        row.put("label", example.label());
        return row;
    }

    /** Whether a model was trained on a stream. */
    public static boolean isAt(Path model) {
        return Files.exists(model.resolve(FOLDER).resolve(STATE));
    }

    /**
     * Reads the state that a model, or a run that was interrupted, has.
     *
     * @param setting decides whose the heads are
     * @return the state, where there is one
     * @throws MtlException (DATA) if it is damaged
     */
    public static Optional<StreamState> read(Path model, Setting setting, LayerSettings layers) {
        Path folder = model.resolve(FOLDER);
        if (!Files.exists(folder.resolve(STATE))) {
            folder = model.resolve(OLD);
        }
        if (!Files.exists(folder.resolve(STATE))) {
            return Optional.empty();
        }
        Path file = folder.resolve(STATE);
        try {
            return Optional.of(state(folder, Json.read(file), setting, layers));
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw MtlException.data(file + ": it is damaged, or was written by another version of mtl");
        }
    }

    private static StreamState state(Path folder, Map<String, Object> json, Setting setting, LayerSettings layers) {
        List<String> tasks = texts(json.get("tasks"));
        List<StreamNetwork.Head> heads = new ArrayList<>();
        for (Object each : (List<?>) json.get("heads")) {
            String task = setting.ownHeads() ? tasks.get(heads.size()) : "";
            heads.add(new StreamNetwork.Head(task, texts(((Map<?, ?>) each).get("classes"))));
        }
        List<?> rows = (List<?>) json.get("memory");
        double[] inputs = array(folder.resolve("inputs.npy"));
        double[] parameters = array(folder.resolve("parameters.npy"));
        StreamInputs seen = json.get(IMAGE) instanceof List<?> axes
                ? images(axes, layers) : new StreamInputs(Optional.empty(), inputs(parameters.length, heads, layers));
        int width = seen.values();
        List<Memory.Place> places = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<?, ?> row = (Map<?, ?>) rows.get(i);
            Example example = example(row, inputs, i, width);
            places.add(new Memory.Place(example, ((Number) row.get("score")).doubleValue()));
        }
        List<Example> anchors = new ArrayList<>();
        if (json.get("anchors") instanceof List<?> all) {
            double[] values = array(folder.resolve(ANCHORS));
            all.forEach(each -> anchors.add(example((Map<?, ?>) each, values, anchors.size(), width)));
        }
        List<double[]> accuracy = new ArrayList<>();
        for (Object row : (List<?>) json.get("accuracy")) {
            accuracy.add(((List<?>) row).stream()
                    .mapToDouble(value -> value == null ? Double.NaN : ((Number) value).doubleValue()).toArray());
        }
        List<StreamState.Held> held = new ArrayList<>();
        for (Object each : (List<?>) json.get("held")) {
            List<String> texts = texts(each);
            held.add(new StreamState.Held(texts.get(0), texts.get(1), texts.get(2), texts.get(3)));
        }
        StreamNetwork network = new StreamNetwork(StreamNetwork.architecture(layers, seen, heads), heads, parameters);
        if (network.architecture().parameters() != parameters.length) {
            throw new IllegalArgumentException("the layers are others");
        }
        Memory memory = new Memory(whole(json.get("capacity")), places, anchors, ((Number) json.get("seen")).longValue());
        return new StreamState(List.of(network), memory, new AccuracyMatrix(tasks, accuracy), held);
    }

    private static Example example(Map<?, ?> row, double[] inputs, int i, int width) {
        return new Example(Arrays.copyOfRange(inputs, i * width, (i + 1) * width), whole(row.get("head")), whole(row.get("label")),
                (String) row.get("row"), (String) row.get("task"));
    }

    private static StreamInputs images(List<?> axes, LayerSettings layers) {
        ImageShape shape = new ImageShape(whole(axes.get(0)), whole(axes.get(1)), whole(axes.get(2)));
        return StreamInputs.of(layers, Optional.of(shape), shape.channels() * shape.height() * shape.width());
    }

    /** d, by the number of parameters: the first layer is as wide as they say. */
    private static int inputs(int parameters, List<StreamNetwork.Head> heads, LayerSettings layers) {
        int one = StreamNetwork.architecture(layers, new StreamInputs(Optional.empty(), 1), heads).parameters();
        int two = StreamNetwork.architecture(layers, new StreamInputs(Optional.empty(), 2), heads).parameters();
        int inputs = 1 + (parameters - one) / (two - one);
        if (inputs < 1 || one + (long) (inputs - 1) * (two - one) != parameters) {
            throw new IllegalArgumentException("the layers are others");
        }
        return inputs;
    }

    private static int whole(Object value) {
        return Math.toIntExact(((Number) value).longValue());
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private static double[] array(Path file) {
        try (NpyReader npy = NpyReader.open(file)) {
            double[] values = new double[Math.toIntExact(npy.size())];
            npy.read(0, values.length, values, 0);
            return values;
        } catch (IOException e) {
            throw MtlException.io(file + ": " + e.getMessage(), e);
        }
    }
}
