package org.mtl.model.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.parallel.Workers;

/** What a layer that tasks share makes of data rows: features for whatever else takes features. */
public final class Embeddings {

    /** The name of the last layer that tasks share. */
    public static final String TRUNK = "trunk";

    /** The name of what the convolutional layers hand to the dense ones. */
    public static final String CONVOLUTIONS = "conv";

    /** The name of the means of words' vectors over sentences, in front of their alignment. */
    public static final String WORDS = "words";

    /** Sentences whose means are computed at once. */
    private static final int MEANS = 1024;

    private final NetworkModel model;
    private final Architecture architecture;
    private final Optional<WordMeans> words;
    private final String next;
    private final int width;

    private Embeddings(NetworkModel model, WordMeans words) {
        this.model = model;
        this.architecture = model.networks().get(0).architecture();
        this.words = Optional.of(words);
        this.next = "";
        this.width = words.width();
    }

    private Embeddings(NetworkModel model, String next) {
        this.model = model;
        this.architecture = model.networks().get(0).architecture();
        this.words = Optional.empty();
        this.next = next;
        int rows = architecture.blocks().stream().filter(block -> block.name().equals(next)).findFirst().orElseThrow().rows();
        this.width = architecture.bias() ? rows - 1 : rows;
    }

    /**
     * The outputs of a layer.
     *
     * @param layer {@value #TRUNK}, {@code trunk.N}, {@code align} where rows are aligned, of images {@value #CONVOLUTIONS}, of
     *     sentences what {@link TextTrunk#outputName()} says, {@value #WORDS}, and {@code align} for these behind their alignment
     * @throws MtlException (USAGE) if there is no such layer
     */
    public static Embeddings of(NetworkModel model, String layer) {
        if (!model.isShared()) {
            throw MtlException.usage("--layer: this model has a network for each task, and no layer that they share");
        }
        Architecture architecture = model.networks().get(0).architecture();
        Set<String> names = new LinkedHashSet<>();
        architecture.text().ifPresent(text -> names.add(WORDS));
        architecture.alignment().ifPresent(rank -> names.add(Architecture.ALIGN));
        if (architecture.text().isPresent() && names.contains(layer)) {
            return new Embeddings(model, new WordMeans(model.networks().get(0), layer.equals(Architecture.ALIGN)));
        }
        Map<String, String> behind = behind(architecture);
        names.addAll(behind.keySet());
        String next = layer.equals(TRUNK) && !behind.isEmpty() ? "head.1" : behind.get(layer);
        if (next == null) {
            throw MtlException.usage("--layer: expected " + (names.isEmpty() ? "a network with layers in front of its heads"
                    : TRUNK + ", " + String.join(", ", names)) + ", found '" + layer + "'");
        }
        return new Embeddings(model, next);
    }

    /** What a layer puts out is what the next one takes in, the first head behind the last. */
    private static Map<String, String> behind(Architecture architecture) {
        Map<String, String> behind = new LinkedHashMap<>();
        int layers = architecture.hidden().size();
        String first = layers > 0 ? TRUNK + ".1" : "head.1";
        if (architecture.images().isPresent()) {
            behind.put(CONVOLUTIONS, first);
        }
        architecture.text().ifPresent(text -> behind.put(text.outputName(), first));
        if (architecture.alignment().isPresent() && architecture.text().isEmpty()) {
            behind.put(Architecture.ALIGN, first);
        }
        for (int i = 1; i <= layers; i++) {
            behind.put(TRUNK + "." + i, i < layers ? TRUNK + "." + (i + 1) : "head.1");
        }
        return behind;
    }

    /** The number of values of a row. */
    public int width() {
        return width;
    }

    /** Receives rows in order. */
    public interface Sink {

        /**
         * Takes some rows.
         *
         * @param values count × width values, row-major
         */
        void accept(double[] values, int count);
    }

    /** Computes all rows of a data set, in their order. */
    public void compute(Dataset data, Workers workers, Sink sink) {
        int[] tasks = tasks(data);
        int rows = data.features().rows();
        compute(data, rows, row -> row, row -> tasks.length == 0 ? 0 : tasks[row], workers, sink);
    }

