package org.mtl.model.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mtl.testing.ArrayFeatures;

/** Means of words' vectors against plain loops that align word by word. */
class WordMeansTest {

    static List<TextEngineTest.Case> cases() {
        return TextEngineTest.cases();
    }

    private static ArrayFeatures sentences(Batch batch) {
        int length = batch.features().length / batch.count();
        double[][] rows = new double[batch.count()][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(batch.features(), i * length, (i + 1) * length));
        return ArrayFeatures.of(rows);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aligningTheMeanIsTheMeanOfAligned(TextEngineTest.Case each) {
        Architecture architecture = each.architecture();
        NetworkModel.Network network = new NetworkModel.Network(architecture, each.parameters());
        int[] rows = {2, 0, 1, 2, 7, 11};
        int[] tasks = {0, 0, 2, 1, 1, 0};
        for (boolean aligned : architecture.alignment().isPresent() ? new boolean[] {false, true} : new boolean[] {false}) {
            WordMeans means = new WordMeans(network, aligned);
            assertEquals(3, means.width());
            ArrayFeatures sentences = sentences(each.batch());
            double[] values = means.rows(sentences, rows, tasks);
            for (int i = 0; i < rows.length; i++) {
                assertArrayEquals(PlainText.mean(architecture, each.parameters(), sentences.values()[rows[i]], tasks[i], aligned),
                        Arrays.copyOfRange(values, i * 3, i * 3 + 3), 1e-12);
            }
        }
    }

    @Test
    void wordsBeyondTheTable() {
        TextEngineTest.Case tuned = TextEngineTest.cases().get(0);
        WordMeans means = new WordMeans(new NetworkModel.Network(tuned.architecture(), tuned.parameters()), false);
        ArrayFeatures sentences = ArrayFeatures.of(new double[][] {{9, 0, 0, 0, 0, 0}});
        assertThrows(IndexOutOfBoundsException.class, () -> means.rows(sentences, new int[] {0}, new int[] {0}));
    }
}
