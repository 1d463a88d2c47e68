package org.mtl.model.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.MtlException;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.parallel.Workers;

/**
 * Networks over sequences of words: {@link SentencePass} in front of the engine of dense networks.
 *
 * <p>It has no second derivatives, and hands out activations and deltas of the dense layers only: the gradient of an example by
 * filters and recurrent weights is no product of two factors.
 */
public final class TextEngine implements NetworkEngine {

    private final Architecture architecture;
    private final TextTrunk trunk;
    private final List<Loss> losses;
    private final Precision precision;
    private final SentenceCore<?> core;
    private final DenseEngine dense;
    private final InnerBlocks blocks;
    private final RealVector parameters;
    private final RealVector gradient;

    /**
     * An engine whose parameters are all 0.
     *
     * @param architecture has layers for words
     * @param losses ℓ_k, with as many outputs as the architecture says
     */
    public TextEngine(Architecture architecture, List<Loss> losses, Precision precision, Workers workers) {
        this.architecture = architecture;
        this.trunk = architecture.text().orElseThrow();
        this.losses = List.copyOf(losses);
        this.precision = precision;
        this.core = switch (precision) {
            case FLOAT -> new SentenceCore<>(architecture, RealKernels.ofFloats(), new FloatActivations(architecture.activation()),
                    new FloatGates(), workers);
            case DOUBLE -> new SentenceCore<>(architecture, RealKernels.ofDoubles(), new DoubleActivations(architecture.activation()),
                    new DoubleGates(), workers);
        };
        this.dense = new DenseEngine(architecture.dense(), losses, precision, workers);
        this.blocks = new InnerBlocks(architecture, dense.architecture());
        this.parameters = vector();
        this.gradient = vector();
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public RealVector parameters() {
        return parameters;
    }

    @Override
    public RealVector gradient() {
        return gradient;
    }

    @Override
    public int batchRows() {
        return SentenceChunk.MOST;
    }

    @Override
    public RealVector vector() {
        return core.kernels.vector(architecture.parameters());
    }

    private List<SentenceChunk> chunks(Batch batch) {
        return core.isAligned() ? SentenceChunk.byTask(batch, losses) : SentenceChunk.inOrder(batch, losses);
    }

    /** The pass at the engine's parameters, which callers may have changed. */
    private SentencePass<?> pass() {
        blocks.copy(parameters, dense.parameters());
        return new SentencePass<>(core, parameters);
    }

    @Override
    public void predict(Batch batch, double[] outputs) {
        SentencePass<?> pass = pass();
        int width = losses.stream().mapToInt(Loss::outputs).sum();
        Batch plain = new Batch(batch.count(), batch.features(), List.of());
        if (!core.isAligned()) {
            for (SentenceChunk chunk : SentenceChunk.inOrder(plain, losses)) {
                double[] some = predict(pass, plain, chunk, width);
                System.arraycopy(some, 0, outputs, chunk.rows()[0] * width, some.length);
            }
            return;
        }
        int column = 0;
        for (int task = 0; task < losses.size(); task++) {
            for (SentenceChunk chunk : SentenceChunk.ofTask(batch.count(), task)) {
                double[] some = predict(pass, plain, chunk, width);
                for (int i = 0; i < chunk.count(); i++) {
                    System.arraycopy(some, i * width + column, outputs, chunk.rows()[i] * width + column, losses.get(task).outputs());
                }
            }
            column += losses.get(task).outputs();
        }
    }

    private double[] predict(SentencePass<?> pass, Batch batch, SentenceChunk chunk, int width) {
        double[] some = new double[chunk.count() * width];
        dense.predict(new Batch(chunk.count(), pass.forward(batch, chunk).outputs(), List.of()), some);
        return some;
    }

    @Override
    public double[] losses(Batch batch) {
        return sumsAt(batch, List.of(parameters), Summand.LOSS)[0];
    }

    @Override
    public double[][] sumsAt(Batch batch, List<RealVector> vectors, Summand summand) {
        double[][] sums = new double[vectors.size()][losses.size()];
        for (int v = 0; v < sums.length; v++) {
            SentencePass<?> pass = new SentencePass<>(core, vectors.get(v));
            RealVector behind = dense.vector();
            blocks.copy(vectors.get(v), behind);
            for (SentenceChunk chunk : chunks(batch)) {
                Batch inner = new Batch(chunk.count(), pass.forward(batch, chunk).outputs(), chunk.labels());
                add(dense.sumsAt(inner, List.of(behind), summand)[0], sums[v]);
            }
        }
        return sums;
    }

    @Override
    public double[] gradient(Batch batch, Dropout dropout, boolean add) {
        SentencePass<?> pass = pass();
        if (!add) {
            core.kernels.clear(gradient);
        }
        double[] sums = new double[losses.size()];
        int number = 0;
        for (SentenceChunk chunk : chunks(batch)) {
            SentencePass.Passed passed = pass.forward(batch, chunk);
            SentenceDropout some = SentenceDropout.of(dropout, number++, trunk.outputs());
            add(backward(passed, chunk, chunk.labels(), some, gradient, gradient), sums);
        }
        return sums;
    }

    /**
     * Adds the gradient of the value of some labels of a chunk.
     *
     * @param shared receives the part of what tasks share
     * @param own receives the part of what they do not; may be the same vector
     */
    private double[] backward(SentencePass.Passed passed, SentenceChunk chunk, List<Batch.Labels> labels, SentenceDropout dropout,
            RealVector shared, RealVector own) {
        double[] features = passed.outputs().clone();
        dropout.apply(features);
        double[] deltas = new double[features.length];
        double[] sums = dense.gradient(new Batch(chunk.count(), features, labels), dropout.behind(), false, deltas);
        dropout.apply(deltas);
        blocks.add(dense.gradient(), shared, own);
        passed.backward(deltas, shared, own);
        return sums;
    }

    private static void add(double[] from, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += from[i];
        }
    }

