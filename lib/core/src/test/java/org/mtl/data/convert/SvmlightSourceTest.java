package org.mtl.data.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.datasource.LibSVMDataSource;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

class SvmlightSourceTest {

    private static final OptionalInt FOUND_OUT = OptionalInt.empty();

    /** A sparse row. */
    record Sparse(double label, Map<Integer, Double> values) {}

    @TempDir
    private Path folder;

    private static SvmlightSource source(Input... inputs) {
        return new SvmlightSource(List.of(inputs), false, FOUND_OUT, FOUND_OUT);
    }

    @Test
    void countsFromOneUnlessAZeroIsThere() throws IOException {
        Input one = Converted.file(folder, "one", "+1 1:2 3:-0.5 # note\n\n-1 2:1e1\n");
        assertEquals(List.of("one,f1,f2,f3", "1,2,0,-0.5", "-1,0,10,0"), Converted.csv(source(one)));
        Input zero = Converted.file(folder, "zero", "1 1:2 3:-0.5\n2 0:7\n");
        assertEquals(List.of("zero,f0,f1,f2,f3", "1,0,2,0,-0.5", "2,7,0,0,0"), Converted.csv(source(zero)));
        // What one file shows holds for all.
        assertEquals(List.of("task,y,f0,f1,f2,f3", "one,1,0,2,0,-0.5", "one,-1,0,0,10,0", "zero,1,0,2,0,-0.5",
                "zero,2,7,0,0,0"), Converted.csv(source(one, zero)));
    }

    @Test
    void baseAndWidthCanBeSaid() throws IOException {
        Input one = Converted.file(folder, "one", "1 1:2\n");
        assertEquals(List.of("one,f0,f1,f2", "1,0,2,0"),
                Converted.csv(new SvmlightSource(List.of(one), false, OptionalInt.of(0), OptionalInt.of(3))));
    }

    @Test
    void severalTasksInWideForm() throws IOException {
        Input a = Converted.file(folder, "a", "1 1:2\n");
        Input b = Converted.file(folder, "b", "5 1:3\n");
        assertEquals(List.of("a,b,f1", "1,,2", ",5,3"),
                Converted.csv(new SvmlightSource(List.of(a, b), true, FOUND_OUT, FOUND_OUT)));
    }

    @Provide
    Arbitrary<List<Sparse>> sparseRows() {
        Arbitrary<Double> values = Arbitraries.doubles().between(-1e6, 1e6).ofScale(3).filter(value -> value != 0);
        Arbitrary<Map<Integer, Double>> maps = Arbitraries.maps(Arbitraries.integers().between(0, 12), values)
                .ofMinSize(1).ofMaxSize(6).map(TreeMap::new);
        return Combinators.combine(Arbitraries.doubles().between(-9, 9).ofScale(2), maps).as(Sparse::new)
                .list().ofMinSize(1).ofMaxSize(8);
    }

    /** Dense rows hold what was written, and what Tribuo reads, which is told whether indices count from 0. */
    @Property(tries = 60)
    void agreesWithWhatWasWrittenAndWithTribuo(@ForAll("sparseRows") List<Sparse> rows) throws IOException {
        Path temporary = Files.createTempFile("rows", ".svmlight");
        try {
            StringBuilder text = new StringBuilder();
            for (Sparse row : rows) {
                text.append(row.label());
                row.values().forEach((index, value) -> text.append(' ').append(index).append(':').append(value));
                text.append('\n');
            }
            Files.writeString(temporary, text);
            boolean zero = rows.stream().anyMatch(row -> row.values().containsKey(0));
            int base = zero ? 0 : 1;
            int width = 13 - base;
            List<Input> inputs = List.of(Input.of(temporary, "rows", "y"));
            List<double[]> found =
                    Converted.rows(new SvmlightSource(inputs, false, FOUND_OUT, OptionalInt.of(width)));
            List<double[]> tribuo = tribuo(temporary, zero, width);
            assertEquals(rows.size(), found.size());
            for (int i = 0; i < rows.size(); i++) {
                double[] expected = new double[1 + width];
                expected[0] = rows.get(i).label();
                rows.get(i).values().forEach((index, value) -> expected[1 + index - base] = value);
                assertArrayEquals(expected, found.get(i));
                assertArrayEquals(tribuo.get(i), found.get(i));
            }
        } finally {
            Files.delete(temporary);
        }
    }

    private static List<double[]> tribuo(Path file, boolean zero, int width) throws IOException {
        List<double[]> rows = new ArrayList<>();
        for (Example<Regressor> example : new LibSVMDataSource<>(file, new RegressionFactory(), zero, 12)) {
            double[] row = new double[1 + width];
            row[0] = example.getOutput().getValues()[0];
            for (Feature feature : example) {
                // The names count from 0 in either case.
                row[1 + Integer.parseInt(feature.getName())] = feature.getValue();
            }
            rows.add(row);
        }
        return rows;
    }
}
