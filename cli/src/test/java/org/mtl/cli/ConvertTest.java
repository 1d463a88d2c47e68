package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mtl.io.NpyReader;

/** The files of {@code test-data/formats}, converted, are what numpy and scipy read in them. */
class ConvertTest {

    private static final Path FORMATS = Path.of("../test-data/formats").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(FORMATS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "idx.csv, images-idx3-ubyte labels-idx1-ubyte.gz",
        "idx.csv, labels-idx1-ubyte.gz images-idx3-ubyte",
        "svmlight.csv, north_train.svmlight north_test.svmlight south_train.svmlight south_test.svmlight --split-from-names",
        "songs.csv, songs.arff --labels-last 3",
        "songs.csv, songs-sparse.arff --labels-last 3",
        "songs.csv, 'songs-sparse.arff --targets calm,sad,mood'",
        "sentences.csv, mood.txt topic.txt --embedding vectors.txt --wide --encoding mood=ISO-8859-1",
        "windows.csv, 'hourly.csv --window 6 --horizon 2 --split 0.6,0.2,0.2'",
        "arrays.csv, arrays.npz",
        "table.csv, table.tsv",
        "pictures.csv, FORMATS/pictures --grey"})
    void isWhatOthersRead(String reference, String words) throws IOException {
        List<String[]> expected = cells(Files.readString(FORMATS.resolve("reference").resolve(reference)));
        List<String[]> found = cells(convert(words.replace("FORMATS", FORMATS.toString())).text());
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(Arrays.stream(expected.get(i)).map(ConvertTest::number).toArray(),
                    Arrays.stream(found.get(i)).map(ConvertTest::number).toArray(), "line " + (i + 1));
        }
    }

    private static List<String[]> cells(String text) {
        return text.lines().map(line -> line.split(",", -1)).toList();
    }

    /** A number in one way of writing it, so that 4.0 equals 4; anything else as it is. Every digit counts. */
    private static String number(String cell) {
        return cell.matches("-?[0-9.]+(e-?[0-9]+)?") ? Double.toString(Double.parseDouble(cell)) : cell;
    }

    private InProcess convert(String words) {
        List<String> args = new ArrayList<>(List.of("convert"));
        args.addAll(List.of(words.split(" ")));
        return InProcess.done(folder, args.toArray(String[]::new));
    }

    /** The same rows as CSV and as arrays make the same model; labels of an integer type are taken for classes in both. */
    @ParameterizedTest
    @CsvSource({
        "'songs.arff --targets calm,sad', --targets calm sad",
        "'mood.txt topic.txt --embedding vectors.txt --encoding mood=ISO-8859-1', --task task --target y",
        "'hourly.csv --window 6 --horizon 1 --split 0.6,0.2,0.2', --targets load temp"})
    void arraysHoldWhatCsvHolds(String words, String roles) throws IOException {
        convert(words + " -o data.csv");
        convert(words + " -o arrays");
        List<String> train = new ArrayList<>(List.of("train", "data.csv", "--lambda", "0.1", "-q", "-o", "first"));
        String[] role = roles.split(" ");
        train.addAll(role[0].equals("--targets") ? List.of("--targets", role[1] + "," + role[2]) : List.of(role));
        if (role[1].equals("calm")) {
            train.addAll(List.of("--features", "tempo,loud*,live"));
            convert(words + " -o arrays --force");
        }
        InProcess.done(folder, train.toArray(String[]::new));
        if (role[0].equals("--task")) {
            // Text labels are codes in arrays; only their number has to be the same.
            assertEquals(4, Files.readAllLines(folder.resolve("arrays/classes.csv")).size() - 1);
            return;
        }
        List<String> again = new ArrayList<>(List.of("train", "arrays", "--lambda", "0.1", "-q", "-o", "second"));
        if (role[1].equals("calm")) {
            again.addAll(List.of("--features", "tempo,loud*,live"));
        }
        InProcess.done(folder, again.toArray(String[]::new));
        assertArrayEquals(parameters("first"), parameters("second"));
    }

    private double[] parameters(String model) throws IOException {
        return array(model + "/parameters.npy");
    }

    private double[] array(String file) throws IOException {
        try (NpyReader in = NpyReader.open(folder.resolve(file))) {
            double[] values = new double[(int) in.size()];
            in.read(0, values.length, values, 0);
            return values;
        }
    }

    private long[] shape(String file) throws IOException {
        try (NpyReader in = NpyReader.open(folder.resolve(file))) {
            return in.shape();
        }
    }

    @Test
    void imagesKeepTheirShapeUnlessFlat() throws IOException {
        convert("images-idx3-ubyte labels-idx1-ubyte.gz -o images");
        convert("images-idx3-ubyte labels-idx1-ubyte.gz --flat -o flat");
        assertArrayEquals(new long[] {12, 1, 4, 3}, shape("images/x.npy"));
        assertArrayEquals(new long[] {12, 12}, shape("flat/x.npy"));
        assertArrayEquals(array("images/x.npy"), array("flat/x.npy"));
        assertArrayEquals(new double[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}, array("flat/y.npy"));
    }

    @Test
    void vectorTargetsHaveAnAxisOfTheirOwn() throws IOException {
        convert("hourly.csv --window 6 --horizon 2 -o windows");
        assertArrayEquals(new long[] {53, 12}, shape("windows/x.npy"));
        assertArrayEquals(new long[] {53, 2, 2}, shape("windows/y.npy"));
        assertFalse(Files.exists(folder.resolve("windows/split.npy")));
        List<String> names = Files.readAllLines(folder.resolve("windows/features.csv"));
        assertEquals("0,load-6", names.get(1));
        assertEquals("11,temp-1", names.get(12));
    }

    /** Padded sequences and their vectors give the means again. */
    @Test
    void sequencesAreTheSentences() throws IOException {
        convert("topic.txt --embedding vectors.txt --sequences -o sequences");
        convert("topic.txt --embedding vectors.txt -o means");
        double[] words = array("sequences/x.npy");
        double[] vectors = array("sequences/embedding.npy");
        double[] means = array("means/x.npy");
        int length = (int) shape("sequences/x.npy")[1];
        int width = (int) shape("sequences/embedding.npy")[1];
        assertArrayEquals(new double[width], Arrays.copyOf(vectors, width));
        for (int row = 0; row < words.length / length; row++) {
            double[] sum = new double[width];
            int count = 0;
            while (count < length && words[row * length + count] != 0) {
                for (int j = 0; j < width; j++) {
                    sum[j] += vectors[(int) words[row * length + count] * width + j];
                }
                count++;
            }
            for (int j = 0; j < width; j++) {
                assertEquals(means[row * width + j], sum[j] / count, 1e-6);
            }
        }
    }

    @Test
    void standardInputIsReadTwice() throws IOException {
        byte[] text = Files.readAllBytes(folder.resolve("songs.arff"));
        InProcess piped = InProcess.run(folder, text, "convert", "-", "--labels-last", "3", "-q");
        assertEquals(0, piped.code(), piped.err());
        assertArrayEquals(convert("songs.arff --labels-last 3").out(), piped.out());
    }

    @Test
    void theOutputSaysWhatWasLeftOut() throws IOException {
        convert("topic.txt --embedding vectors.txt -o means");
        String facts = Files.readString(folder.resolve("means/convert.json"));
        assertTrue(facts.contains("\"what\": \"sentences dropped, since none of their words is in the table\""), facts);
        convert("topic.txt --embedding vectors.txt -o means.csv");
        assertTrue(Files.readString(folder.resolve("means.csv.meta.json")).contains("\"UTF-8\""));
    }
}
