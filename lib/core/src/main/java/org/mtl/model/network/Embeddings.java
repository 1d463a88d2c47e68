package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Design;
import org.mtl.data.Split;
import org.mtl.data.Standardization;
import org.mtl.data.TaskData;
import org.mtl.model.Loss;
import org.mtl.parallel.Workers;

/** What a layer that tasks share makes of data rows: features for whatever else takes features. */
public final class Embeddings {

    /** The name of the last layer that tasks share. */
    public static final String TRUNK = "trunk";

    /** The name of what the convolutional layers hand to the dense ones. */
    public static final String CONVOLUTIONS = "conv";

    private final NetworkModel model;
    private final Architecture architecture;
    private final Architecture.Block next;
    private final int width;

    private Embeddings(NetworkModel model, Architecture.Block next) {
        this.model = model;
        this.architecture = model.networks().get(0).architecture();
        this.next = next;
        this.width = architecture.bias() ? next.rows() - 1 : next.rows();
    }

    /**
     * The outputs of a layer.
     *
     * @param layer {@value #TRUNK}, {@code trunk.N} or, of images, {@value #CONVOLUTIONS}
     * @throws MtlException (USAGE) if there is no such layer
     */
    public static Embeddings of(NetworkModel model, String layer) {
        if (!model.isShared()) {
            throw MtlException.usage("--embeddings: this model has a network for each task, and no layer that they share");
        }
        Architecture architecture = model.networks().get(0).architecture();
        List<String> names = new ArrayList<>();
        if (architecture.images().isPresent()) {
            names.add(CONVOLUTIONS);
        }
        for (int i = 1; i <= architecture.hidden().size(); i++) {
            names.add(TRUNK + "." + i);
        }
        int at = layer.equals(TRUNK) ? names.size() - 1 : names.indexOf(layer);
        if (at < 0) {
            throw MtlException.usage("--layer: expected " + (names.isEmpty() ? "a network with shared layers"
                    : TRUNK + ", " + String.join(", ", names)) + ", found '" + layer + "'");
        }
        // What a layer puts out is what the next one takes in, the first head behind the last.
        int images = architecture.images().map(trunk -> trunk.convolutions().size()).orElse(0);
        int behind = images + at + (architecture.images().isPresent() ? 0 : 1);
        return new Embeddings(model, architecture.blocks().get(behind));
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
        Design design = new Design(data.features(), model.standardization(), model.components(), false);
        int[] tasks = tasks(data);
        List<Loss> losses = model.losses();
        double[] parameters = model.networks().get(0).parameters();
        try (NetworkEngine engine = EngineFactory.standard().create(architecture, losses, model.precision(), workers)) {
            engine.parameters().put(0, parameters.length, parameters);
            int step = engine.batchRows();
            for (int from = 0; from < data.features().rows(); from += step) {
                int count = Math.min(step, data.features().rows() - from);
                sink.accept(rows(engine, design, tasks, from, count), count);
            }
        }
    }

    private double[] rows(NetworkEngine engine, Design design, int[] tasks, int from, int count) {
        int columns = design.columns();
        double[] features = new double[count * columns];
        double[] row = new double[columns];
        for (int i = 0; i < count; i++) {
            design.copyRows(tasks.length == 0 ? 0 : tasks[from + i], new int[] {from + i}, 0, 1, row);
            System.arraycopy(row, 0, features, i * columns, columns);
        }
        // The engine hands out what layers take in beside derivatives, for which any label will do.
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> i);
        double[] labels = new double[count * model.losses().get(0).outputs()];
        Batch batch = new Batch(count, features, List.of(new Batch.Labels(0, positions, labels, 1)));
        double[] values = new double[count * width];
        engine.layers(batch, 0, (block, first, rows, activations, deltas) -> {
            for (int i = 0; block.offset() == next.offset() && i < rows; i++) {
                System.arraycopy(activations, i * block.rows(), values, (first + i) * width, width);
            }
        });
        return values;
    }

    /** The task of each row, where it decides how the row is standardized. */
    private int[] tasks(Dataset data) {
        if (model.standardization().mode() != Standardization.Mode.TASK) {
            return new int[0];
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
                        + " could be standardized; expected a model with --standardize pooled or none");
            }
        }
        return tasks;
    }
}
