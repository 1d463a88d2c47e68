package org.mtl.influence.network;

import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.model.Loss;
import org.mtl.model.network.Architecture;
import org.mtl.model.network.Batch;
import org.mtl.model.network.Dropout;
import org.mtl.model.network.NetworkEngine;
import org.mtl.model.network.TaskGradients;
import org.mtl.parallel.Workers;

/**
 * What a network was trained to minimise, L(w) = Σ_l (π_l/n_l) Σ_i ℓ_li + ½·wd·‖w‖² (METHODS §2), at the parameters that its
 * engine holds: gradients, their factors layer by layer, and products with second derivatives, each a pass over rows.
 *
 * <p>Passes compute in the engine's precision, sums over batches are in double and in the order of the rows, so that results
 * do not depend on the number of threads.
 */
public final class TrainedObjective {

    private final NetworkEngine engine;
    private final List<Loss> losses;
    private final LabelledRows training;
    private final double[] weights;
    private final double decay;
    private final Workers workers;
    private final BlockChoice choice;

    /**
     * The objective at the engine's parameters.
     *
     * @param losses ℓ_l of the network's tasks
     * @param training their training rows; no task is without any
     * @param weights π_l
     * @param decay wd, also where it was AdamW's, which has no objective
     * @param workers the threads that products beside the engine's run on
     * @param choice the parameters that gradients and second derivatives are taken by; 0 for the others
     */
    public TrainedObjective(NetworkEngine engine, List<Loss> losses, LabelledRows training, double[] weights, double decay,
            Workers workers, BlockChoice choice) {
        this.engine = engine;
        this.losses = List.copyOf(losses);
        this.training = training;
        this.weights = weights.clone();
        this.decay = decay;
        this.workers = workers;
        this.choice = choice;
    }

    /** The same by other parameters. */
    TrainedObjective by(BlockChoice other) {
        return new TrainedObjective(engine, losses, training, weights, decay, workers, other);
    }

    /** The layers that derivatives are taken by. */
    List<Architecture.Block> blocks() {
        return choice.of(architecture());
    }

    /** The number of parameters that derivatives are taken by. */
    int chosenSize() {
        return blocks().stream().mapToInt(Architecture.Block::size).sum();
    }

    /** Makes 0 of what vectors have beside these parameters. */
    void mask(double[] vectors) {
        int size = size();
        for (Architecture.Block block : architecture().blocks()) {
            for (int at = block.offset(); !choice.has(block) && at < vectors.length; at += size) {
                Arrays.fill(vectors, at, at + block.size(), 0);
            }
        }
    }

    NetworkEngine engine() {
        return engine;
    }

    Architecture architecture() {
        return engine.architecture();
    }

    /** p. */
    int size() {
        return engine.architecture().parameters();
    }

    List<Loss> losses() {
        return losses;
    }

    LabelledRows training() {
        return training;
    }

    /** The threads that products beside the engine's run on. */
    public Workers workers() {
        return workers;
    }

    /** wd. */
    double decay() {
        return decay;
    }

    /** π_l. */
    double weight(int task) {
        return weights[task];
    }

    /** π_l/n_l, what the loss of one of the task's rows counts. */
    double rowWeight(int task) {
        return weights[task] / training.of(task).size();
    }

    /** Σπ_l of the tasks that have gradients by a block: all, or its own. */
    double totalWeight(Architecture.Block block) {
        return block.task().isPresent() ? weights[block.task().getAsInt()] : Arrays.stream(weights).sum();
    }

    /** Whether every task's loss has a second derivative that is not 0. */
    boolean hasCurvature() {
        return losses.stream().noneMatch(loss -> loss.label().equals("absolute"));
    }

    /**
     * The gradient of every task's mean loss over some rows, without π and penalty: ∇V_k over validation rows.
     *
     * @return K × p, row-major; 0 for a task without rows
     * @throws MtlException (DATA) naming layer and row where it is not finite
     */
    public double[] meanGradients(LabelledRows rows) {
        int size = size();
        int shared = architecture().sharedParameters();
        double[] sums = new double[Math.multiplyExact(rows.tasks(), size)];
        double[] all = new double[size];
        double[] one = new double[shared];
        rows.forEachBatch(engine.batchRows(), (task, labels, count) -> 1.0 / rows.of(task).size(), (batch, before) -> {
            TaskGradients gradients = engine.taskGradients(batch, Dropout.NONE);
            engine.gradient().get(0, size, all);
            for (Batch.Labels labels : batch.labels()) {
                int at = labels.task() * size;
                gradients.copy(labels.task(), one);
                add(one, 0, shared, sums, at);
                for (Architecture.Block block : architecture().blocks()) {
                    if (block.task().isPresent() && block.task().getAsInt() == labels.task()) {
                        add(all, block.offset(), block.size(), sums, at + block.offset());
                    }
                }
            }
        });
        mask(sums);
        if (!FiniteCheck.isFinite(sums, sums.length)) {
            // Says which row it is.
            factors(rows, Labels.GIVEN, (block, task, first, count, activations, deltas) -> { });
            throw MtlException.data("the gradient of a validation loss is too large: try --standardize pooled");
        }
        return sums;
    }

