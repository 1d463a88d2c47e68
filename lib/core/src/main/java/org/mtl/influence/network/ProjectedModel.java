package org.mtl.influence.network;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
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
 * What methods see of a model's training rows through random directions: for each row of a task the projected gradients φ
 * of its outputs, rounded to 32 bits, and the slopes q of its loss ({@link RowOutput}); computed, or read from a folder where they
 * have been stored. In the order of the data file, block by block, so that memory is a block.
 */
public final class ProjectedModel implements AutoCloseable {

    /**
     * The training lines of a block of data rows.
     *
     * @param size the number of lines
     * @param rows the data row of each line, ascending
     * @param tasks the task of each line, ascending within a row
     * @param lines the line of each output, ascending
     * @param features φ, outputs × D
     * @param slopes q, one for each output
     */
    record Block(int size, int[] rows, int[] tasks, int[] lines, double[] features, double[] slopes) {

        /** The number of outputs of all lines. */
        int outputs() {
            return lines.length;
        }

        /** The task of an output's line. */
        int task(int output) {
            return tasks[lines[output]];
        }
    }

    /** Takes the projected labels of a batch, which are overwritten by the next one. */
    interface Visitor {

        /**
         * Takes one output of each label of a batch.
         *
         * @param number which output
         * @param batch the labels of tasks that have it
         * @param before how many labels of each task come before it
         * @param features φ, labels × D of the network, in the order of the batch's labels
         * @param slopes q; may be longer
         */
        void accept(int number, Batch batch, int[] before, double[] features, double[] slopes);
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
     * @param width by which the rows of a block are counted: the same for all models whose blocks belong together
     */
    public ProjectedModel(NetworkModel model, Dataset data, int width, GradientProjection.Settings settings, EngineFactory factory,
            Workers workers, BlockChoice choice) {
        this.losses = model.losses();
        this.training = data.tasks().stream().map(task -> task.in(Split.TRAIN)).toList();
        this.blockRows = NetworkRows.blockRows(width);
        this.end = NetworkRows.end(training);
        this.networks = ModelNetworks.ofOutputs(model, data, factory, workers, choice);
        this.projections = networks.parts().stream()
                .map(part -> new GradientProjection(part.objective().blocks(), settings, workers)).toList();
        this.dimension = projections.stream().mapToInt(GradientProjection::dimension).max().orElseThrow();
        IntStream outputs = losses.stream().mapToInt(RowOutput::count);
        long ofRow = data.form() == Dataset.Form.WIDE ? outputs.sum() : outputs.max().orElse(0);
        workers.memory().require("Projecting a block of rows", 2 * Math.min(blockRows, end) * ofRow * dimension * Double.BYTES);
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
        List<Loss> own = of.tasks().stream().map(losses::get).toList();
        int most = own.stream().mapToInt(RowOutput::count).max().orElse(0);
        List<OutputTargets> outputs =
                IntStream.range(0, most).mapToObj(number -> new OutputTargets(objective.engine(), own, number)).toList();
        rows.forEachBatch(first, last, objective.engine().batchRows(), (task, labels, size) -> 1, (batch, before) -> {
            for (int number = 0; number < most; number++) {
                Batch some = outputs.get(number).of(batch, before);
                List<LayerFactors> factors = SelfPairs.factors(objective, rows, some, before);
                double[] features = projections.get(part).project(factors, some.pairs());
                for (int i = 0; i < features.length; i++) {
                    features[i] = (float) features[i];
                }
                visitor.accept(number, some, before, features, outputs.get(number).slopes());
            }
        });
    }

    /** A block of training lines. */
    Block block(int number) {
        int first = number * blockRows;
        lines.find(training, first, blockRows);
        int[] starts = new int[lines.size() + 1];
        for (int line = 0; line < lines.size(); line++) {
            starts[line + 1] = starts[line] + RowOutput.count(loss(lines.tasks()[line]));
        }
        Block block = block(starts);
        if (stored.isPresent()) {
            ProjectionFiles.read(stored.get(), number, block, dimension);
            return block;
        }
        int last = (int) Math.min(Integer.MAX_VALUE, (long) first + blockRows);
        for (int part = 0; part < networks.parts().size(); part++) {
            ModelNetworks.Part of = networks.parts().get(part);
            int width = dimension(part);
            project(part, of.objective().training(), first, last, (output, batch, before, found, q) -> {
                int pair = 0;
                for (Batch.Labels labels : batch.labels()) {
                    for (int i = 0; i < labels.size(); i++, pair++) {
                        int line = lines.lines()[lines.place(of.tasks().get(labels.task()), before[labels.task()] + i)];
                        int at = starts[line] + output;
                        System.arraycopy(found, pair * width, block.features(), at * dimension, width);
                        block.slopes()[at] = q[pair];
                    }
                }
            });
        }
        return block;
    }

    /** An empty block of the lines that were found, the outputs of each from a place on. */
    private Block block(int[] starts) {
        int size = lines.size();
        int[] of = new int[starts[size]];
        for (int line = 0; line < size; line++) {
            Arrays.fill(of, starts[line], starts[line + 1], line);
        }
        return new Block(size, Arrays.copyOf(lines.rows(), size), Arrays.copyOf(lines.tasks(), size), of,
                new double[Math.multiplyExact(of.length, dimension)], new double[of.length]);
    }

    /** The outputs of a block whose lines are rows of a network's tasks, ascending. */
    int[] outputs(int part, Block block) {
        List<Integer> tasks = networks.parts().get(part).tasks();
        return IntStream.range(0, block.outputs()).filter(output -> tasks.contains(block.task(output))).toArray();
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
