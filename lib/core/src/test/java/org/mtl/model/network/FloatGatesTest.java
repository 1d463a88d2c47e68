package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Gates on 32 bits against the library's functions and gates on 64 bits. */
class FloatGatesTest {

    @Property(tries = 2000)
    void tanhIsThatOfTheLibrary(@ForAll @IntRange(min = -2_000_000, max = 2_000_000) int hundredThousandths) {
        float z = hundredThousandths / 1e5f;
        double expected = Math.tanh(z);
        assertEquals(expected, FloatGates.tanh(z), 4e-7 * Math.abs(expected));
        assertEquals(-FloatGates.tanh(z), FloatGates.tanh(-z));
    }

    @Test
    void farOutItIsOneAndWhatIsNoNumberStaysSo() {
        assertEquals(1, FloatGates.tanh(Float.POSITIVE_INFINITY));
        assertEquals(-1, FloatGates.tanh(-1e30f));
        assertEquals(1, FloatGates.tanh(9.5f));
        assertEquals(Float.NaN, FloatGates.tanh(Float.NaN));
    }

    @Property(tries = 50)
    void stepsAreThoseOnSixtyFourBits(@ForAll @IntRange(min = 1, max = 4) int count, @ForAll @IntRange(min = 1, max = 19) int units,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] sums = random.doubles(count * 4L * units + 3, -4, 4).toArray();
        double[] before = random.doubles((long) count * units + 2, -2, 2).toArray();
        double[] ofHidden = random.doubles((long) count * units, -1, 1).toArray();
        double[] ofCells = random.doubles((long) count * units, -1, 1).toArray();
        float[] floatSums = floats(sums);
        float[] floatAfter = new float[before.length];
        float[] floatHidden = new float[ofHidden.length];
        float[] floatOfCells = floats(ofCells);
        float[] floatOfGates = new float[sums.length];
        GateKernels.Step<float[]> narrow =
                new GateKernels.Step<>(count, units, floatSums, 3, floats(before), 2, floatAfter, new float[before.length], 1);
        new FloatGates().forward(narrow, floatHidden);
        new FloatGates().backward(narrow, floats(ofHidden), floatOfCells, floatOfGates);
        double[] after = new double[before.length];
        double[] hidden = new double[ofHidden.length];
        double[] ofGates = new double[sums.length];
        GateKernels.Step<double[]> wide = new GateKernels.Step<>(count, units, sums, 3, before, 2, after, new double[before.length], 1);
        new DoubleGates().forward(wide, hidden);
        new DoubleGates().backward(wide, ofHidden, ofCells, ofGates);
        assertClose(hidden, floatHidden);
        assertClose(after, floatAfter);
        assertClose(sums, floatSums);
        assertClose(ofGates, floatOfGates);
        assertClose(ofCells, floatOfCells);
    }

    private static float[] floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    private static void assertClose(double[] expected, float[] found) {
        assertArrayEquals(expected, IntStream.range(0, found.length).mapToDouble(i -> found[i]).toArray(), 3e-6);
    }
}
