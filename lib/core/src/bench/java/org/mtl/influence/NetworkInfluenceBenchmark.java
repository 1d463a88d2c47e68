package org.mtl.influence;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.influence.network.CurvatureInverse;
import org.mtl.influence.network.Damping;
import org.mtl.influence.network.DataInfInverse;
import org.mtl.influence.network.EkfacInverse;
import org.mtl.influence.network.FirstOrderPairs;
import org.mtl.influence.network.Fisher;
import org.mtl.influence.network.IdentityInverse;
import org.mtl.influence.network.ModelNetworks;
import org.mtl.influence.network.NetworkRows;
import org.mtl.influence.network.TargetGradients;
import org.mtl.influence.network.TrainedObjective;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealKernels.Matrix;
import org.mtl.model.network.DenseEngine;
import org.mtl.model.network.NetworkModel;
import org.mtl.model.network.Precision;
import org.mtl.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scores of 10,000 training rows on the mean loss of 1,000 validation rows through a network 784-128-64-10, on two threads,
 * from the opened model to the last score; beside them the flops that they cannot do without at the speed of one large
 * product on each thread. {@code torch_influence.py} among the experiments does the same in PyTorch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class NetworkInfluenceBenchmark {

    private static final int SQUARE = 1024;

    private Workers workers;
    private Dataset data;
    private NetworkModel model;
    private List<Matrix> squares;
    private RealKernels<float[]> floats;

    /** Draws data and parameters. */
    @Setup
    public void setUp() {
        workers = new Workers(2);
        DrawnNetwork drawn = DrawnNetwork.draw();
        data = drawn.data();
        model = drawn.model();
        floats = RealKernels.ofFloats();
        squares = IntStream.range(0, 6).mapToObj(i -> new Matrix(floats.vector(SQUARE * SQUARE), 0, SQUARE)).toList();
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }

    private interface Method {
        CurvatureInverse of(TrainedObjective objective);
    }

    private double score(Method method) throws IOException {
        try (ModelNetworks networks = new ModelNetworks(model, data, 1e-5, Precision.FLOAT, DenseEngine::new, workers)) {
            ModelNetworks.Part part = networks.parts().get(0);
            TargetGradients gradients = TargetGradients.of(part, data, Split.VALIDATION, List.of(0));
            double[] u = method.of(part.objective()).apply(gradients.vectors(), 1);
            NetworkRows rows = new NetworkRows(List.of(data.tasks().get(0).in(Split.TRAIN)), DrawnNetwork.FEATURES, List.of(List.of(
                    new NetworkRows.Part(part.objective(), part.tasks(),
                            new FirstOrderPairs(part.objective(), u, 1, Normalization.FIXED), List.of(0)))), 1);
            double[] sum = new double[1];
            rows.forEachBlock(0, rows.blocks(), block -> sum[0] += block.scores()[0]);
            return sum[0];
        }
    }

    /** Gradients of training rows times that of the validation loss: passes alone. */
    @Benchmark
    public double gradDot() throws IOException {
        return score(objective -> new IdentityInverse(objective.workers()));
    }

    /** {@code --method ekfac}. */
    @Benchmark
    public double ekfac() throws IOException {
        return score(objective -> EkfacInverse.of(objective, Fisher.sampled(0), Damping.AUTO));
    }

    /** {@code --method datainf}. */
    @Benchmark
    public double datainf() throws IOException {
        return score(objective -> new DataInfInverse(objective, Damping.AUTO));
    }

    /** 2·1024³·2 flops on two threads in 32 bits, 4.3 GFLOP, for the speed that floors are counted with. */
    @Benchmark
    public void twoLargeProducts() {
        workers.forEach(2, t -> floats.multiply(
                SQUARE, SQUARE, SQUARE, squares.get(3 * t), squares.get(3 * t + 1), 0, squares.get(3 * t + 2)));
    }
}
