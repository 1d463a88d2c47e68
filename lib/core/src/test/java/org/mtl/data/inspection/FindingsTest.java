package org.mtl.data.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.data.ChunkedFeatures;
import org.mtl.data.Dataset;
import org.mtl.data.RowIds;
import org.mtl.data.Split;
import org.mtl.data.Summary;
import org.mtl.data.TaskData;
import org.mtl.io.CsvReader;

/** Columns before they have roles, tasks, and rows that occur twice. */
class FindingsTest {

    private static Summary summary(String text) {
        return Summary.read(CsvReader.open(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "x.csv"));
    }

    private static Dataset data(Dataset.Form form, double[][] x, TaskData... tasks) {
        return new Dataset(ChunkedFeatures.of(List.of("a", "b"), x), RowIds.positions(), form, List.of(tasks));
    }

    @Test
    void columns() {
        StringBuilder text = new StringBuilder("i,stray,one,none,word,who,set\n");
        for (int i = 0; i < 30; i++) {
            text.append(i + 5).append(',').append(i == 20 ? "?" : i * i + ".5")
                    .append(",1,,w").append(i).append(",p").append(i % 3)
                    .append(i % 2 == 0 ? ",train\n" : ",Test\n");
        }
        Summary summary = summary(text.toString());
        assertEquals(List.of("a column without a value: 'none'", "a column with one value only: 'one'",
                "column 'i' counts the rows and would become a feature: name it with --id, or leave it out with --features",
                "column 'stray' is text, and no feature, because of 1 cell, the first on line 22: '?'; all others are numbers"),
                ColumnFindings.warnings(summary));
        assertEquals(Optional.of("who"), ColumnFindings.likelyTask(summary));
        assertEquals(List.of("set"), ColumnFindings.splitColumns(summary));
        assertEquals(Optional.of(new Summary.StrayText(1, 22, "?")), summary.columns().get(1).stray());
    }

    /** Text for good is not parsed on, and then nothing is said of its numbers; a tenth of text is the most. */
    @Test
    void strayTextIsRare() {
        assertEquals(Optional.empty(), summary("a\n" + "1\n".repeat(8) + "x\n").columns().get(0).stray());
        assertEquals(Optional.of(new Summary.StrayText(1, 11, "x")),
                summary("a\n" + "1\n".repeat(9) + "x\n").columns().get(0).stray());
        assertEquals(Optional.empty(), summary("a\n" + "x\n".repeat(101) + "1\n".repeat(9000)).columns().get(0).stray());
        assertEquals(Summary.Kind.TEXT, summary("a\n1\nx\n2\n").columns().get(0).kind());
        assertEquals(Optional.empty(), summary("a\n1\nx\n2\n").columns().get(0).numbers());
    }

    @Test
    void tasksAreGuessedFromNumbersWithoutGaps() {
        StringBuilder text = new StringBuilder("half,split,part,who,x\n");
        for (int i = 0; i < 40; i++) {
            text.append(i % 2).append(",0,").append(i % 3).append(',').append(i % 4).append(',').append(i * 0.7)
                    .append('\n');
        }
        assertEquals(Optional.of("who"), ColumnFindings.likelyTask(summary(text.toString())));
        assertEquals(Optional.empty(), ColumnFindings.likelyTask(summary("a,b\n1,1.5\n2,2.5\n3,1\n4,2\n1,1\n")));
    }

    /** Rows 0 and 2 of training are equal; 3 (val) has their features and another label; 5 (test) copies row 1. */
    @Test
    void repetitionsByHand() {
        double[][] x = {{1, 2}, {3, -0.0}, {1, 2}, {1, 2}, {2, 1}, {3, 0}};
        TaskData task = new TaskData("t", Map.of(
                Split.TRAIN, new TaskData.Labelled(new int[] {0, 1, 2}, new double[] {5, 6, 5}),
                Split.VALIDATION, new TaskData.Labelled(new int[] {3, 4}, new double[] {7, 5}),
                Split.TEST, new TaskData.Labelled(new int[] {5}, new double[] {6})));
        Dataset data = data(Dataset.Form.WIDE, x, task);
        TaskSummary summary = TaskSummary.of(data, data).get(0);
        assertEquals(new Repetitions(6, 3, 1, 2), summary.repetitions());
        assertEquals(3, summary.repetitions().distinct());
        assertEquals(OptionalLong.of(0), summary.missing());
        Summary.NumberSummary numbers = summary.numbers().orElseThrow();
        assertEquals(16 / 3.0, numbers.mean(), 1e-15);
        assertEquals(Math.sqrt(2 / 9.0), numbers.deviation(), 1e-15);
        assertEquals(List.of(3.0, 0.0, 5.0, 6.0),
                List.of((double) numbers.count(), (double) numbers.nonFinite(), numbers.min(), numbers.max()));
        assertEquals("numbers", summary.kind());
    }

    /** As many different rows as a set of them holds. */
    @Property(tries = 50)
    void repetitionsEqualASet(
            @ForAll @IntRange(min = 1, max = 3000) int rows, @ForAll @IntRange(min = 1, max = 60) int values) {
        Random random = new Random(rows * 61L + values);
        double[][] x = new double[rows][];
        double[] y = new double[rows];
        int[] all = new int[rows];
        Set<List<Double>> features = new HashSet<>();
        Set<List<Double>> first = new HashSet<>();
        int contradicting = 0;
        for (int i = 0; i < rows; i++) {
            x[i] = new double[] {random.nextInt(values), random.nextInt(values) * 1e-3};
            y[i] = random.nextInt(2);
            all[i] = i;
            if (features.add(List.of(x[i][0], x[i][1]))) {
                first.add(List.of(x[i][0], x[i][1], y[i]));
            } else if (!first.contains(List.of(x[i][0], x[i][1], y[i]))) {
                contradicting++;
            }
        }
        Dataset data = data(Dataset.Form.WIDE, x, new TaskData("t", Map.of(Split.TRAIN, new TaskData.Labelled(all, y))));
        assertEquals(new Repetitions(rows, rows - features.size(), contradicting, 0),
                TaskSummary.of(data, data).get(0).repetitions());
    }

    @Test
    void classes() {
        double[][] x = new double[1000][];
        double[] y = new double[1000];
        int[] rows = new int[1000];
        for (int i = 0; i < 1000; i++) {
            x[i] = new double[] {i, -i};
            rows[i] = i;
            y[i] = i < 2 ? 2 : i < 10 ? 1 : 0;
        }
        TaskData task = new TaskData("t", Map.of(Split.TRAIN, new TaskData.Labelled(rows, y)), List.of("no", "yes", "7"));
        Dataset data = data(Dataset.Form.WIDE, x, task);
        List<TaskSummary> summaries = TaskSummary.of(data, data);
        assertEquals(List.of(2, 0, 3), List.of(summaries.get(0).smallestClass(), summaries.get(0).largestClass(),
                summaries.get(0).classes().size()));
        assertEquals(List.of("no validation rows, which influence, affinity and --tune need: --split 0.6,0.2,0.2 draws some",
                "classes with fewer than 5 training rows: '7' of 't' (2)",
                "classes of less than 1% of the training rows, which a low error may leave out: 'yes' of 't' (0.80%)"),
                TaskFindings.warnings(summaries, Dataset.Form.WIDE, "y", 2));
        assertEquals(List.of(), TaskFindings.notes(summaries));
    }
}
