package org.mtl.influence.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.data.Dataset;
import org.mtl.data.Split;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** Steps of training on, against losses after steps with a row's weight moved, and in closed form. */
class PseudoUpdatesTest {

    private static final double RATE = 0.05;

    static List<SmallNetwork> networks() {
        return SmallNetwork.all();
    }

    private static PseudoUpdates.Steps steps(int steps, double rate) {
        return new PseudoUpdates.Steps(steps, new InnerRate(OptionalDouble.of(rate), 0));
    }

    private static double[] parameters(TrainedObjective objective) {
        double[] w = new double[objective.size()];
        objective.engine().parameters().get(0, w.length, w);
        return w;
    }

    /** −(π/n) Σ_s ∇ℓ(w_s)·u(s) of the n-th example on the t-th target of a network. */
    private static double score(ModelNetworks.Part part, List<PathPoint> points, int n, int example, int t) {
        TrainedObjective objective = part.objective();
        int size = objective.size();
        double[] start = parameters(objective);
        double score = 0;
        for (PathPoint point : points) {
            objective.engine().parameters().put(0, size, point.parameters().get(n));
            Explicit.Example of = Explicit.examples(objective, TrainedObjective.Labels.GIVEN).get(example);
            for (int j = 0; j < size; j++) {
                score -= of.weight() * of.gradient()[j] * point.directions().get(n).vectors()[t * size + j];
            }
        }
        objective.engine().parameters().put(0, size, start);
        return score;
    }

    /** V_k after steps in which one example counts 1 + ε. */
    private static double lossAfter(SmallNetwork network, ModelNetworks.Part part, int steps, int example, double epsilon, int task) {
        TrainedObjective objective = part.objective();
        double[] start = parameters(objective);
        double[] w = start.clone();
        for (int step = 0; step < steps; step++) {
            double[] sum = new double[w.length];
            Arrays.setAll(sum, j -> objective.decay() * w[j]);
            List<Explicit.Example> examples = Explicit.examples(objective, TrainedObjective.Labels.GIVEN);
            for (int i = 0; i < examples.size(); i++) {
                double weight = examples.get(i).weight() * (i == example ? 1 + epsilon : 1);
                for (int j = 0; j < w.length; j++) {
                    sum[j] += weight * examples.get(i).gradient()[j];
                }
            }
            for (int j = 0; j < w.length; j++) {
                w[j] -= RATE * sum[j];
            }
            objective.engine().parameters().put(0, w.length, w);
        }
        LabelledRows rows = part.rows(network.data(), Split.VALIDATION);
        double[] loss = new double[1];
        rows.forEachBatch(100, (k, labels, size) -> 1, (batch, before) ->
                loss[0] += objective.engine().losses(batch)[task] / rows.of(task).size());
        objective.engine().parameters().put(0, w.length, start);
        return loss[0];
    }

    @ParameterizedTest
    @MethodSource("networks")
    void scoresAreDerivativesOfTheLossAfterTheSteps(SmallNetwork network) {
        try (Workers workers = new Workers(2); ModelNetworks opened = network.open(workers)) {
            for (int steps : new int[] {1, 3}) {
                List<PathPoint> points =
                        PseudoUpdates.of(opened, steps(steps, RATE)).points(network.data(), Split.VALIDATION, network.targets());
                assertEquals(steps, points.size());
                for (int n = 0; n < opened.parts().size(); n++) {
                    ModelNetworks.Part part = opened.parts().get(n);
                    assertArrayEquals(parameters(part.objective()), points.get(0).parameters().get(n));
                    for (int example : new int[] {0, 5, 11}) {
                        for (int t = 0; t < part.tasks().size(); t++) {
                            double h = 1e-3;
                            double up = lossAfter(network, part, steps, example, h, t);
                            double down = lossAfter(network, part, steps, example, -h, t);
                            assertEquals((up - down) / (2 * h), score(part, points, n, example, t), 1e-7);
                        }
                    }
                }
            }
        }
    }

    /** One linear layer with squared loss: from a minimum nothing moves, and the directions are terms of Neumann's series. */
    @Property(tries = 20)
    void atAMinimumOfAQuadraticDirectionsAddUpToNeumannsSeries(
            @ForAll @IntRange(min = 1, max = 5) int steps, @ForAll @DoubleRange(min = 0.01, max = 0.05) double rate) {
        SmallNetwork network = SmallNetwork.of(
                Dataset.Form.LONG, true, true, List.of(), List.of(), List.of(new SquaredLoss(1)), 80, 12);
        try (Workers workers = new Workers(1); ModelNetworks opened = network.open(workers)) {
            ModelNetworks.Part part = opened.parts().get(0);
            TrainedObjective objective = part.objective();
            double[] step = Explicit.solve(
                    Explicit.curvature(objective, TrainedObjective.Kind.HESSIAN, 0), objective.gradient(), 1);
            double[] w = parameters(objective);
            objective.engine().parameters().put(0, w.length, IntStream.range(0, w.length).mapToDouble(j -> w[j] - step[j]).toArray());
            List<PathPoint> points =
                    PseudoUpdates.of(opened, steps(steps, rate)).points(network.data(), Split.VALIDATION, List.of(0));
            double[] sum = new double[w.length];
            points.forEach(point -> Arrays.setAll(sum, j -> sum[j] + point.directions().get(0).vectors()[j]));
            double[] v = TargetGradients.of(part, network.data(), Split.VALIDATION, List.of(0)).vectors();
            double[] series = new NeumannInverse(objective, new InnerRate(OptionalDouble.of(rate), 0), steps).apply(v, 1);
            assertArrayEquals(series, sum, 1e-9);
        }
    }
}
