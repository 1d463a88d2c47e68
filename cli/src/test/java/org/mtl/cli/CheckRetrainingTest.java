package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate --check} where whole models are trained again: lds, removal, and networks. */
class CheckRetrainingTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void train() throws IOException {
        StringBuilder csv = new StringBuilder("task,split,y,x1,x2\n");
        StringBuilder corrupted = new StringBuilder("row,task\n");
        Random random = new Random(1);
        for (int i = 0; i < 120; i++) {
            double x1 = random.nextGaussian();
            double x2 = random.nextGaussian();
            String split = i % 4 == 2 ? "val" : i % 8 == 7 ? "test" : "train";
            boolean bad = split.equals("train") && i % 10 == 0;
            if (bad) {
                corrupted.append(i).append(",t").append(i % 3).append('\n');
            }
            csv.append("t").append(i % 3).append(',').append(split).append(',')
                    .append(x1 - x2 + 0.3 * random.nextGaussian() + (bad ? 6 : 0)).append(',').append(x1).append(',').append(x2).append('\n');
        }
        Files.writeString(folder.resolve("d.csv"), csv);
        Files.writeString(folder.resolve("c.csv"), corrupted);
    }

    private void linear() {
        InProcess.done(folder, "train", "d.csv", "--task", "task", "--target", "y", "--lambda", "0.3", "-q", "-o", "m");
        InProcess.done(folder, "influence", "m", "--normalize", "kept", "-o", "s.csv");
    }

    private void network() {
        InProcess.done(folder, "train", "d.csv", "--task", "task", "--target", "y", "--model", "mlp", "--hidden", "3", "--epochs", "15",
                "--lr", "0.05", "-q", "-o", "m");
        InProcess.done(folder, "influence", "m", "--normalize", "kept", "-o", "s.csv");
    }

    private static List<String[]> cells(String text) {
        return text.lines().skip(1).map(line -> line.split(",", -1)).toList();
    }

    private static double value(String text, int column, String... start) {
        String[] line = cells(text).stream().filter(cells -> Arrays.equals(Arrays.copyOf(cells, start.length), start))
                .findFirst().orElseThrow();
        return Double.parseDouble(line[column]);
    }

    /** What {@code retrain} gives on the rows of a subset, at the penalty that the model has. */
    @Test
    void theActualLossIsThatOfRetraining() throws IOException {
        linear();
        String text = InProcess.done(folder, "evaluate", "m", "--check", "removal", "--scores", "s.csv", "--shares", "5", "--on", "val").text();
        InProcess.done(folder, "select", "s.csv", "--drop", "5", "--model", "m", "-o", "drop.csv");
        InProcess.done(folder, "retrain", "m", "--selection", "drop.csv", "-q", "-o", "m2");
        String after = InProcess.done(folder, "evaluate", "m2", "--on", "val").text();
        assertEquals(value(after, 4, "m2", "t1", "val", "loss"), value(text, 4, "harmful", "5", "5", "t1"), 1e-9);
        assertEquals(value(after, 4, "m2", "*", "val", "loss"), value(text, 4, "harmful", "5", "5", "*"), 1e-9);
        assertEquals(value(InProcess.done(folder, "evaluate", "m", "--on", "val").text(), 4, "m", "t2", "val", "loss"),
                value(text, 4, "none", "0", "0", "t2"), 1e-9);
    }

    /** The data has rows with labels that are 6 off: without them models predict better, without the best rows worse. */
    @Test
    void harmfulRowsLeftOutHelpAndHelpfulOnesHarm() {
        linear();
        String text = InProcess.done(folder, "evaluate", "m", "--check", "removal", "--scores", "s.csv", "--shares", "0.1").text();
        double harmful = value(text, 4, "harmful", "0.1", "7", "*");
        double random = value(text, 4, "random", "0.1", "7", "*");
        double helpful = value(text, 4, "helpful", "0.1", "7", "*");
        assertTrue(harmful < random && random < helpful, text);
        InProcess gate = InProcess.run(folder, "evaluate", "m", "--check", "removal", "--scores", "s.csv", "--shares", "0.1",
                "--fail-if", "loss[harmful 0.1] < loss[none]");
        assertEquals(3, gate.code());
        assertEquals(text, gate.text());
    }

    /** Predictions are sums over kept rows, so those of two complementary halves are the sum over all. */
    @Test
    void scoresOfHalvesAgreeWithRetraining() {
        linear();
        String pairs = InProcess.done(folder, "evaluate", "m", "--check", "lds", "--scores", "s.csv", "--subsets", "40", "--truth", "t.csv").text();
        assertEquals(40 * 3, cells(pairs).size());
        String text = InProcess.done(folder, "evaluate", "m", "--check", "lds", "--scores", "s.csv", "--subsets", "40", "--truth", "t.csv",
                "--correlation").text();
        double spearman = value(text, 4, "lds", "*");
        assertTrue(spearman > 0.5, text);
        assertTrue(value(text, 9, "lds", "*") <= spearman && spearman <= value(text, 10, "lds", "*"), text);
        assertEquals(0.001, value(text, 11, "lds", "*"), 0);
        // Each half has as many rows of a task: with their weights as they were, sums differ by a constant and 1/n in size.
        InProcess.done(folder, "influence", "m", "-o", "fixed.csv");
        String fixed = InProcess.done(folder, "evaluate", "m", "--check", "lds", "--scores", "fixed.csv", "--subsets", "40", "--truth",
                "t.csv", "--correlation").text();
        assertEquals(spearman, value(fixed, 4, "lds", "*"), 0.01);
    }

    @Test
    void aNetworkIsTrainedAgainWithEachSeedAndOnceOnly() throws IOException {
        network();
        String[] check = {"evaluate", "m", "--check", "lds", "--scores", "s.csv", "--subsets", "4", "--retrainings", "2", "--truth", "t.csv"};
        String first = InProcess.done(folder, check).text();
        List<String> lines = Files.readAllLines(folder.resolve("t.csv"));
        assertEquals("model,set,seed,target,loss,metric", lines.get(0));
        assertEquals(1 + 4 * 2 * 3, lines.size());
        // As after an interruption: the last line cut short, and of the model before some targets missing.
        Files.writeString(folder.resolve("t.csv"), String.join("\n", lines.subList(0, 12)) + "\n" + lines.get(12).substring(0, 30));
        assertEquals(first, InProcess.done(folder, check).text());
        assertEquals(lines, Files.readAllLines(folder.resolve("t.csv")).stream().distinct().collect(Collectors.toList()));
        double mean = lines.stream().filter(line -> line.contains(",half 2,") && line.contains(",t1,"))
                .mapToDouble(line -> Double.parseDouble(line.split(",")[4])).average().orElseThrow();
        assertEquals(mean, value(first, 3, "2", "t1"), 1e-15);
    }

    @Test
    void partsAndThreadsGiveTheSameFile() throws IOException {
        network();
        String[] check = {"evaluate", "m", "--check", "removal", "--scores", "s.csv", "--retrainings", "2", "--shares", "0.1,4", "--on", "val"};
        String whole = InProcess.done(folder, with(check, "--truth", "whole.csv")).text();
        assertEquals(whole, InProcess.done(folder, with(check, "--truth", "threads.csv", "--threads", "3")).text());
        assertEquals(Files.readString(folder.resolve("whole.csv")), Files.readString(folder.resolve("threads.csv")));
        assertEquals("", InProcess.done(folder, with(check, "--truth", "p1.csv", "--shard", "1/2")).text());
        assertEquals("", InProcess.done(folder, with(check, "--truth", "p2.csv", "--shard", "2/2")).text());
        Files.writeString(folder.resolve("all.csv"),
                Files.readString(folder.resolve("p1.csv")) + Files.readString(folder.resolve("p2.csv")));
        long before = Files.size(folder.resolve("all.csv"));
        assertEquals(whole, InProcess.done(folder, with(check, "--truth", "all.csv")).text());
        assertEquals(before, Files.size(folder.resolve("all.csv")));
    }

    /** A lock that this process holds is one that another run finds. */
    @Test
    void aFileThatAnotherRunWritesIsLeftAlone() throws IOException {
        linear();
        String[] check = {"evaluate", "m", "--check", "lds", "--scores", "s.csv", "--subsets", "4", "--truth", "t.csv"};
        InProcess.done(folder, check);
        String before = Files.readString(folder.resolve("t.csv"));
        try (FileChannel other = FileChannel.open(folder.resolve("t.csv"), StandardOpenOption.WRITE); FileLock lock = other.lock()) {
            assertTrue(lock.isValid());
            InProcess.run(folder, check).assertFailed(75, "mtl: t.csv: another run is writing it");
        }
        assertEquals(before, Files.readString(folder.resolve("t.csv")));
    }

    private static String[] with(String[] command, String... more) {
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return all;
    }

    /** Without a row or a task, as {@code retrain} leaves it out, from the same first weights. */
    @Test
    void rowsAndTasksOfANetworkAreLeftOutAsRetrainDoes() throws IOException {
        network();
        String loo = InProcess.done(folder, "evaluate", "m", "--check", "loo", "--scores", "s.csv", "--sample", "2").text();
        String[] line = cells(loo).get(0);
        Files.writeString(folder.resolve("one.csv"), "row,task\n" + line[0] + "," + line[1] + "\n");
        InProcess.done(folder, "retrain", "m", "--without-rows", "one.csv", "-q", "-o", "m2");
        InProcess.done(folder, "retrain", "m", "--without-task", "t1", "-q", "-o", "m3");
        String all = InProcess.done(folder, "evaluate", "m", "--on", "val").text();
        String without = InProcess.done(folder, "evaluate", "m2", "--on", "val").text();
        assertEquals(value(all, 4, "m", "t0", "val", "loss") - value(without, 4, "m2", "t0", "val", "loss"), Double.parseDouble(line[4]), 1e-9);
        InProcess.done(folder, "influence", "m", "--level", "task", "-o", "tasks.csv");
        String loto = InProcess.done(folder, "evaluate", "m", "--check", "loto", "--scores", "tasks.csv").text();
        assertEquals(6, cells(loto).size());
        String task = InProcess.done(folder, "evaluate", "m3", "--on", "val").text();
        assertEquals(value(all, 4, "m", "t0", "val", "loss") - value(task, 4, "m3", "t0", "val", "loss"), value(loto, 3, "t1", "t0"), 1e-9);
    }

    @Test
    void corruptedRowsHaveTheLargestLossesAndSelfInfluence() {
        linear();
        InProcess.done(folder, "influence", "m", "--level", "self", "-o", "self.csv");
        String text = InProcess.done(folder, "evaluate", "m", "--check", "corruption", "--corrupted", "c.csv", "--curve", "curve.csv").text();
        assertTrue(value(text, 4, "loss", "pooled") > 0.95, text);
        String self = InProcess.done(folder, "evaluate", "m", "--check", "corruption", "--scores", "self.csv", "--corrupted", "c.csv",
                "--fail-if", "auc < 0.8 or auc[t1] < 0.5").text();
        assertTrue(value(self, 4, "self.csv", "pooled") > 0.8, self);
    }

    @Test
    void scoresMustSuitTheCheck() throws IOException {
        network();
        InProcess.done(folder, "influence", "m", "-o", "fixed.csv");
        InProcess.run(folder, "evaluate", "m", "--check", "loo", "--scores", "fixed.csv").assertFailed(2,
                "mtl: fixed.csv was made with --normalize fixed; the check needs mtl influence --normalize kept; see mtl help evaluate");
        Files.move(folder.resolve("m"), folder.resolve("net"));
        linear();
        InProcess.run(folder, "evaluate", "m", "--check", "lds", "--scores", "s.csv", "--retrainings", "3").assertFailed(2,
                "mtl: --retrainings: a linear model has one minimum, whatever the seed; see mtl help evaluate");
        InProcess.run(folder, "evaluate", "m", "--check", "lds", "--scores", "s.csv", "--shard", "1/2").assertFailed(2,
                "mtl: --shard needs --truth FILE, which keeps what its part gives; see mtl help evaluate");
        InProcess.run(folder, "evaluate", "m", "--check", "removal", "--scores", "s.csv", "--subsets", "9").assertFailed(2,
                "mtl: --subsets is for --check lds; see mtl help evaluate");
        InProcess.run(folder, "evaluate", "m", "--check", "corruption").assertFailed(2,
                "mtl: --check corruption needs --corrupted FILE, the corrupted rows; see mtl help evaluate");
        Files.writeString(folder.resolve("wrong.csv"), "row,task\n0,t0\n2,t2\n");
        InProcess.run(folder, "evaluate", "m", "--check", "corruption", "--corrupted", "wrong.csv").assertFailed(65,
                "mtl: wrong.csv:3: row '2' of task 't2' is no training row of the model");
        Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        InProcess.run(folder, "evaluate", "m", "--check", "lds", "--scores", "s.csv", "--truth", "other.csv").assertFailed(65,
                "mtl: other.csv:1: expected the columns model, set, seed, target, loss, metric, found a, b");
        assertEquals("a,b\n1,2\n", Files.readString(folder.resolve("other.csv")));
    }
}
