package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.WordVectors;
import org.mtl.model.SquaredLoss;
import org.mtl.parallel.Workers;

/** Networks of words against values of another library, and what they promise of padding and second derivatives. */
class TextValuesTest {

    private static final Workers WORKERS = new Workers(2);

    @AfterAll
    static void end() {
        WORKERS.close();
    }

    /** Values of text_layers.py, with a head that hands on what it sees. */
    @Test
    void valuesAreThoseOfTorch() {
        assertValues(TextTrunk.Kind.LSTM, new double[] {-0.11264951269482318, -0.06720244187565524, 0.02024695593144273,
            -0.13176841361126396, -0.16251098473341252, -0.016004642310646255});
        assertValues(TextTrunk.Kind.CNN, new double[] {0.6750805614541698, 0.8454499921562417, 0.5819104127199201,
            -0.4515649595487675, -0.4977164240319833, 0.11402503752256127});
    }

    private static void assertValues(TextTrunk.Kind kind, double[] expected) {
        WordVectors vectors = new WordVectors(4, 2, new float[] {0, 0, 1, -0.5f, 0.25f, 2, -1.5f, 0.75f});
        TextTrunk trunk = new TextTrunk(kind, 5, 4, 2, 3, kind == TextTrunk.Kind.CNN ? List.of(2) : List.of(), false, Optional.of(vectors));
        Architecture layers = new Architecture(Optional.empty(), 5, List.of(), List.of(), Activation.TANH, true, List.of(3),
                OptionalInt.empty(), Optional.of(trunk));
        double[] parameters = IntStream.range(0, layers.parameters()).mapToDouble(i -> 0.5 * Math.sin(i + 1)).toArray();
        int head = parameters.length - 12;
        for (int i = 0; i < 12; i++) {
            parameters[head + i] = i < 9 && i % 4 == 0 ? 1 : 0;
        }
        TextEngine engine = new TextEngine(layers, List.of(new SquaredLoss(3)), Precision.DOUBLE, WORKERS);
        engine.parameters().put(0, parameters.length, parameters);
        double[] found = new double[6];
        engine.predict(new Batch(2, new double[] {1, 2, 3, 1, 0, 3, 0, 0, 0, 0}, List.of()), found);
        assertArrayEquals(expected, found, 1e-14);
    }

    /** The vector of padding is a parameter only to keep words at their numbers. */
    @Test
    void paddingDoesNotMatter() {
        for (TextTrunk.Kind kind : TextTrunk.Kind.values()) {
            TextEngineTest.Case of = TextEngineTest.of(kind, true, true, List.of(), 0, true, 23);
            TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
            double[] before = new double[23 * 5];
            engine.predict(of.batch(), before);
            engine.parameters().put(0, 3, new double[] {7, 8, 9});
            double[] after = new double[23 * 5];
            engine.predict(of.batch(), after);
            assertArrayEquals(before, after);
            engine.gradient(of.batch(), Dropout.NONE, false);
            assertArrayEquals(new double[3], Arrays.copyOf(engine.gradient().values(), 3));
        }
    }

    /** What lies behind the vectors in the parameters is no word. */
    @Test
    void wordsBeyondTheTableAreRefused() {
        for (boolean tuned : new boolean[] {true, false}) {
            TextEngineTest.Case of = TextEngineTest.of(TextTrunk.Kind.CNN, tuned, true, List.of(), 0, true, 23);
            TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
            Batch beyond = new Batch(1, new double[] {1, 9, 0, 0, 0, 0}, List.of());
            assertThrows(IndexOutOfBoundsException.class, () -> engine.predict(beyond, new double[5]));
        }
    }

    @Test
    void thereAreNoSecondDerivatives() {
        TextEngineTest.Case of = TextEngineTest.of(TextTrunk.Kind.LSTM, true, true, List.of(), 0, true, 23);
        TextEngine engine = of.engine(Precision.DOUBLE, WORKERS);
        double[] v = new double[of.parameters().length];
        assertThrows(MtlException.class, () -> engine.hessianProduct(of.batch(), v, v.clone(), false));
        assertThrows(MtlException.class, () -> engine.gaussNewtonProduct(of.batch(), v, v.clone(), false));
    }
}
