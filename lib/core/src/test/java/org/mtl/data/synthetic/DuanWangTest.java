package org.mtl.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.CsvDataReader;
import org.mtl.data.Dataset;
import org.mtl.data.Roles;
import org.mtl.data.Split;
import org.mtl.data.TaskData;
import org.mtl.io.CsvWriter;

class DuanWangTest {

    private static byte[] written(DuanWang data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvWriter out = new CsvWriter(bytes)) {
            data.write(out);
        }
        return bytes.toByteArray();
    }

    private static Dataset read(DuanWang data) throws IOException {
        return CsvDataReader.read(new ByteArrayInputStream(written(data)), "d.csv", Roles.longForm("task", "y")).dataset();
    }

    private static double norm(double[] vector, double firstAtOrigin) {
        double[] moved = vector.clone();
        moved[0] -= firstAtOrigin;
        return Math.sqrt(Arrays.stream(moved).map(v -> v * v).sum());
    }

    @Test
    void coefficientsLieOnTheirSpheres() {
        DuanWang data = DuanWang.ofPaperSize(0.5, 0.3, 4);
        int[] outliers = data.outliers();
        assertEquals(3, outliers.length);
        double[][] coefficients = data.coefficients();
        for (int task = 0; task < 10; task++) {
            boolean outlier = Arrays.binarySearch(outliers, task) >= 0;
            assertEquals(outlier ? 2 : 0.5, norm(coefficients[task], outlier ? 0 : 2), 1e-12);
        }
        assertEquals(0, norm(DuanWang.ofPaperSize(0, 0, 4).coefficients()[7], 2));
    }

    @Test
    void writesThePaperSizes() throws IOException {
        Dataset data = read(DuanWang.ofPaperSize(0.5, 0, 1));
        assertEquals(IntStream.rangeClosed(1, 10).mapToObj(k -> "t" + k).toList(), data.taskNames());
        assertEquals(2000, data.features().rows());
        assertEquals("x50", data.features().names().get(49));
        for (TaskData task : data.tasks()) {
            assertEquals(List.of(67, 67, 66), Arrays.stream(Split.values()).map(task::size).toList());
        }
    }

    @Test
    void residualsOfTheTrueCoefficientsHaveUnitVariance() throws IOException {
        DuanWang synthetic = new DuanWang(2, 3000, 5, 1, 0.5, 9);
        Dataset data = read(synthetic);
        double[] x = new double[5];
        for (int task = 0; task < 2; task++) {
            TaskData.Labelled training = data.tasks().get(task).in(Split.TRAIN);
            double squares = 0;
            for (int i = 0; i < training.size(); i++) {
                data.features().copyRows(training.rows(), i, i + 1, x, 5);
                double residual = training.target(i, 0);
                for (int j = 0; j < 5; j++) {
                    residual -= x[j] * synthetic.coefficients()[task][j];
                }
                squares += residual * residual;
            }
            assertEquals(1, squares / training.size(), 0.15);
        }
    }

    @Test
    void repeatsByteForByteAndDiffersBySeed() throws IOException {
        DuanWang data = new DuanWang(2, 4, 3, 0.1, 0, 5);
        assertArrayEquals(written(data), written(data));
        assertTrue(!Arrays.equals(written(data), written(new DuanWang(2, 4, 3, 0.1, 0, 6))));
    }

    @Test
    void saysWhichValueIsOutOfRange() {
        assertMessage("--tasks: expected a whole number of at least 1, found '0'", 0, 1, 1, 0, 0);
        assertMessage("--rows: expected a whole number of at least 1, found '-1'", 1, -1, 1, 0, 0);
        assertMessage("--dimension: expected a whole number of at least 1, found '0'", 1, 1, 0, 0, 0);
        assertMessage("--delta: expected a finite number of at least 0, found NaN", 1, 1, 1, Double.NaN, 0);
        assertMessage("--alpha: expected a share between 0 and 1, found 1.5", 1, 1, 1, 0, 1.5);
    }

    private static void assertMessage(String message, int tasks, int rows, int dimension, double delta, double alpha) {
        MtlException found =
                assertThrows(MtlException.class, () -> new DuanWang(tasks, rows, dimension, delta, alpha, 0));
        assertEquals(message, found.getMessage());
        assertEquals(MtlException.Kind.USAGE, found.kind());
    }
}
