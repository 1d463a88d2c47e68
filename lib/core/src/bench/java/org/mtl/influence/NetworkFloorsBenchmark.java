package org.mtl.influence;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.data.Split;
import org.mtl.influence.network.ArnoldiInverse;
import org.mtl.influence.network.BlockChoice;
import org.mtl.influence.network.ConjugateGradientInverse;
import org.mtl.influence.network.CurvatureInverse;
import org.mtl.influence.network.Damping;
import org.mtl.influence.network.DataInfInverse;
import org.mtl.influence.network.EkfacInverse;
import org.mtl.influence.network.FirstOrderPairs;
import org.mtl.influence.network.Fisher;
import org.mtl.influence.network.GradientProjection;
import org.mtl.influence.network.IdentityInverse;
import org.mtl.influence.network.InnerRate;
import org.mtl.influence.network.KfacInverse;
import org.mtl.influence.network.LissaInverse;
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.ModelPath;
import org.mtl.influence.network.NetworkRows;
import org.mtl.influence.network.NeumannInverse;
import org.mtl.influence.network.PathPoint;
import org.mtl.influence.network.ProjectedModel;
import org.mtl.influence.network.PseudoUpdates;
import org.mtl.influence.network.RowTargets;
import org.mtl.influence.network.SourceUnrolling;
import org.mtl.influence.network.TargetGradients;
import org.mtl.influence.network.TrainedObjective;
import org.mtl.influence.network.TrakModel;
import org.mtl.influence.network.TrakRows;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each method's scores on one mean loss through {@link DrawnNetwork}, on two threads, from the opened model to the last score, beside
 * the flops of {@link NetworkFlops} and the speed of large products in the same run. Counters are per second of wall time:
 * {@code gigaflops32} and {@code gigaflops64} of the floor, and {@code processorSeconds}, by which to divide on a machine in use.
 * Methods that take steps take a few of them, the same number in the floor.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class NetworkFloorsBenchmark {

    private static final int SQUARE = 1024;
    private static final int STEPS = 5;
    private static final int CHECKPOINTS = 3;
    private static final int BATCH = 256;
    private static final int PROJECTION = 512;
    /** Of an estimate that precedes a series. */
    private static final int POWERS = 20;

    private Workers workers;
    private DrawnNetwork drawn;

    /** The word of {@code --method}. */
    @State(Scope.Benchmark)
    public static class Method {
        /** All of networks but for those that are others under another name or need no product besides. */
        @Param({"grad-dot", "tracin", "kfac", "ekfac", "datainf", "source", "metasp", "trak", "gauss-newton", "cg", "outer-products",
            "lissa", "neumann", "arnoldi"})
        public String word;
    }

    /** What was computed, and the processor time that it took; JMH divides all by the wall time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Floor {
        /** In 32 bits, 10⁹. */
        public double gigaflops32;

        /** In 64 bits, 10⁹. */
        public double gigaflops64;

        /** Of all threads. */
        public double processorSeconds;

        private long before;

        private static long processorTime() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        }

        private void start() {
            before = processorTime();
        }

        private void end(NetworkFlops flops) {
            processorSeconds += (processorTime() - before) / 1e9;
            gigaflops32 += flops.floats();
            gigaflops64 += flops.doubles();
        }
    }

    /** Draws data and parameters. */
    @Setup
    public void setUp() {
        workers = new Workers(2);
        drawn = DrawnNetwork.draw();
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }

    /** A method's scores. */
    @Benchmark
    public double scores(Method method, Floor floor) throws IOException {
        floor.start();
        double sum = method.word.equals("trak") ? trak() : scores(method.word);
        var blocks = drawn.model().networks().get(0).architecture().blocks();
        boolean goesOver = method.word.equals("tracin") || method.word.equals("source");
        int steps = goesOver ? CHECKPOINTS : method.word.equals("metasp") ? 1 : STEPS;
        floor.end(NetworkFlops.of(method.word, NetworkFlops.Layers.of(blocks), DrawnNetwork.TRAINING, DrawnNetwork.VALIDATION, steps,
                method.word.equals("lissa") ? BATCH : DrawnNetwork.TRAINING, POWERS, PROJECTION));
        return sum;
    }

    private ModelNetworks open(Precision precision) {
        return new ModelNetworks(drawn.model(), drawn.data(), 1e-5, precision, DenseEngine::new, workers);
    }

    private double scores(String method) throws IOException {
        boolean doubles = List.of("gauss-newton", "cg", "outer-products").contains(method);
        try (ModelNetworks networks = open(doubles ? Precision.DOUBLE : Precision.FLOAT)) {
            TrainedObjective objective = networks.parts().get(0).objective();
            return switch (method) {
                case "metasp" -> along(networks, PseudoUpdates.of(networks, new PseudoUpdates.Steps(1, automatic())));
                case "source" -> along(networks, SourceUnrolling.of(networks, segments(), BATCH, Fisher.sampled(0)));
                case "tracin" -> {
                    double sum = 0;
                    for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
                        sum += first(networks, new IdentityInverse(workers, 0.1));
                    }
                    yield sum;
                }
                default -> first(networks, inverse(method, objective));
            };
        }
    }

    private static InnerRate automatic() {
        return new InnerRate(OptionalDouble.empty(), 0);
    }

    private List<SourceUnrolling.Segment> segments() {
        double[] parameters = drawn.model().networks().get(0).parameters();
        return IntStream.rangeClosed(1, CHECKPOINTS).mapToObj(epoch ->
                new SourceUnrolling.Segment(List.of(epoch), List.of(List.of(parameters)), 0.01)).toList();
    }

    private CurvatureInverse inverse(String method, TrainedObjective objective) {
        Fisher fisher = Fisher.sampled(0);
        // Never reached: every step is taken.
        ConjugateGradientInverse.Stop stop = new ConjugateGradientInverse.Stop(1e-300, STEPS);
        return switch (method) {
            case "grad-dot" -> new IdentityInverse(workers);
            case "kfac" -> KfacInverse.of(objective, fisher, Damping.AUTO);
            case "ekfac" -> EkfacInverse.of(objective, fisher, Damping.AUTO);
            case "datainf" -> new DataInfInverse(objective, Damping.AUTO);
            case "gauss-newton" -> ConjugateGradientInverse.ofGaussNewton(objective, fisher, Damping.AUTO, stop);
            case "cg" -> ConjugateGradientInverse.ofHessian(objective, fisher, new Damping(OptionalDouble.of(1e4)), stop);
            case "outer-products" -> ConjugateGradientInverse.ofOuterProducts(objective, Damping.AUTO, stop);
            case "arnoldi" -> new ArnoldiInverse(objective, fisher, Damping.AUTO, new ArnoldiInverse.Space(STEPS, STEPS, 0));
            case "lissa" -> new LissaInverse(
                    objective, fisher, Damping.AUTO, new LissaInverse.Recursion(STEPS, 1, BATCH, OptionalDouble.empty(), 0));
            case "neumann" -> new NeumannInverse(objective, automatic(), STEPS + 1);
            default -> throw new IllegalArgumentException(method);
        };
    }

    private double first(ModelNetworks networks, CurvatureInverse inverse) throws IOException {
        TargetGradients gradients = TargetGradients.of(networks.parts().get(0), drawn.data(), Split.VALIDATION, List.of(0));
        return pass(networks, inverse.apply(gradients.vectors(), 1));
    }

    /** At each point the parameters are the same, those that were drawn. */
    private double along(ModelNetworks networks, ModelPath path) throws IOException {
        double sum = 0;
        for (PathPoint point : path.points(drawn.data(), Split.VALIDATION, List.of(0))) {
            sum += pass(networks, point.directions().get(0).vectors());
        }
        return sum;
    }

    private double pass(ModelNetworks networks, double[] u) throws IOException {
        ModelNetworks.Part part = networks.parts().get(0);
        NetworkRows rows = new NetworkRows(List.of(drawn.data().tasks().get(0).in(Split.TRAIN)), DrawnNetwork.FEATURES, List.of(
                List.of(new NetworkRows.Part(part.objective(), part.tasks(),
                        new FirstOrderPairs(part.objective(), u, 1, Normalization.FIXED), List.of(0)))), 1);
        double[] sum = new double[1];
        rows.forEachBlock(0, rows.blocks(), block -> sum[0] += block.scores()[0]);
        return sum[0];
    }

    private double trak() throws IOException {
        try (ProjectedModel projected = new ProjectedModel(drawn.model(), drawn.data(), drawn.data().features().names().size(),
                new GradientProjection.Settings(PROJECTION, GradientProjection.Kind.RADEMACHER, 0), DenseEngine::new, workers,
                BlockChoice.ALL)) {
            TrakModel model = TrakModel.of(projected, drawn.data(), List.of(0),
                    new RowTargets(drawn.data(), Split.VALIDATION, List.of()), false, TrakModel.Weights.ROWS, Damping.of(1));
            TrakRows rows = new TrakRows(List.of(model), 1, false);
            double[] sum = new double[1];
            rows.forEachBlock(0, rows.blocks(), block -> sum[0] += block.scores()[0]);
            return sum[0];
        }
    }

    /** One large product on each thread in 32 bits. */
    @Benchmark
    public void products32(Squares squares, Floor floor) {
        floor.start();
        squares.multiply(workers, squares.floats, squares.ofFloats);
        floor.end(new NetworkFlops(4.0 * SQUARE * SQUARE * SQUARE / 1e9, 0));
    }

    /** One large product on each thread in 64 bits. */
    @Benchmark
    public void products64(Squares squares, Floor floor) {
        floor.start();
        squares.multiply(workers, squares.doubles, squares.ofDoubles);
        floor.end(new NetworkFlops(0, 4.0 * SQUARE * SQUARE * SQUARE / 1e9));
    }

    /** Three square matrices for each thread. */
    @State(Scope.Benchmark)
    public static class Squares {
        private RealKernels<float[]> floats;
        private RealKernels<double[]> doubles;
        private List<Matrix> ofFloats;
        private List<Matrix> ofDoubles;

        /** Makes the matrices. */
        @Setup
        public void setUp() {
            floats = RealKernels.ofFloats();
            doubles = RealKernels.ofDoubles();
            ofFloats = IntStream.range(0, 6).mapToObj(i -> new Matrix(floats.vector(SQUARE * SQUARE), 0, SQUARE)).toList();
            ofDoubles = IntStream.range(0, 6).mapToObj(i -> new Matrix(doubles.vector(SQUARE * SQUARE), 0, SQUARE)).toList();
        }

        private void multiply(Workers workers, RealKernels<?> kernels, List<Matrix> of) {
            workers.forEach(2, t -> kernels.multiply(SQUARE, SQUARE, SQUARE, of.get(3 * t), of.get(3 * t + 1), 0, of.get(3 * t + 2)));
        }
    }
}
