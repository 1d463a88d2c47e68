package org.mtl.model.network;

import java.util.List;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.parallel.Workers;

/** The engine of dense networks on the processor, over products of matrices outside the heap. */
public final class DenseEngine implements NetworkEngine {

    private final Architecture architecture;
    private final Precision precision;
    private final Computations<?> computations;

    /**
     * An engine whose parameters are all 0.
     *
     * @param losses ℓ_k, with as many outputs as the architecture says
     */
    public DenseEngine(Architecture architecture, List<Loss> losses, Precision precision, Workers workers) {
        if (architecture.images().isPresent() || architecture.text().isPresent()) {
            throw new IllegalArgumentException("this engine computes dense layers only");
        }
        this.architecture = architecture;
        this.precision = precision;
        this.computations = switch (precision) {
            case FLOAT -> new Computations<>(new EngineCore<>(architecture, losses, RealKernels.ofFloats(),
                    new FloatActivations(architecture.activation()), workers));
            case DOUBLE -> new Computations<>(new EngineCore<>(architecture, losses, RealKernels.ofDoubles(),
                    new DoubleActivations(architecture.activation()), workers));
        };
    }

    /** What the engine computes, in one precision. */
    private record Computations<T>(EngineCore<T> core, JointGradient<T> joint, GradientsByTask<T> tasks,
            ExampleProducts<T> examples, SecondOrder<T> second, CandidateSums<T> candidates, KeptPass<T> kept) {

        Computations(EngineCore<T> core) {
            this(core, new JointGradient<>(core));
        }

        private Computations(EngineCore<T> core, JointGradient<T> joint) {
            this(core, joint, new GradientsByTask<>(core, joint), new ExampleProducts<>(core), new SecondOrder<>(core),
                    new CandidateSums<>(core), new KeptPass<>(core));
        }
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
        return computations.core().parameters.flat();
    }

    @Override
    public RealVector gradient() {
        return computations.core().gradient.flat();
    }

    @Override
    public int batchRows() {
        return EngineCore.CHUNK_ROWS;
    }

    @Override
    public void predict(Batch batch, double[] outputs) {
        computations.joint().predict(batch, outputs);
    }

    @Override
    public double[] gradient(Batch batch, Dropout dropout, boolean add) {
        return computations.joint().gradient(batch, dropout, add);
    }

    /**
     * {@link #gradient(Batch, Dropout, boolean)}, and the derivatives of the batch's value by its features.
     *
     * @param inputs zeros, receives count × d values
     */
    double[] gradient(Batch batch, Dropout dropout, boolean add, double[] inputs) {
        return computations.joint().gradient(batch, dropout, add, inputs);
    }

    @Override
    public double[] losses(Batch batch) {
        return computations.joint().losses(batch);
    }

    @Override
    public double[][] sumsAt(Batch batch, List<RealVector> vectors, Summand summand) {
        return computations.candidates().compute(batch, vectors, summand);
    }

    @Override
    public RealVector vector() {
        return computations.core().kernels.vector(architecture.parameters());
    }

    @Override
    public TaskGradients taskGradients(Batch batch, Dropout dropout) {
        return computations.tasks().compute(batch, dropout);
    }

    @Override
    public void exampleProducts(Batch batch, Directions directions, double[] products) {
        computations.examples().compute(batch, directions, products);
    }

    @Override
    public Directions directions(double[] vectors, int count) {
        return computations.examples().directions(vectors, count);
    }

    @Override
    public ExamplePass examplePass(Batch batch) {
        return computations.kept().of(this, batch);
    }

    @Override
    public void layers(Batch batch, int labels, LayerVisitor visitor) {
        computations.examples().layers(batch, labels, visitor);
    }

    @Override
    public void hessianProduct(Batch batch, double[] direction, double[] product, boolean add) {
        computations.second().hessianProduct(batch, direction, product, add);
    }

    @Override
    public void gaussNewtonProduct(Batch batch, double[] direction, double[] product, boolean add) {
        computations.second().gaussNewtonProduct(batch, direction, product, add);
    }

    @Override
    public void close() {
        // Buffers outside the heap go with the objects that hold them.
    }
}
