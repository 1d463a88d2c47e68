package org.mtl.data.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.io.NpyReader;

class SentenceSourceTest {

    private static final String TABLE = """
            6 2
            good 1 2
            film -1 0.5
            . . 9 9
            good 7 7
            Film 4 4
            unused x y
            """;

    @TempDir
    private Path folder;

    private SentenceSource source(boolean sequences, OptionalInt length, Input... inputs) {
        return new SentenceSource(List.of(inputs), false, Converted.file(folder, "table", TABLE), sequences, length);
    }

    /** A word is taken as it stands before it is taken in lower case; the first of two vectors counts. */
    @Test
    void meansOfVectors() throws IOException {
        Input input = Converted.file(folder, "text", "1 good film\n0 Film\tGOOD   bad\n\n1 bad\n0\n2 good good film good\n");
        Report report = new Report();
        assertEquals(List.of("text,e1,e2", "1,0,1.25", "0,2.5,3", "2,0.5,1.625"),
                Converted.csv(source(false, OptionalInt.empty(), input), report));
        assertEquals(List.of("text: 2 of 10 words left out, since they are not in the table",
                "text: 1 of 5 sentences dropped, since they have no words",
                "text: 1 of 5 sentences dropped, since none of their words is in the table",
                "table: 1 of 6 words stand there again; the first vector counts"),
                report.losses().stream().map(Report.Loss::text).toList());
        assertEquals("text: 3 sentences, 10 words, UTF-8; 1 blank line", report.notes().get(1));
    }

    @Test
    void labelsOfWordsAreClassesInOrder() throws IOException {
        Input input = Converted.file(folder, "text", "yes good\nno film\n1 film\n");
        SentenceSource source = source(false, OptionalInt.empty(), input);
        assertEquals(List.of("1", "no", "yes"), source.layout().targets().get(0).classes());
        assertEquals(List.of("text,e1,e2", "yes,1,2", "no,-1,0.5", "1,-1,0.5"), Converted.csv(source));
    }

    @Test
    void sequencesArePaddedAndCut() throws IOException {
        Input input = Converted.file(folder, "text", "1 film good film good\n0 unknown Film\n");
        SentenceSource source = source(true, OptionalInt.of(3), input);
        Path arrays = Files.createDirectory(folder.resolve("arrays"));
        NpySink.write(source, arrays, new Report());
        assertArrayEquals(new double[] {1, 2, 1, 3, 0, 0}, array(arrays.resolve("x.npy")));
        assertArrayEquals(new double[] {0, 0, -1, 0.5, 1, 2, 4, 4}, array(arrays.resolve("embedding.npy")));
        assertEquals(List.of("index,word", "1,film", "2,good", "3,Film"),
                Files.readAllLines(arrays.resolve("vocabulary.csv")));
    }

    private static double[] array(Path file) throws IOException {
        try (NpyReader in = NpyReader.open(file)) {
            double[] values = new double[(int) in.size()];
            in.read(0, values.length, values, 0);
            return values;
        }
    }
}