    @Override
    public TaskGradients taskGradients(Batch batch, Dropout dropout) {
        SentencePass<?> pass = pass();
        core.kernels.clear(gradient);
        List<RealVector> shared = core.taskVectors();
        double[] sums = new double[losses.size()];
        boolean byTask = core.isAligned() || dropout.rate() == 0 && batch.isSeparate();
        int number = 0;
        for (SentenceChunk chunk : byTask ? SentenceChunk.byTask(batch, losses) : SentenceChunk.inOrder(batch, losses)) {
            SentencePass.Passed passed = pass.forward(batch, chunk);
            SentenceDropout some = SentenceDropout.of(dropout, number++, trunk.outputs());
            for (Batch.Labels labels : chunk.labels()) {
                add(backward(passed, chunk, List.of(labels), some, shared.get(labels.task()), gradient), sums);
            }
        }
        return new HeapTaskGradients(sums, shared.stream().map(RealVector::values).toArray(double[][]::new), gradient);
    }

    /** Directions as they were given, and the dense layers' parts of them. */
    private record TextDirections(List<double[]> vectors, Directions behind) implements Directions {

        @Override
        public int count() {
            return vectors.size();
        }
    }

    @Override
    public Directions directions(double[] vectors, int count) {
        int size = architecture.parameters();
        List<double[]> all = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            all.add(Arrays.copyOfRange(vectors, t * size, (t + 1) * size));
        }
        return new TextDirections(all, dense.directions(blocks.parts(all), count));
    }

    @Override
    public void exampleProducts(Batch batch, Directions directions, double[] products) {
        TextDirections given = (TextDirections) directions;
        SentencePass<?> pass = pass();
        int done = 0;
        for (SentenceChunk chunk : SentenceChunk.byTask(batch, losses)) {
            SentencePass.Passed passed = pass.forwardOneByOne(batch, chunk);
            Batch inner = new Batch(chunk.count(), passed.outputs(), chunk.labels());
            double[] some = new double[chunk.count() * given.count()];
            dense.exampleProducts(inner, given.behind(), some);
            double[] inputDeltas = new double[chunk.count() * trunk.outputs()];
            dense.addInputGradients(inner, inputDeltas);
            passed.addProducts(inputDeltas, given.vectors(), some);
            System.arraycopy(some, 0, products, done, some.length);
            done += some.length;
        }
    }

    @Override
    public void layers(Batch batch, int labels, LayerVisitor visitor) {
        SentencePass<?> pass = pass();
        Batch alone = new Batch(batch.count(), batch.features(), List.of(batch.labels().get(labels)));
        for (SentenceChunk chunk : SentenceChunk.byTask(alone, losses)) {
            int before = chunk.parts().get(0).first();
            Batch inner = new Batch(chunk.count(), pass.forward(batch, chunk).outputs(), chunk.labels());
            dense.layers(inner, 0, (block, first, count, activations, deltas) ->
                    visitor.accept(blocks.outer(block), before + first, count, activations, deltas));
        }
    }

    @Override
    public boolean hasSecondDerivatives() {
        return false;
    }

    @Override
    public void hessianProduct(Batch batch, double[] direction, double[] product, boolean add) {
        throw noSecondDerivatives();
    }

    @Override
    public void gaussNewtonProduct(Batch batch, double[] direction, double[] product, boolean add) {
        throw noSecondDerivatives();
    }

    private static MtlException noSecondDerivatives() {
        return MtlException.unavailable("networks of words have no second derivatives here; expected a method of first order", null);
    }

    @Override
    public void close() {
        dense.close();
    }
}