    private static void add(double[] values, int from, int count, double[] sums, int at) {
        for (int i = 0; i < count; i++) {
            sums[at + i] += values[from + i];
        }
    }

    /** Receives the two factors of the gradients of examples, which must not be changed. */
    interface FactorVisitor {

        /**
         * One layer, for some labels of one task; called for all layers of these labels, then for the next ones. The gradient
         * of label i by the block is a_i δ_i', without π and n.
         *
         * @param first the position of the first of these labels among those of its task
         * @param activations count × rows of the block
         * @param deltas count × columns of the block
         */
        void accept(Architecture.Block block, int task, int first, int count, double[] activations, double[] deltas);
    }

    /** Puts labels in the place of those of a batch. */
    interface Labels {

        /** The labels as they are. */
        Labels GIVEN = (batch, before) -> batch;

        /** The batch with the labels to take derivatives with. */
        Batch of(Batch batch, int[] before);
    }

    /** Hands out the factors of all training labels. */
    void factors(Labels labels, FactorVisitor visitor) {
        factors(training, labels, visitor);
    }

    private void factors(LabelledRows rows, Labels labels, FactorVisitor visitor) {
        rows.forEachBatch(engine.batchRows(), (task, size, count) -> 1,
                (batch, before) -> factors(rows, labels.of(batch, before), before, visitor));
    }

    /**
     * Hands out the factors of a batch.
     *
     * @param before how many labels of each task come before the batch
     * @throws MtlException (DATA) naming layer and row where they are not finite
     */
    void factors(LabelledRows rows, Batch batch, int[] before, FactorVisitor visitor) {
        for (int entry = 0; entry < batch.labels().size(); entry++) {
            int task = batch.labels().get(entry).task();
            engine.layers(batch, entry, (block, first, count, activations, deltas) -> {
                int label = before[task] + first;
                FiniteCheck.require(engine, rows, task, block, label, count, activations, deltas);
                if (choice.has(block)) {
                    visitor.accept(block, task, label, count, activations, deltas);
                }
            });
        }
    }

    /** ∇L by all parameters, the penalty included; a pass over the training rows. */
    double[] gradient() {
        int size = size();
        double[] sum = new double[size];
        double[] one = new double[size];
        engine.parameters().get(0, size, sum);
        for (int j = 0; j < size; j++) {
            sum[j] *= decay;
        }
        training.forEachBatch(engine.batchRows(), (task, labels, count) -> rowWeight(task), (batch, before) -> {
            engine.gradient(batch, Dropout.NONE, false);
            engine.gradient().get(0, size, one);
            add(one, 0, size, sum, 0);
        });
        mask(sum);
        return sum;
    }

    /** A matrix of second derivatives, or what stands for it. */
    enum Kind {
        /** H itself, which need not be positive. */
        HESSIAN,
        /** Σ (π_l/n_l) J'(∂²ℓ/∂z²)J + wd·I. */
        GAUSS_NEWTON,
        /** Σ (π_l/n_l) ∇ℓ∇ℓ' + wd·I, the empirical Fisher matrix. */
        OUTER_PRODUCTS
    }

    /**
     * Products of the second derivatives over all training rows, wd·I included, with some directions, which are 0 beside the
     * chosen parameters.
     *
     * @param directions count × p
     * @param products receives count × p
     */
    void products(Kind kind, double[] directions, int count, double[] products) {
        begin(directions, products);
        training.forEachBatch(engine.batchRows(), (task, labels, size) -> rowWeight(task),
                (batch, before) -> addProducts(kind, batch, before, directions, count, products));
        mask(products);
    }

    /**
     * The same over the rows at some positions, with weights of which the expectation over random positions is that over all.
     */
    void products(Kind kind, int[] positions, double[] directions, int count, double[] products) {
        begin(directions, products);
        double share = (double) training.size() / positions.length;
        Batch batch = training.gather(positions, (task, labels, size) -> share * rowWeight(task));
        addProducts(kind, batch, new int[training.tasks()], directions, count, products);
        mask(products);
    }

    private void begin(double[] directions, double[] products) {
        for (int i = 0; i < directions.length; i++) {
            products[i] = decay * directions[i];
        }
    }

    private void addProducts(Kind kind, Batch batch, int[] before, double[] directions, int count, double[] products) {
        if (kind == Kind.OUTER_PRODUCTS) {
            OuterProducts.add(this, batch, before, directions, count, products);
            return;
        }
        int size = size();
        double[] direction = new double[size];
        double[] product = new double[size];
        for (int t = 0; t < count; t++) {
            System.arraycopy(directions, t * size, direction, 0, size);
            if (kind == Kind.HESSIAN) {
                engine.hessianProduct(batch, direction, product, false);
            } else {
                engine.gaussNewtonProduct(batch, direction, product, false);
            }
            add(product, 0, size, products, t * size);
        }
    }
}
