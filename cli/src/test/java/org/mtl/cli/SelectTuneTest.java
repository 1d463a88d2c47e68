package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.Json;

/** {@code select --tune} and {@code select --model} against the commands that they spare. */
class SelectTuneTest {

    private static final String[] RATIOS = {"0", "0.05", "0.1", "0.2", "9"};

    @TempDir
    private Path folder;

    /** Two tasks of equal coefficients with every fifth training label of task b turned around. */
    @BeforeEach
    void makeData() throws IOException {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("id,task,y,x1,x2,split\n");
        for (int i = 0; i < 120; i++) {
            double x1 = random.nextGaussian();
            double x2 = random.nextGaussian();
            String split = i % 4 == 0 ? "val" : "train";
            boolean turned = i % 2 == 1 && i % 5 == 0 && split.equals("train");
            double y = (turned ? -1 : 1) * (2 * x1 - x2) + 0.1 * random.nextGaussian();
            csv.append(String.format(Locale.ROOT, "r%d,%s,%.4f,%.4f,%.4f,%s%n", i, i % 2 == 0 ? "a" : "b", y, x1, x2, split));
        }
        Files.writeString(folder.resolve("data.csv"), csv);
        run("train", "data.csv", "--task", "task", "--target", "y", "--id", "id", "--standardize", "task", "-o", "model");
        run("influence", "model", "-o", "scores.csv");
    }

    private InProcess run(String... args) {
        return InProcess.done(folder, args);
    }

    private List<String[]> csv(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream().skip(1).map(line -> line.split(",")).toList();
    }

    @Test
    void theCurveIsWhatRetrainingByHandMeasures() throws IOException {
        assertMeasuredByHand("loss", "loss");
    }

    @Test
    void errorsAreComparedWhereTheyAreAskedFor() throws IOException {
        // Of numbers the error is the root mean squared one, which is not the loss's root: it has no half, and tasks are averaged after.
        assertMeasuredByHand("rmse", "error", "--metric", "error");
    }

