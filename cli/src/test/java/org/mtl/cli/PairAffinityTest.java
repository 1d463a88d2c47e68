package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.affinity.PairTraining;

/** {@code affinity --method hoa} against the commands that it spares. */
class PairAffinityTest {

    private static final List<String> TASKS = List.of("a", "b", "c");
    private static final List<String> ROLES = List.of("--task", "task", "--target", "y", "--loss", "squared");
    private static final List<String> NETWORK = List.of("--model", "mlp", "--hidden", "4", "--epochs", "4", "--lr", "0.01", "--task-weight",
            "a=1,b=2,c=3");

    @TempDir
    private Path folder;

    @BeforeEach
    void makeData() throws IOException {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("task,y,x1,x2,split\n");
        for (int i = 0; i < 90; i++) {
            double x1 = random.nextGaussian();
            double x2 = random.nextGaussian();
            double y = (i % 3 == 2 ? -1 : 1) * x1 + x2 + 0.5 * random.nextGaussian();
            csv.append(String.format(Locale.ROOT, "%s,%.4f,%.4f,%.4f,%s%n", TASKS.get(i % 3), y, x1, x2, i % 2 == 0 ? "train" : "val"));
        }
        Files.writeString(folder.resolve("data.csv"), csv);
    }

    private InProcess run(List<String> options, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(ROLES);
        all.addAll(options);
        return InProcess.done(folder, all.toArray(String[]::new));
    }

    private double[][] matrix(String text) {
        return text.lines().skip(1).map(line -> Arrays.stream(line.split(",")).skip(1).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
    }

    /** The validation loss of a task of a model trained on some. */
    private double loss(List<String> options, String tasks, String task, String metric) {
        String model = "m-" + tasks.replace(",", "");
        if (!Files.exists(folder.resolve(model))) {
            run(options, "train", "data.csv", "--only-tasks", tasks, "-o", model);
        }
        return InProcess.done(folder, "evaluate", model, "--on", "val").text().lines()
                .filter(line -> line.startsWith(model + "," + task + ",val," + metric + ","))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                .findFirst().orElseThrow();
    }

    private void assertRetrained(List<String> measured, List<String> ofPart, String metric) {
        double[][] gains = matrix(run(measured, "affinity", "data.csv", "--method", "hoa").text());
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                String pair = TASKS.get(Math.min(i, j)) + "," + TASKS.get(Math.max(i, j));
                double expected = i == j ? 0 : 1 - loss(ofPart, pair, TASKS.get(j), metric) / loss(ofPart, TASKS.get(j), TASKS.get(j), metric);
                assertEquals(expected, gains[i][j], 1e-12);
            }
        }
    }

    @Test
    void linearModelsArePenalizedAnew() {
        assertRetrained(List.of(), List.of(), "loss");
    }

    @Test
    void likeTasksHelpAndOppositeOnesHarm() {
        double[][] gains = matrix(run(List.of("--lambda", "10"), "affinity", "data.csv", "--method", "hoa").text());
        assertTrue(gains[0][1] > -0.2 && gains[1][0] > -0.2, Arrays.deepToString(gains));
        assertTrue(gains[2][0] < -1 && gains[2][1] < -1 && gains[0][2] < -1, Arrays.deepToString(gains));
    }

    @Test
    void metricsAreCompared() {
        assertRetrained(List.of("--metric", "error"), List.of(), "rmse");
    }

    @Test
    void networksAreTrainedSideBySide() throws IOException {
        run(NETWORK, "affinity", "data.csv", "--method", "hoa", "--threads", "1", "-o", "one.csv");
        run(NETWORK, "affinity", "data.csv", "--method", "hoa", "--threads", "3", "-o", "three.csv");
        assertArrayEquals(Files.readAllBytes(folder.resolve("one.csv")), Files.readAllBytes(folder.resolve("three.csv")));
        run(List.of("--model", "mlp", "--hidden", "4", "--epochs", "4", "--lr", "0.01", "--task-weight", "a=1"),
                "train", "data.csv", "--only-tasks", "a", "-o", "alone");
        run(List.of("--model", "mlp", "--hidden", "4", "--epochs", "4", "--lr", "0.01", "--task-weight", "a=1,b=2"),
                "train", "data.csv", "--only-tasks", "a,b", "-o", "pair");
        double expected = 1 - trained("pair") / trained("alone");
        assertEquals(expected, matrix(Files.readString(folder.resolve("one.csv")))[1][0], 1e-12);
    }

    private double trained(String model) {
        return InProcess.done(folder, "evaluate", model, "--on", "val").text().lines()
                .filter(line -> line.startsWith(model + ",a,val,loss,"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                .findFirst().orElseThrow();
    }

    @Test
    void seedsHaveMeansAndErrors() throws IOException {
        run(NETWORK, "affinity", "data.csv", "--method", "hoa", "--seeds", "2", "-o", "dir");
        double[][] first = matrix(run(NETWORK, "affinity", "data.csv", "--method", "hoa", "--seed", "0").text());
        double[][] second = matrix(run(NETWORK, "affinity", "data.csv", "--method", "hoa", "--seed", "1").text());
        double[][] means = matrix(Files.readString(folder.resolve("dir/hoa.csv")));
        double[][] errors = matrix(Files.readString(folder.resolve("dir/hoa.se.csv")));
        assertEquals((first[0][1] + second[0][1]) / 2, means[0][1], 1e-15);
        assertEquals(Math.abs(first[0][1] - second[0][1]) / 2, errors[0][1], 1e-15);
        assertEquals(1 + 2 * (3 + 6), Files.readAllLines(folder.resolve("dir/runs.csv")).size());
    }

    @Test
    void whatAnInterruptedRunDidIsNotRepeated() throws IOException {
        run(NETWORK, "affinity", "data.csv", "--method", "hoa", "--resume", "-o", "whole");
        String runs = Files.readString(folder.resolve("whole/runs.csv"));
        // All but the end of the last line, as a run leaves it that is killed while it writes.
        Path torn = folder.resolve("torn.csv");
        Files.writeString(torn, runs.substring(0, runs.length() - 3));
        try (PairRuns file = PairRuns.open(torn, TASKS)) {
            assertEquals(5, file.known(0).size(), "three tasks and two pairs");
            file.add(0, new PairTraining.Run(List.of(1, 2), new double[] {5, 6}));
        }
        String expected = runs.lines().limit(8).reduce("", (all, line) -> all + line + "\n") + "0,c,b,5\n0,b,c,6\n";
        assertEquals(expected, Files.readString(torn, StandardCharsets.UTF_8));
        // A run that finds them takes them as they are.
        Path partial = folder.resolve("next.partial");
        Files.createDirectories(partial);
        Files.copy(torn, partial.resolve("runs.csv"));
        Files.writeString(partial.resolve("run.json"), Files.readString(folder.resolve("whole/run.json")));
        run(NETWORK, "affinity", "data.csv", "--method", "hoa", "--resume", "-o", "next");
        double[][] gains = matrix(Files.readString(folder.resolve("next/hoa.csv")));
        double alone = runs.lines().filter(line -> line.startsWith("0,,b,")).mapToDouble(line -> Double.parseDouble(line.substring(5)))
                .findFirst().orElseThrow();
        assertEquals(1 - 5 / alone, gains[2][1], 1e-12);
    }
}
