package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.linalg.RealVector;
import org.mtl.model.Loss;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** What is kept of a pass against what is computed anew, and by hand. */
class KeptPassTest {

    static List<NetworkCase> cases() {
        return NetworkCase.all();
    }

    /** The first rows of a batch, whose labels count otherwise. */
    private static Batch first(Batch batch, int rows, double factor) {
        List<Batch.Labels> labels = batch.labels().stream().map(all -> {
            int[] positions = Arrays.stream(all.positions()).filter(i -> i < rows).toArray();
            return new Batch.Labels(all.task(), positions, all.targets(), factor * all.factor());
        }).filter(all -> all.size() > 0).toList();
        return new Batch(rows, batch.features(), labels);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatRepeatedPassesCompute(NetworkCase made) {
        for (Precision precision : Precision.values()) {
            try (Workers workers = new Workers(2);
                    NetworkEngine engine = new DenseEngine(made.architecture(), made.losses(), precision, workers)) {
                engine.parameters().put(0, made.parameters().length, made.parameters());
                RealVector at = engine.vector();
                at.put(0, made.parameters().length, Arrays.stream(made.parameters()).map(w -> 0.9 * w + 0.05).toArray());
                for (int rows : new int[] {23, Math.min(made.batch().count(), 300)}) {
                    compare(engine, at, first(made.batch(), rows, 1), List.of(first(made.batch(), 9, 0.5), first(made.batch(), 14, 1)));
                }
            }
        }
    }

    private static void compare(NetworkEngine engine, RealVector at, Batch batch, List<Batch> others) {
        double[] here = engine.parameters().values();
        ExamplePass kept = engine.examplePass(batch);
        double[] sums = kept.gradient(batch);
        double[] gradient = engine.gradient().values();
        double[] products = new double[2 * batch.pairs()];
        double[] losses = kept.products(others, at, products);
        Batch twice = first(batch, batch.count(), 2);
        kept.gradient(twice);
        double[] doubled = engine.gradient().values();
        assertArrayEquals(here, engine.parameters().values(), 0);
        RepeatedPass repeated = new RepeatedPass(engine, batch);
        assertArrayEquals(repeated.gradient(batch), sums, 0);
        assertArrayEquals(engine.gradient().values(), gradient, 0);
        repeated.gradient(twice);
        assertArrayEquals(engine.gradient().values(), doubled, 0);
        double[] expected = new double[products.length];
        double tolerance = engine.precision() == Precision.DOUBLE ? 1e-11 : 1e-4;
        double[] expectedLosses = repeated.products(others, at, expected);
        assertArrayEquals(expectedLosses, losses, tolerance * Math.abs(expectedLosses[1]));
        double most = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, products, tolerance * most);
    }

    /** z = wx + b and (y − z)²: of (x, y) = (2, 1) at w = b = 0 the gradient is −2(2, 1), of (3, 2) at w = b = 1 it is 4(3, 1). */
    @Test
    void byHand() {
        List<Loss> losses = List.of(new SquaredLoss());
        Architecture line = new Architecture(1, List.of(), List.of(), Activation.IDENTITY, true, List.of(1));
        try (Workers workers = new Workers(1); NetworkEngine engine = new DenseEngine(line, losses, Precision.DOUBLE, workers)) {
            RealVector at = engine.vector();
            at.put(0, 2, new double[] {1, 1});
            double[] products = new double[1];
            double[] sums = engine.examplePass(row(2, 1)).products(List.of(row(3, 2)), at, products);
            assertEquals(-2 * 4 * (2 * 3 + 1), products[0], 1e-14);
            assertEquals(4, sums[0], 1e-14);
        }
    }

    private static Batch row(double x, double y) {
        return new Batch(1, new double[] {x}, List.of(new Batch.Labels(0, new int[1], new double[] {y}, 1)));
    }
}