    /** @param figure what evaluate calls what is compared */
    private void assertMeasuredByHand(String figure, String word, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("select", "scores.csv", "--tune", String.join(",", RATIOS), "--model", "model",
                "--ratio-curve", "curve.csv", "-o", "selection.csv"));
        command.addAll(List.of(options));
        InProcess tuned = run(command.toArray(String[]::new));
        assertEquals("ratio,dropped,validation_" + word + ",chosen", Files.readAllLines(folder.resolve("curve.csv")).get(0));
        List<String[]> curve = csv("curve.csv");
        assertEquals(RATIOS.length, curve.size());
        double best = Double.POSITIVE_INFINITY;
        String ratio = "";
        for (int i = 0; i < RATIOS.length; i++) {
            run("select", "scores.csv", "--drop", RATIOS[i], "--model", "model", "-o", "by-hand-" + i + ".csv");
            run("retrain", "model", "--selection", "by-hand-" + i + ".csv", "-o", "model-" + i);
            double loss = validation("model-" + i, figure);
            assertEquals(RATIOS[i], curve.get(i)[0]);
            assertEquals(csv("by-hand-" + i + ".csv").stream().filter(line -> line[3].equals("0")).count(),
                    Long.parseLong(curve.get(i)[1]));
            assertEquals(loss, Double.parseDouble(curve.get(i)[2]), 1e-12 * loss, RATIOS[i]);
            if (loss < best) {
                best = loss;
                ratio = RATIOS[i];
            }
        }
        List<String> chosen = curve.stream().filter(line -> line[3].equals("1")).map(line -> line[0]).toList();
        assertEquals(List.of(ratio), chosen);
        assertFalse(ratio.equals("0"), "turned labels are worth dropping");
        assertTrue(tuned.err().startsWith("--tune: " + ratio + " is best of 5, "), tuned.err());
        assertTrue(tuned.err().contains(", validation " + word + " "), tuned.err());
        int position = List.of(RATIOS).indexOf(ratio);
        assertArrayEquals(Files.readAllBytes(folder.resolve("by-hand-" + position + ".csv")),
                Files.readAllBytes(folder.resolve("selection.csv")));
    }

    private double validation(String model, String figure) {
        String out = run("evaluate", model, "--on", "val").text();
        return out.lines().filter(line -> line.startsWith(model + ",*,val," + figure + ","))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                .findFirst().orElseThrow();
    }

    @Test
    void theFilesSayWhatTheyAre() {
        run("select", "scores.csv", "--tune", "0,0.1", "--model", "model", "--ratio-curve", "curve.csv", "-o", "selection.csv");
        var curve = Json.read(folder.resolve("curve.csv.meta.json"));
        assertEquals("ratio-curve", curve.get("kind"));
        var selection = Json.read(folder.resolve("selection.csv.meta.json"));
        assertEquals("selection", selection.get("kind"));
        assertEquals(List.of("0", "0.1"), selection.get("tune"));
        assertEquals(curve.get("drop"), selection.get("drop"));
        assertTrue(selection.containsKey("validation_loss"), selection.toString());
        assertEquals(1, ((List<?>) selection.get("models")).size());
    }

    @Test
    void threadsChangeNothing() throws IOException {
        run("select", "scores.csv", "--tune", "0.1,0,0.05", "--model", "model", "--ratio-curve", "one.csv", "--threads", "1");
        run("select", "scores.csv", "--tune", "0.1,0,0.05", "--model", "model", "--ratio-curve", "three.csv", "--threads", "3");
        assertEquals(Files.readString(folder.resolve("one.csv")), Files.readString(folder.resolve("three.csv")));
    }

    /** Scores whose largest belong to one class only. */
    @Test
    void aClassKeepsItsLastRowWhereTheModelIsKnown() throws IOException {
        StringBuilder data = new StringBuilder("task,y,x\n");
        StringBuilder scores = new StringBuilder("row,task,s\n");
        for (int i = 0; i < 20; i++) {
            boolean rare = i < 3;
            data.append("s,").append(rare ? "yes" : "no").append(',').append(i % 7).append('\n');
            scores.append(i).append(",s,").append(rare ? 100 - i : i).append('\n');
        }
        Files.writeString(folder.resolve("classes.csv"), data);
        run("train", "classes.csv", "--task", "task", "--target", "y", "-o", "classes");
        byte[] in = scores.toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of(0, 1, 2, 19), dropped(in, "select", "--drop", "4"));
        assertEquals(List.of(0, 1, 18, 19), dropped(in, "select", "--drop", "4", "--model", "classes"));
    }

    private List<Integer> dropped(byte[] in, String... args) {
        InProcess run = InProcess.run(folder, in, args);
        assertEquals(0, run.code(), run.err());
        List<Integer> dropped = new ArrayList<>();
        run.text().lines().filter(line -> line.endsWith(",0"))
                .forEach(line -> dropped.add(Integer.parseInt(line.substring(0, line.indexOf(',')))));
        return dropped;
    }

    @Test
    void withoutValidationRowsThereIsNothingToChooseBy() {
        run("train", "data.csv", "--task", "task", "--target", "y", "--id", "id", "--features", "x1,x2", "--split", "1,0,0",
                "-o", "blind");
        StringBuilder scores = new StringBuilder("row,task,s\n");
        for (int i = 0; i < 120; i++) {
            scores.append("r" + i + "," + (i % 2 == 0 ? "a" : "b") + ",1\n");
        }
        InProcess.run(folder, scores.toString().getBytes(StandardCharsets.UTF_8), "select", "--tune", "0,0.1", "--model", "blind")
                .assertFailed(65, "mtl: --tune: blind: no task has validation rows to choose by; train with --split, for example"
                        + " --split 0.6,0.2,0.2");
    }
}
