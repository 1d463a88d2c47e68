package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code select --iterate}, {@code --report} and {@code --memory-rows}. */
class SelectRoundsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void train() throws IOException {
        StringBuilder csv = new StringBuilder("task,split,y,x1,x2\n");
        Random random = new Random(3);
        for (int i = 0; i < 120; i++) {
            double x1 = random.nextGaussian();
            double x2 = random.nextGaussian();
            String split = i % 4 == 2 ? "val" : "train";
            boolean yes = x1 - x2 + 0.5 * random.nextGaussian() > 0;
            csv.append("t").append(i % 3).append(',').append(split).append(',')
                    .append(yes == i % 20 > 0 ? "yes" : "no").append(',').append(x1).append(',').append(x2).append('\n');
        }
        Files.writeString(folder.resolve("d.csv"), csv);
    }

    private void train(String... options) {
        String[] all = new String[9 + options.length];
        System.arraycopy(new String[] {"train", "d.csv", "--task", "task", "--target", "y", "-q", "-o", "m"}, 0, all, 0, 9);
        System.arraycopy(options, 0, all, 9, options.length);
        InProcess.done(folder, all);
        InProcess.done(folder, "influence", "m", "-o", "s.csv");
    }

    private static Set<String> dropped(String selection) {
        Set<String> rows = new HashSet<>();
        selection.lines().skip(1).filter(line -> line.endsWith(",0")).forEach(line -> rows.add(line.substring(0, line.indexOf(','))));
        return rows;
    }

    private String select(String... options) {
        String[] all = new String[5 + options.length];
        System.arraycopy(new String[] {"select", "s.csv", "--model", "m", "-q"}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        return InProcess.done(folder, all).text();
    }

    /** Two rounds are a selection, a model on what is left with its scores, and a selection of these. */
    @Test
    void roundsAreWhatOneDoesByHand() throws IOException {
        for (String[] model : new String[][] {{"--lambda", "0.1"}, {"--model", "mlp", "--hidden", "3", "--epochs", "4"}}) {
            train(with(model, "--force"));
            Set<String> both = dropped(select("--drop", "11", "--iterate", "2"));
            Files.writeString(folder.resolve("first.csv"), select("--drop", "5"));
            Set<String> byHand = dropped(Files.readString(folder.resolve("first.csv")));
            InProcess.done(folder, "retrain", "m", "--selection", "first.csv", "-q", "--force", "-o", "m2");
            InProcess.done(folder, "influence", "m2", "-o", "s2.csv");
            byHand.addAll(dropped(InProcess.done(folder, "select", "s2.csv", "--model", "m2", "--drop", "6").text()));
            assertEquals(11, byHand.size());
            assertEquals(byHand, both);
        }
    }

    private static String[] with(String[] options, String more) {
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = more;
        return all;
    }

    @Test
    void oneRoundIsAPlainSelection() {
        train("--lambda", "0.1");
        assertEquals(select("--drop", "0.1"), select("--drop", "0.1", "--iterate", "1"));
    }

    @Test
    void theReportShowsTheWorstRowsBesideHelpers() throws IOException {
        train("--lambda", "0.1");
        String selection = select("--drop", "4", "--report", "r.csv", "--report-rows", "6");
        List<String> lines = Files.readAllLines(folder.resolve("r.csv"));
        assertEquals("row,task,label,prediction,score,keep,t0,t1,t2,helper,helper_score", lines.get(0));
        assertEquals(7, lines.size());
        double last = Double.POSITIVE_INFINITY;
        for (int i = 1; i < 7; i++) {
            String[] cells = lines.get(i).split(",");
            double score = Double.parseDouble(cells[4]);
            assertTrue(score <= last);
            last = score;
            assertEquals(i <= 4 ? "0" : "1", cells[5]);
            assertEquals(score, Double.parseDouble(cells[6]) + Double.parseDouble(cells[7]) + Double.parseDouble(cells[8]), 1e-15);
            assertTrue(selection.contains("\n" + cells[0] + "," + cells[1] + "," + cells[4] + "," + cells[5] + "\n"));
            assertTrue(cells[2].matches("yes|no") && cells[3].matches("yes|no"));
            String helper = "\n" + cells[9] + "," + cells[1] + "," + cells[10] + ",1\n";
            assertTrue(selection.contains(helper), helper);
        }
    }

    @Test
    void aMemoryHoldsSoManyRowsOfAllTasks() throws IOException {
        train("--lambda", "0.1");
        for (String by : new String[] {"class", "global"}) {
            String selection = select("--memory-rows", "12", "--drop-by", by);
            List<String> kept = selection.lines().filter(line -> line.endsWith(",1")).toList();
            assertEquals(12, kept.size());
            assertEquals(4, kept.stream().filter(line -> line.contains(",t2,")).count());
            assertEquals(selection, select("--memory-rows", "12", "--drop-by", by, "--threads", "3"));
        }
    }
}
