package org.mtl.data.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.data.SplitRule;

class SeriesSourceTest {

    @TempDir
    private Path folder;

    private static Table table(Input input) {
        return new Table(input, false);
    }

    /** Twelve moments, 6:3:3: a window of 2 and a horizon of 1 fit four times into the first part, once into the others. */
    @Test
    void windowsStayInTheirPart() throws IOException {
        StringBuilder text = new StringBuilder("date,a\n");
        for (int i = 0; i < 12; i++) {
            text.append("d,").append(i).append('\n');
        }
        SeriesSource.Cut cut = new SeriesSource.Cut(2, 1, 1, Optional.of(new SplitRule.Fractions(0.5, 0.25, 0.25, 0)));
        Report report = new Report();
        Table table = table(Converted.file(folder, "s", text.toString()));
        List<String> found = Converted.csv(new SeriesSource(table, List.of(), cut), report);
        assertEquals(List.of("split,a,a-2,a-1", "train,2,0,1", "train,3,1,2", "train,4,2,3", "train,5,3,4", "val,8,6,7",
                "test,11,9,10"), found);
        assertEquals(List.of("s: 4 of 10 windows dropped, since they lie across a border of splits"),
                report.losses().stream().map(Report.Loss::text).toList());
    }

    /** Windows by definition, cut out of the whole series in memory. */
    @Property(tries = 60)
    void agreesWithTheDefinition(@ForAll @IntRange(min = 1, max = 6) int window,
            @ForAll @IntRange(min = 1, max = 4) int horizon, @ForAll @IntRange(min = 1, max = 5) int step,
            @ForAll @IntRange(min = 12, max = 40) int length) throws IOException {
        Path file = Files.createTempFile("series", ".csv");
        try {
            StringBuilder text = new StringBuilder("a,b\n");
            for (int t = 0; t < length; t++) {
                text.append(t).append(',').append(1000 + t).append('\n');
            }
            Files.writeString(file, text);
            int[] ends = new SplitRule.Fractions(0.5, 0.2, 0.3, 0).counts(length);
            ends[1] += ends[0];
            ends[2] += ends[1];
            SeriesSource.Cut cut = new SeriesSource.Cut(window, horizon, step,
                    Optional.of(new SplitRule.Fractions(0.5, 0.2, 0.3, 0)));
            List<double[]> found = Converted.rows(new SeriesSource(table(Input.of(file, "s", "")), List.of(), cut));
            List<double[]> expected = new ArrayList<>();
            for (int start = 0; start + window + horizon <= length; start += step) {
                int end = start + window + horizon;
                boolean inside = end <= ends[0] || start >= ends[0] && end <= ends[1] || start >= ends[1];
                if (inside) {
                    expected.add(row(start, window, horizon));
                }
            }
            assertEquals(expected.size(), found.size());
            for (int i = 0; i < found.size(); i++) {
                assertArrayEquals(expected.get(i), found.get(i));
            }
        } finally {
            Files.delete(file);
        }
    }

    private static double[] row(int start, int window, int horizon) {
        double[] row = new double[2 * (window + horizon)];
        for (int series = 0; series < 2; series++) {
            for (int i = 0; i < horizon; i++) {
                row[series * horizon + i] = 1000 * series + start + window + i;
            }
            for (int i = 0; i < window; i++) {
                row[2 * horizon + series * window + i] = 1000 * series + start + i;
            }
        }
        return row;
    }
}