    /** Computes some labelled rows of one task, in their order: with its alignment and its standardization. */
    public void compute(Dataset data, int task, TaskData.Labelled rows, Workers workers, Sink sink) {
        compute(data, rows.size(), rows::row, place -> task, workers, sink);
    }

    /** Computes the values of rows as rows of tasks. */
    private interface Layer {
        double[] rows(int[] rows, int[] tasks);
    }

    private void compute(Dataset data, int rows, IntUnaryOperator row, IntUnaryOperator task, Workers workers, Sink sink) {
        if (words.isPresent()) {
            inSteps(MEANS, rows, row, task, (of, tasks) -> words.get().rows(data.features(), of, tasks), sink);
            return;
        }
        Design design = new Design(data.features(), model.standardization(), model.components(), false);
        double[] parameters = model.networks().get(0).parameters();
        try (NetworkEngine engine = model.engines().create(architecture, model.losses(), model.precision(), workers)) {
            engine.parameters().put(0, parameters.length, parameters);
            inSteps(engine.batchRows(), rows, row, task, (of, tasks) -> rows(engine, design, of, tasks), sink);
        }
    }

    private static void inSteps(int step, int rows, IntUnaryOperator row, IntUnaryOperator task, Layer layer, Sink sink) {
        for (int from = 0; from < rows; from += step) {
            int first = from;
            int count = Math.min(step, rows - from);
            int[] of = IntStream.range(0, count).map(i -> row.applyAsInt(first + i)).toArray();
            int[] tasks = IntStream.range(0, count).map(i -> task.applyAsInt(first + i)).toArray();
            sink.accept(layer.rows(of, tasks), count);
        }
    }

    private double[] rows(NetworkEngine engine, Design design, int[] rows, int[] tasks) {
        int columns = design.columns();
        double[] features = new double[rows.length * columns];
        double[] row = new double[columns];
        for (int i = 0; i < rows.length; i++) {
            design.copyRows(tasks[i], new int[] {rows[i]}, 0, 1, row);
            System.arraycopy(row, 0, features, i * columns, columns);
        }
        // The engine hands out what layers take in beside derivatives, for which any label will do.
        List<Batch.Labels> labels = IntStream.of(tasks).distinct().sorted().mapToObj(task -> {
            int[] positions = IntStream.range(0, rows.length).filter(i -> tasks[i] == task).toArray();
            return new Batch.Labels(task, positions, new double[positions.length * model.losses().get(task).outputs()], 1);
        }).toList();
        Batch batch = new Batch(rows.length, features, labels);
        double[] values = new double[rows.length * width];
        for (int entry = 0; entry < labels.size(); entry++) {
            int[] positions = labels.get(entry).positions();
            engine.layers(batch, entry, (block, first, count, activations, deltas) -> {
                for (int i = 0; block.name().equals(next) && i < count; i++) {
                    System.arraycopy(activations, i * block.rows(), values, positions[first + i] * width, width);
                }
            });
        }
        return values;
    }

    /** The task of each row, where it decides how the row is standardized or aligned. */
    private int[] tasks(Dataset data) {
        boolean aligned = words.map(WordMeans::isAligned).orElse(architecture.alignment().isPresent());
        if (model.standardization().mode() != Standardization.Mode.TASK && !aligned) {
            return new int[0];
        }
        if (aligned && data.form() == Dataset.Form.WIDE) {
            throw MtlException.usage("--embeddings: each task aligns the rows that it shares with others in its own way; expected"
                    + " a model without --align, or data in long form");
        }
        int[] tasks = new int[data.features().rows()];
        Arrays.fill(tasks, -1);
        for (int k = 0; k < data.tasks().size(); k++) {
            TaskData task = data.tasks().get(k);
            for (Split split : Split.values()) {
                int own = k;
                task.in(split).forEachRow(row -> tasks[row] = own);
            }
        }
        for (int row = 0; row < tasks.length; row++) {
            if (tasks[row] < 0) {
                throw MtlException.data("--embeddings: row " + data.ids().name(row) + " has no label of any task, by which it"
                        + " could be standardized or aligned; expected a model with --standardize pooled or none, without --align");
            }
        }
        return tasks;
    }
}
