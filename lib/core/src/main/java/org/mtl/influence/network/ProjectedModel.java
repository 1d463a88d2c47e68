package org.mtl.influence.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.model.FileLines;
import org.mtl.model.Loss;
import org.mtl.model.network.Batch;
import org.mtl.model.network.EngineFactory;
import org.mtl.model.network.NetworkModel;
import org.mtl.parallel.Workers;

/**
 * What methods see of a model's training rows through random directions: for each row of a task the projected gradient φ of
 * its output, rounded to 32 bits, and the slope q of its loss ({@link RowOutput}); computed, or read from a folder where they
 * have been stored. In the order of the data file, block by block, so that memory is a block.
 */
public final class ProjectedModel implements AutoCloseable {

    /**
     * The training lines of a block of data rows.
     *
     * @param size the number of lines
     * @param rows the data row of each line, ascending
     * @param tasks the task of each line, ascending within a row
     * @param features φ, lines × D
     * @param slopes q
     */
    record Block(int size, int[] rows, int[] tasks, double[] features, double[] slopes) {}

    /** Takes the projected labels of a batch, which are overwritten by the next one. */
    interface Visitor {

        /**
         * Takes a batch.
         *
         * @param before how many labels of each task come before it
         * @param features φ, labels × D of the network, in the order of the batch's labels
         * @param slopes q; may be longer
         */
        void accept(Batch batch, int[] before, double[] features, double[] slopes);
    }

    private final ModelNetworks networks;
    private final List<Loss> losses;
    private final List<GradientProjection> projections;
    private final List<TaskData.Labelled> training;
    private final int blockRows;
    private final int end;
    private final int dimension;
    private final FileLines lines = new FileLines();
    private Optional<Path> stored = Optional.empty();

    /**
     * Prepares to project.
     *
     * @throws MtlException (USAGE) if a target is a vector of numbers
     */
    public ProjectedModel(NetworkModel model, Dataset data, GradientProjection.Settings settings, EngineFactory factory,
            Workers workers, BlockChoice choice) {
        for (NetworkModel.Task task : model.tasks()) {
            if (!RowOutput.suits(task.loss())) {
                throw MtlException.usage("--method trak: task '" + task.name() + "' has a target of " + task.loss().outputs()
                        + " values; expected one value or classes");
            }
        }
        this.losses = model.losses();
        this.training = data.tasks().stream().map(task -> task.in(Split.TRAIN)).toList();
        this.blockRows = NetworkRows.blockRows(data.features().names().size());
        this.end = NetworkRows.end(training);
        this.networks = ModelNetworks.ofOutputs(model, data, factory, workers, choice);
        this.projections = networks.parts().stream()
                .map(part -> new GradientProjection(part.objective().blocks(), settings, workers)).toList();
        this.dimension = projections.stream().mapToInt(GradientProjection::dimension).max().orElseThrow();
    }

    List<ModelNetworks.Part> parts() {
        return networks.parts();
    }

    Loss loss(int task) {
        return losses.get(task);
    }

    /** D of one network. */
    int dimension(int part) {
        return projections.get(part).dimension();
    }

    /** D, the width of a block's features, of which a network with fewer parameters fills the first. */
    int dimension() {
        return dimension;
    }

    /** The number of blocks. */
    public int blocks() {
        return (int) (((long) end + blockRows - 1) / blockRows);
    }

    /** The training lines of blocks {@code from} to {@code to} − 1. */
    long lines(int from, int to) {
        return NetworkRows.lines(training, (long) from * blockRows, (long) to * blockRows);
    }

    /** Hands over rows of a network's tasks, those among data rows {@code first} to {@code last} − 1. */
    void project(int part, LabelledRows rows, int first, int last, Visitor visitor) {
        ModelNetworks.Part of = networks.parts().get(part);
        TrainedObjective objective = of.objective();
        OutputTargets outputs =
                new OutputTargets(objective.engine(), of.tasks().stream().map(losses::get).toList());
        rows.forEachBatch(first, last, objective.engine().batchRows(), (task, labels, size) -> 1, (batch, before) -> {
            List<LayerFactors> factors = SelfPairs.factors(objective, rows, outputs.of(batch, before), before);
            double[] features = projections.get(part).project(factors, batch.pairs());
            for (int i = 0; i < features.length; i++) {
                features[i] = (float) features[i];
            }
            visitor.accept(batch, before, features, outputs.slopes());
        });
    }

    /** A block of training lines. */
    Block block(int number) {
        int first = number * blockRows;
        lines.find(training, first, blockRows);
        double[] features = new double[Math.multiplyExact(lines.size(), dimension)];
        double[] slopes = new double[lines.size()];
        Block block = new Block(lines.size(), Arrays.copyOf(lines.rows(), lines.size()),
                Arrays.copyOf(lines.tasks(), lines.size()), features, slopes);
        if (stored.isPresent()) {
            ProjectionFiles.read(stored.get(), number, block, dimension);
            return block;
        }
        int last = (int) Math.min(Integer.MAX_VALUE, (long) first + blockRows);
        for (int part = 0; part < networks.parts().size(); part++) {
            ModelNetworks.Part of = networks.parts().get(part);
            int width = dimension(part);
            project(part, of.objective().training(), first, last, (batch, before, found, q) -> {
                int pair = 0;
                for (Batch.Labels labels : batch.labels()) {
                    for (int i = 0; i < labels.size(); i++, pair++) {
                        int line = lines.lines()[lines.place(of.tasks().get(labels.task()), before[labels.task()] + i)];
                        System.arraycopy(found, pair * width, features, line * dimension, width);
                        slopes[line] = q[pair];
                    }
                }
            });
        }
        return block;
    }

    /** The lines of a block that are rows of a network's tasks, ascending. */
    int[] lines(int part, Block block) {
        List<Integer> own = new ArrayList<>();
        for (int line = 0; line < block.size(); line++) {
            if (networks.parts().get(part).tasks().contains(block.tasks()[line])) {
                own.add(line);
            }
        }
        return own.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Stores the blocks that a folder lacks; each appears there when it is complete.
     *
     * @param progress is told how many blocks there are then
     * @throws MtlException (IO) if writing fails
     */
    public void store(Path folder, IntConsumer progress) {
        for (int number = 0; number < blocks(); number++) {
            if (!ProjectionFiles.has(folder, number)) {
                ProjectionFiles.write(folder, number, block(number), dimension);
            }
            progress.accept(number + 1);
        }
    }

    /** From now on takes blocks from a folder where all of them are. */
    public void readFrom(Path folder) {
        stored = Optional.of(folder);
    }

    @Override
    public void close() {
        networks.close();
    }
}
