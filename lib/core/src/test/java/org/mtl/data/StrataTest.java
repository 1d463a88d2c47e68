package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StrataTest {

    private static byte[] drawn(SplitRule.Fractions fractions, double[] codes, int classes) {
        int[] rows = IntStream.range(0, codes.length).toArray();
        return new Strata(fractions, new TaskData.Labelled(rows, codes), classes).draw("t").toArray();
    }

    private static int[][] counts(byte[] splits, double[] codes, int classes) {
        int[][] counts = new int[classes][Split.values().length];
        for (int i = 0; i < splits.length; i++) {
            counts[(int) codes[i]][splits[i]]++;
        }
        return counts;
    }

    private static double[] codes(int... sizes) {
        double[] codes = new double[Arrays.stream(sizes).sum()];
        int at = 0;
        for (int code = 0; code < sizes.length; code++) {
            Arrays.fill(codes, at, at += sizes[code], code);
        }
        return codes;
    }

    @Test
    void wholeSharesAreExact() {
        double[] codes = codes(10, 20, 5);
        SplitRule.Fractions fractions = new SplitRule.Fractions(0.6, 0.2, 0.2, 3);
        assertArrayEquals(new int[][] {{6, 2, 2}, {12, 4, 4}, {3, 1, 1}}, counts(drawn(fractions, codes, 3), codes, 3));
    }

    @Test
    void oneClassIsDrawnAsNumbersAre() {
        SplitRule.Fractions fractions = new SplitRule.Fractions(0.5, 0.3, 0.2, 9);
        assertArrayEquals(fractions.draw(37, "t").toArray(), drawn(fractions, codes(0, 37, 0), 3));
    }

    @Test
    void noClassIsFavoured() {
        // Of four classes of one row each, one row goes to validation and one to test; each should be chosen equally often.
        int[] tested = new int[4];
        double[] codes = codes(1, 1, 1, 1);
        for (int seed = 0; seed < 4000; seed++) {
            byte[] splits = drawn(new SplitRule.Fractions(0.5, 0.25, 0.25, seed), codes, 4);
            for (int i = 0; i < 4; i++) {
                tested[i] += splits[i] == Split.TEST.ordinal() ? 1 : 0;
            }
        }
        for (int count : tested) {
            assertEquals(1000, count, 120);
        }
    }

    @Property(tries = 1000)
    void totalsAreKeptAndEachClassHasItsShare(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int classes,
            @ForAll @IntRange(min = 1, max = 60) int most) {
        Random random = new Random(seed);
        int[] sizes = random.ints(classes, 0, most + 1).toArray();
        double[] codes = codes(sizes);
        int train = 1 + random.nextInt(19);
        int validation = random.nextInt(21 - train);
        double[] shares = {train / 20.0, validation / 20.0, (20 - train - validation) / 20.0};
        SplitRule.Fractions fractions = new SplitRule.Fractions(shares[0], shares[1], shares[2], seed);
        int[][] counts = counts(drawn(fractions, codes, classes), codes, classes);
        int[] totals = new int[3];
        for (int code = 0; code < classes; code++) {
            for (int split = 0; split < 3; split++) {
                totals[split] += counts[code][split];
                assertTrue(Math.abs(counts[code][split] - shares[split] * sizes[code]) < 1 - 1e-9);
            }
        }
        assertArrayEquals(fractions.counts(codes.length), totals);
    }

    @Test
    void theLongFormIsStratifiedPerTask() {
        List<String> lines = new ArrayList<>(List.of("task,y,x"));
        for (int i = 0; i < 60; i++) {
            lines.add((i < 40 ? "A" : "B") + "," + (i % 4 == 0 ? "rare" : "common") + ",0");
        }
        Roles roles = Roles.longForm("task", "y").withSplit(new SplitRule.Fractions(0.6, 0.2, 0.2, 1));
        for (TaskData task : CsvDataReaderTest.read(roles, lines.toArray(String[]::new)).dataset().tasks()) {
            int rare = task.name().equals("A") ? 10 : 5;
            for (Split split : Split.values()) {
                double share = split == Split.TRAIN ? 0.6 : 0.2;
                long found = Arrays.stream(task.in(split).targets()).filter(code -> code == 1).count();
                assertEquals(Math.round(share * rare), found);
            }
        }
    }
}
