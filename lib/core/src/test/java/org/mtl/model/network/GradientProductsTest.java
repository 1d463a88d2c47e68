package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.mtl.linalg.RealKernels;
import org.mtl.linalg.RealVector;

class GradientProductsTest {

    @Property(tries = 30)
    void areSumsOfProductsOverARangeLongerThanTheRoom(
            @ForAll @IntRange(min = 1, max = 12) int tasks, @ForAll @IntRange(max = 50) int from,
            @ForAll @IntRange(min = 1, max = 9000) int count, @ForAll int seed) {
        check(RealKernels.ofFloats(), tasks, from, count, seed);
        check(RealKernels.ofDoubles(), tasks, from, count, seed);
    }

    private static <T> void check(RealKernels<T> kernels, int tasks, int from, int count, int seed) {
        Random random = new Random(seed);
        List<double[]> values = IntStream.range(0, tasks)
                .mapToObj(k -> random.ints(from + count + 3, -8, 9).asDoubleStream().toArray()).toList();
        List<RealVector> rows = values.stream().map(row -> {
            RealVector vector = kernels.vector(row.length);
            vector.put(0, row.length, row);
            return vector;
        }).toList();
        double[] found = new GradientProducts<>(kernels, tasks).of(rows, from, count);
        for (int a = 0; a < tasks; a++) {
            for (int b = 0; b < tasks; b++) {
                double[] first = values.get(a);
                double[] second = values.get(b);
                // Whole numbers are summed without rounding.
                double expected = IntStream.range(from, from + count).mapToDouble(i -> first[i] * second[i]).sum();
                assertEquals(expected, found[a * tasks + b]);
            }
        }
    }
}
