package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate --check}: what was predicted beside training again. */
class CheckTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void train() throws IOException {
        StringBuilder csv = new StringBuilder("task,split,y,x1,x2\n");
        Random random = new Random(1);
        for (int i = 0; i < 90; i++) {
            double x1 = random.nextGaussian();
            double x2 = random.nextGaussian();
            String split = i % 3 == 2 ? "val" : "train";
            csv.append("t").append(i % 4).append(',').append(split).append(',')
                    .append(x1 - x2 + random.nextGaussian()).append(',').append(x1).append(',').append(x2).append('\n');
        }
        Files.writeString(folder.resolve("d.csv"), csv);
        InProcess.done(folder, "train", "d.csv", "--task", "task", "--target", "y", "-q", "-o", "m");
        InProcess.done(folder, "influence", "m", "--correction", "newton", "-o", "s.csv");
    }

    private static List<double[]> pairs(String text, int predicted) {
        List<double[]> pairs = new ArrayList<>();
        for (String line : text.lines().skip(1).toList()) {
            String[] cells = line.split(",");
            pairs.add(new double[] {Double.parseDouble(cells[predicted]), Double.parseDouble(cells[predicted + 1])});
        }
        return pairs;
    }

    @Test
    void correctedScoresOfSquaredLossEqualRefits() {
        String text = InProcess.done(folder, "evaluate", "m", "--check", "loo", "--scores", "s.csv").text();
        assertTrue(text.startsWith("row,task,target,predicted,actual\n0,t0,t0,"));
        List<double[]> pairs = pairs(text, 3);
        assertEquals(60 * 4, pairs.size());
        double largest = pairs.stream().mapToDouble(pair -> Math.abs(pair[1])).max().orElseThrow();
        pairs.forEach(pair -> assertEquals(pair[1], pair[0], 1e-8 * largest + 1e-13));
    }

    @Test
    void tasksLeftOutEqualOneNewtonStepOfSquaredLoss() {
        InProcess.done(folder, "influence", "m", "--level", "task", "--correction", "newton", "--as", "gain", "-o", "g.csv");
        String text = InProcess.done(folder, "evaluate", "m", "--check", "loto", "--scores", "g.csv").text();
        assertTrue(text.startsWith("source,target,predicted,actual\nt0,t1,"));
        assertEquals(12, pairs(text, 2).size());
        pairs(text, 2).forEach(pair -> assertEquals(pair[1], pair[0], 1e-10));
    }

    @Test
    void truthIsKeptAndUsedAgain() throws IOException {
        String[] check = {"evaluate", "m", "--check", "loo", "--scores", "s.csv", "--sample", "10", "--truth", "t.csv"};
        String first = InProcess.done(folder, check).text();
        List<String> lines = Files.readAllLines(folder.resolve("t.csv"));
        assertEquals(1 + 10 * 4, lines.size());
        // As after an interruption: the last line cut short, and one row missing.
        Files.writeString(folder.resolve("t.csv"), String.join("\n", lines.subList(0, 36)) + "\n" + lines.get(36).substring(0, 9));
        assertEquals(first, InProcess.done(folder, check).text());
        assertEquals(1 + 10 * 4, Files.readAllLines(folder.resolve("t.csv")).stream().distinct().count());
        InProcess.done(folder, "retrain", "m", "--without-task", "t3", "-q", "-o", "m2");
        InProcess.done(folder, "influence", "m2", "-o", "s2.csv");
        InProcess.run(folder, "evaluate", "m2", "--check", "loo", "--scores", "s2.csv", "--truth", "t.csv").assertFailed(65,
                "mtl: t.csv:2: the losses are those of another model or split; name another --truth file");
    }

    @Test
    void correlationsStandApartWithinAndBetweenTasks() {
        String text = InProcess.done(folder, "evaluate", "m", "--check", "loo", "--scores", "s.csv", "--correlation").text();
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(0).startsWith("check,target,n,pearson,spearman,slope,median_relative_error"));
        assertEquals(1 + 3 * 6, lines.size());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("loo-within,pooled,60,")));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("loo-between,*,180,")));
    }

    @Test
    void scoresMustSuitTheCheck() {
        InProcess.done(folder, "influence", "m", "--normalize", "kept", "-o", "kept.csv");
        InProcess.run(folder, "evaluate", "m", "--check", "loo", "--scores", "kept.csv").assertFailed(2,
                "mtl: kept.csv was made with --normalize kept; the check needs mtl influence --normalize fixed;"
                        + " see mtl help evaluate");
        InProcess.run(folder, "evaluate", "m", "--check", "loo").assertFailed(2,
                "mtl: --check loo needs --scores FILE, what mtl influence wrote; see mtl help evaluate");
        InProcess.run(folder, "evaluate", "m", "--sample", "3").assertFailed(2,
                "mtl: --scores, --sample, --correlation and --truth need --check; see mtl help evaluate");
        InProcess.run(folder, "evaluate", "m", "--check", "loto", "--scores", "s.csv").assertFailed(65,
                "mtl: s.csv:1: expected a matrix whose first column is harm or source, found 'row'; write it with mtl"
                        + " influence --level task");
    }
}
