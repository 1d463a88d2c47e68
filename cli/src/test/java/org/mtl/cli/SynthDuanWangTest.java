package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.Hashes;
import org.mtl.io.Json;

class SynthDuanWangTest {

    private static final String[] SMALL = {"synth", "duan-wang", "--tasks", "3", "--rows", "4", "--dimension", "2",
        "--delta", "0.5", "--alpha", "0.34"};

    @TempDir
    private Path folder;

    private static String[] with(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void writesTheColumnsAndNamesTheOutliers() {
        InProcess run = InProcess.done(folder, SMALL);
        List<String> lines = run.text().lines().toList();
        assertEquals("task,split,y,x1,x2", lines.get(0));
        assertEquals(13, lines.size());
        assertEquals(List.of("t1,train", "t1,val", "t1,test", "t1,train", "t2,train"),
                lines.subList(1, 6).stream().map(line -> line.substring(0, line.indexOf(',', 3))).toList());
        assertTrue(run.err().matches("3 tasks, 4 rows each, 2 features; outlier tasks: t[123]\n"), run.err());
    }

    /** A change of these bytes changes every experiment that names a seed. */
    @Test
    void bytesArePinned() {
        byte[] bytes = InProcess.done(folder, with(SMALL, "--seed", "7")).out();
        assertEquals("6a0c147d54e45b9f90823f7528d7d8ed67fddd44c59f67a81569862a39d92425", Hashes.sha256(bytes));
        assertFalse(Arrays.equals(bytes, InProcess.done(folder, SMALL).out()));
        assertArrayEquals(InProcess.done(folder, SMALL).out(), InProcess.done(folder, with(SMALL, "--seed", "0")).out());
    }

    @Test
    void theFileHoldsTheSameAndItsMetaTheTruth() throws IOException {
        InProcess run = InProcess.done(folder, with(SMALL, "-o", "d.csv"));
        assertEquals("", run.text());
        assertArrayEquals(InProcess.done(folder, SMALL).out(), Files.readAllBytes(folder.resolve("d.csv")));
        Map<String, Object> meta = Json.read(folder.resolve("d.csv.meta.json"));
        assertEquals("data", meta.get("kind"));
        assertEquals(0L, meta.get("seed"));
        assertEquals(List.of("synth", "duan-wang", "--tasks", "3"), ((List<?>) meta.get("command")).subList(0, 4));
        assertEquals(1, ((List<?>) meta.get("outlier_tasks")).size());
        assertEquals(List.of("t1", "t2", "t3"), List.copyOf(((Map<?, ?>) meta.get("coefficients")).keySet()));
    }

    /** Least squares by the normal equations in two unknowns, against what the meta file says. */
    @Test
    void leastSquaresRecoversTheCoefficients() {
        InProcess.done(folder, "synth", "duan-wang", "--tasks", "4", "--rows", "6000", "--dimension", "2", "--delta", "0.5",
                "--alpha", "0.25", "-o", "d.csv");
        Map<?, ?> truth = (Map<?, ?>) Json.read(folder.resolve("d.csv.meta.json")).get("coefficients");
        truth.forEach((task, coefficients) -> {
            double[] found = leastSquares(rows(task.toString()));
            List<?> expected = (List<?>) coefficients;
            for (int j = 0; j < 2; j++) {
                // The standard error is 1/sqrt(6000) = 0.013.
                assertEquals(((Number) expected.get(j)).doubleValue(), found[j], 0.06, task + " x" + (j + 1));
            }
        });
    }

    private List<double[]> rows(String task) {
        try {
            return Files.readAllLines(folder.resolve("d.csv")).stream()
                    .filter(line -> line.startsWith(task + ","))
                    .map(line -> Arrays.stream(line.split(",")).skip(2).mapToDouble(Double::parseDouble).toArray())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static double[] leastSquares(List<double[]> rows) {
        double[] sums = new double[5];
        for (double[] row : rows) {
            sums[0] += row[1] * row[1];
            sums[1] += row[1] * row[2];
            sums[2] += row[2] * row[2];
            sums[3] += row[1] * row[0];
            sums[4] += row[2] * row[0];
        }
        double determinant = sums[0] * sums[2] - sums[1] * sums[1];
        return new double[] {(sums[3] * sums[2] - sums[4] * sums[1]) / determinant,
            (sums[4] * sums[0] - sums[3] * sums[1]) / determinant};
    }

    @Test
    void saysWhatIsWrong() {
        String help = "; see mtl synth duan-wang --help";
        InProcess.run(folder, "synth", "duan-wang", "--alpha", "0")
                .assertFailed(2, "mtl: --delta V is missing" + help);
        InProcess.run(folder, "synth", "duan-wang", "--alpha", "1.5", "--delta", "0")
                .assertFailed(2, "mtl: --alpha: expected a share between 0 and 1, found 1.5" + help);
        InProcess.run(folder, "synth", "duan-wang", "--alpha", "0", "--delta", "0", "--tasks", "0")
                .assertFailed(2, "mtl: --tasks: expected a whole number of at least 1, found '0'" + help);
        InProcess.run(folder, "synth").assertFailed(
                2, "mtl: expected what to make, duan-wang, linear, covariance, cosine, relu-subspace or corrupt, found nothing; see mtl help synth");
    }

    @Test
    void helpIsThereForAll() {
        assertTrue(InProcess.done(folder, "help", "synth").text().contains("mtl synth corrupt exam.csv"));
        assertTrue(InProcess.done(folder, "synth", "--help").text().contains("duan-wang"));
        assertTrue(InProcess.done(folder, "synth", "duan-wang", "--help").text().startsWith("Usage: mtl synth duan-wang"));
        assertTrue(InProcess.done(folder, "synth", "corrupt", "-h").text().startsWith("Usage: mtl synth corrupt"));
    }
}
