package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.CsvReader;
import org.mtl.io.Hashes;

class SynthCorruptTest {

    @TempDir
    private Path folder;

    private static List<List<String>> records(byte[] csv) {
        CsvReader in = CsvReader.open(new ByteArrayInputStream(csv), "csv");
        List<List<String>> records = new ArrayList<>(List.of(in.header()));
        while (in.next()) {
            List<String> record = new ArrayList<>();
            for (int column = 0; column < in.header().size(); column++) {
                record.add(in.get(column));
            }
            records.add(record);
        }
        return records;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] output(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), bytes(text));
    }

    private static String[] longForm(String data, String share, String out, String... more) {
        List<String> words = new ArrayList<>(List.of("synth", "corrupt", data, "--task", "task", "--target", "y",
                "--labels", share, "-o", out));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** Rows of two tasks, all written in ways that a CSV writer would not choose, every third a validation row. */
    private static String oddlyWritten(int rows) {
        StringBuilder text = new StringBuilder("\uFEFFid,\"note\",task,y,x,split\r\n");
        for (int row = 0; row < rows; row++) {
            text.append("r").append(row).append(",\"a, \"\"b\"\"\r\nc\",").append(row % 2 == 0 ? "\"one\"" : "two").append(',');
            text.append(row % 5 == 0 ? "\"1.50\"" : "+" + row + ".0e0").append(",00").append(row).append(',');
            text.append(row % 3 == 2 ? "val" : "0").append(row % 7 == 0 ? "\n" : "\r\n").append(row % 4 == 0 ? "\r\n" : "");
        }
        return text.toString();
    }

    @Test
    void changesOnlyTheListedTargetsAndKeepsAllOtherBytes() throws IOException {
        String text = oddlyWritten(30);
        write("in.csv", text);
        InProcess run = InProcess.done(folder, longForm("in.csv", "0.25", "out", "--id", "id", "--features", "x"));
        assertEquals("out: 5 training labels corrupted\n", run.err());
        assertEquals("", run.text());
        List<List<String>> list = records(output("out/corrupted.csv"));
        assertEquals(List.of("row", "task", "before", "after"), list.get(0));
        // Twenty of the thirty rows are training rows.
        assertEquals(Math.round(0.25 * 20), list.size() - 1);
        String data = new String(output("out/data.csv"), StandardCharsets.UTF_8);
        for (List<String> change : list.subList(1, list.size())) {
            int row = Integer.parseInt(change.get(0).substring(1));
            assertNotEquals(2, row % 3);
            assertEquals(row % 2 == 0 ? "one" : "two", change.get(1));
            String before = row % 5 == 0 ? "\"1.50\"" : "+" + row + ".0e0";
            assertEquals(Double.parseDouble(before.replace("\"", "")), Double.parseDouble(change.get(2)));
            // Undoing each change must give back the very bytes of the input.
            String end = ",00" + row + ",";
            assertTrue(data.contains("," + change.get(3) + end));
            data = data.replace("," + change.get(3) + end, "," + before + end);
        }
        assertEquals(text, data);
    }

    @Test
    void addsTheDrawnSplitsAndLaterReadsThem() throws IOException {
        write("in.csv", "task,y,x\n" + "a,1.5,2\nb,2,3\n".repeat(20) + "a,1.5,2\nb,4,5");
        InProcess.done(folder, longForm("in.csv", "0", "out", "--split", "0.6,0.2,0.2", "--seed", "3"));
        String data = new String(output("out/data.csv"), StandardCharsets.UTF_8);
        assertEquals("row,task,before,after\n", new String(output("out/corrupted.csv"), StandardCharsets.UTF_8));
        assertTrue(data.startsWith("task,y,x,split\na,1.5,2,"));
        assertFalse(data.endsWith("\n"));
        String[] train = {"train", "--task", "task", "--target", "y", "-q"};
        InProcess.done(folder, Stream.concat(Arrays.stream(train),
                Stream.of("in.csv", "--split", "0.6,0.2,0.2", "--seed", "3", "-o", "a")).toArray(String[]::new));
        InProcess.done(folder, Stream.concat(Arrays.stream(train), Stream.of("out/data.csv", "-o", "b")).toArray(String[]::new));
        assertArrayEquals(output("a/split.csv"), output("b/split.csv"));
    }

    @Test
    void allRowsAreTrainingRowsWithoutASplit() throws IOException {
        write("in.csv", "task,y,x\na,1,2\na,2,3\n");
        InProcess.done(folder, longForm("in.csv", "0", "out"));
        assertEquals("task,y,x,split\na,1,2,train\na,2,3,train\n",
                new String(output("out/data.csv"), StandardCharsets.UTF_8));
    }

    @Test
    void anOverruledSplitColumnHoldsTheNewSplits() throws IOException {
        write("in.csv", "task,split,y,x\n" + "a,\"odd\",1,2\n".repeat(4));
        InProcess run = InProcess.done(folder, longForm("in.csv", "0", "out", "--split", "0.5,0.25,0.25"));
        assertTrue(run.err().startsWith("mtl: warning: in.csv: column 'split' is not used"), run.err());
        List<List<String>> records = records(output("out/data.csv"));
        assertEquals(List.of("task", "split", "y", "x"), records.get(0));
        assertEquals(List.of("test", "train", "train", "val"),
                records.stream().skip(1).map(record -> record.get(1)).sorted().toList());
    }

    @Test
    void anotherColumnOfSplitsIsLeftAlone() throws IOException {
        write("in.csv", "task,fold,y,x\na,0,1,2\na,1,1,2\n");
        InProcess.done(folder, longForm("in.csv", "0", "out", "--split", "fold"));
        assertArrayEquals(output("in.csv"), output("out/data.csv"));
    }

    @Test
    void wideFormDrawsFromAllTasksAndLeavesEmptyCells() throws IOException {
        StringBuilder text = new StringBuilder("x,a,b\n");
        for (int row = 0; row < 20; row++) {
            text.append(row).append(',').append(row % 4 == 1 ? "" : row).append(',').append(row % 4 == 1 ? "" : row * row)
                    .append('\n');
        }
        write("in.csv", text.toString());
        InProcess.done(folder, "synth", "corrupt", "in.csv", "--targets", "a,b", "--labels", "0.5", "--split", "0.5,0.5,0",
                "-o", "out");
        List<List<String>> before = records(bytes(text.toString()));
        List<List<String>> after = records(output("out/data.csv"));
        List<List<String>> list = records(output("out/corrupted.csv"));
        Set<String> listed = new HashSet<>();
        list.subList(1, list.size()).forEach(change -> listed.add(change.get(0) + change.get(1)));
        int training = 0;
        for (int row = 0; row < 20; row++) {
            List<String> found = after.get(row + 1);
            training += found.get(3).equals("train") ? 2 * (row % 4 == 1 ? 0 : 1) : 0;
            for (int column = 1; column <= 2; column++) {
                boolean changed = !found.get(column).equals(before.get(row + 1).get(column));
                assertEquals(listed.contains(row + (column == 1 ? "a" : "b")), changed);
                assertTrue(!changed || found.get(3).equals("train"));
            }
        }
        assertEquals(Math.round(0.5 * training), list.size() - 1);
    }

    @Test
    void pipesAndGzipGiveTheSameBytes() throws IOException {
        String text = oddlyWritten(12);
        write("in.csv", text);
        InProcess.done(folder, longForm("in.csv", "0.5", "a", "--features", "x"));
        assertEquals(0, InProcess.run(folder, bytes(text), longForm("-", "0.5", "b", "--features", "x")).code());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(text));
        }
        Files.write(folder.resolve("in.csv.gz"), packed.toByteArray());
        InProcess.done(folder, longForm("in.csv.gz", "0.5", "c", "--features", "x"));
        for (String other : List.of("b", "c")) {
            assertArrayEquals(output("a/data.csv"), output(other + "/data.csv"));
            assertArrayEquals(output("a/corrupted.csv"), output(other + "/corrupted.csv"));
            try (Stream<Path> files = Files.list(folder.resolve(other))) {
                assertEquals(List.of("corrupted.csv", "data.csv", "run.json"),
                        files.map(file -> file.getFileName().toString()).sorted().toList());
            }
        }
    }

    @Test
    void bytesArePinnedAndTheSeedDecidesTheRows() throws IOException {
        write("in.csv", oddlyWritten(30));
        InProcess.done(folder, longForm("in.csv", "0.2", "a", "--features", "x", "--seed", "5"));
        assertEquals("b468e29dc5bb3cc2621255ccfea7084b8b54eb26555c44badda44ae9a3fe24ca", Hashes.sha256(output("a/data.csv")));
        InProcess.done(folder, longForm("in.csv", "0.2", "b", "--features", "x", "--seed", "6"));
        assertNotEquals(rows("a"), rows("b"));
    }

    private Set<String> rows(String out) throws IOException {
        Set<String> rows = new HashSet<>();
        records(output(out + "/corrupted.csv")).forEach(record -> rows.add(record.get(0)));
        return rows;
    }

    @Test
    void resumeAndForce() throws IOException {
        write("in.csv", "task,y,x\na,1,2\na,2,3\n");
        InProcess.done(folder, longForm("in.csv", "0.5", "out"));
        InProcess.run(folder, longForm("in.csv", "0.5", "out"))
                .assertFailed(73, "mtl: out: exists already; --force replaces it");
        assertEquals("out is complete already\n", InProcess.done(folder, longForm("in.csv", "0.5", "out", "--resume")).err());
        InProcess.run(folder, longForm("in.csv", "1", "out", "--resume")).assertFailed(
                2, "mtl: --resume: out was made with other options; see mtl synth corrupt --help");
        InProcess.done(folder, longForm("in.csv", "1", "out", "--force"));
        assertEquals(3, records(output("out/corrupted.csv")).size());
    }

    @Test
    void saysWhatIsWrongAndLeavesNothing() throws IOException {
        String help = "; see mtl synth corrupt --help";
        write("in.csv", "task,y,x\na,1,2\na,2,3\n");
        write("taken.csv", "split,y,x\na,0,2\na,1,3\n");
        InProcess.run(folder, longForm("in.csv", "1.5", "out"))
                .assertFailed(2, "mtl: --labels: expected a share between 0 and 1, found 1.5" + help);
        InProcess.run(folder, longForm("absent.csv", "0.5", "out")).assertFailed(66, "mtl: absent.csv: no such file");
        InProcess.run(folder, "synth", "corrupt", "in.csv", "--labels", "0.5", "-o", "out").assertFailed(2,
                "mtl: a CSV file needs --task with --target (long form), or --targets or --one-vs-rest (wide form)" + help);
        InProcess.run(folder, "synth", "corrupt", "taken.csv", "--task", "split", "--target", "y", "--labels", "0.5", "-o",
                "out").assertFailed(2, "mtl: column 'split' has another role, but the splits are to be written to a column"
                        + " of that name; rename it in taken.csv" + help);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("in.csv", "taken.csv"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void warnsOfTargetsThatCannotChange() throws IOException {
        write("in.csv", "task,y,x\na,1.0,2\na,1.0,3\nb,1.5,1\nb,2,2\n");
        InProcess run = InProcess.done(folder, longForm("in.csv", "1", "out"));
        assertEquals("mtl: warning: corrupted.csv lists labels that could not change, since the training targets of their"
                + " task are all equal: a\nout: 4 training labels corrupted\n", run.err());
        assertTrue(new String(output("out/data.csv"), StandardCharsets.UTF_8)
                .startsWith("task,y,x,split\na,1.0,2,train\na,1.0,3,train\n"));
    }

    @Test
    void listsClassesByName() throws IOException {
        write("in.csv", "task,y,x\na,walk,2\na,sit,3\n");
        InProcess run = InProcess.done(folder, longForm("in.csv", "1", "out"));
        assertEquals("out: 2 training labels corrupted\n", run.err());
        assertEquals("row,task,before,after\n0,a,walk,sit\n1,a,sit,walk\n",
                new String(output("out/corrupted.csv"), StandardCharsets.UTF_8));
        assertEquals("task,y,x,split\na,sit,2,train\na,walk,3,train\n",
                new String(output("out/data.csv"), StandardCharsets.UTF_8));
    }

    @Property(tries = 60)
    void dataEqualsTheInputOutsideTheListedCells(@ForAll long content,
            @ForAll @DoubleRange(min = 0, max = 1) double share) throws IOException {
        Path own = Files.createTempDirectory("mtl-corrupt");
        try {
            String text = random(new Random(content));
            Files.write(own.resolve("in.csv"), bytes(text));
            InProcess.done(own, "synth", "corrupt", "in.csv", "--task", "task", "--target", "y", "--features", "x", "-q",
                    "--labels", Double.toString(share), "-o", "out");
            Map<Integer, String> changes = new HashMap<>();
            records(Files.readAllBytes(own.resolve("out/corrupted.csv"))).stream().skip(1)
                    .forEach(change -> changes.put(Integer.parseInt(change.get(0)), change.get(3)));
            List<List<String>> before = records(bytes(text));
            List<List<String>> after = records(Files.readAllBytes(own.resolve("out/data.csv")));
            assertEquals(before.size(), after.size());
            assertEquals(Math.round(share * (before.size() - 1)), changes.size());
            for (int row = 0; row < before.size() - 1; row++) {
                List<String> expected = new ArrayList<>(before.get(row + 1));
                if (changes.containsKey(row)
                        && Double.parseDouble(changes.get(row)) != Double.parseDouble(expected.get(1))) {
                    expected.set(1, changes.get(row));
                }
                expected.add("train");
                assertEquals(expected, after.get(row + 1));
            }
        } finally {
            try (Stream<Path> files = Files.walk(own)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A file whose text column holds everything that has to be quoted, in a random order. */
    private static String random(Random random) {
        String end = random.nextBoolean() ? "\n" : "\r\n";
        StringBuilder text = new StringBuilder("task,y,text,x").append(end);
        int rows = 1 + random.nextInt(12);
        for (int row = 0; row < rows; row++) {
            StringBuilder cell = new StringBuilder();
            for (int i = random.nextInt(5); i > 0; i--) {
                cell.append(List.of(",", "\"\"", "\n", "\r\n", "é", "𝄞", " ").get(random.nextInt(7)));
            }
            text.append("t").append(random.nextInt(3)).append(',').append(random.nextGaussian()).append(",\"").append(cell)
                    .append("\",").append(row).append(row == rows - 1 && random.nextBoolean() ? "" : end);
        }
        return text.toString();
    }
}
