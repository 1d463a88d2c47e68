package org.mtl.data.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.data.Split;

class ArffSourceTest {

    private static final String HEADER = """
            %% note
            @RELATION 'r: -C %d'
            @Attribute "it's, \\"a\\"" NUMERIC
            @attribute 'b' {x, 'y z', "?"}
            @attribute c {-1,1}
            @attribute d {no,yes}
            @DATA
            """;

    @TempDir
    private Path folder;

    private static Columns last(int count) {
        return new Columns(Optional.empty(), List.of(), Optional.empty(), 0, count);
    }

    @Test
    void quotesBlanksAndMissingValues() throws IOException {
        Input input = Converted.file(folder, "r.arff", HEADER.formatted(0) + """
            1.5, 'y z' , -1,yes

            % between
            ?,"?",?,no
            2,?,1,?
            """);
        assertEquals(List.of("c,d,\"it's, \"\"a\"\"\",b=x,b=y z,b=?", "-1,yes,1.5,0,1,0", ",no,,0,0,1", "1,,2,,,"),
                Converted.csv(new ArffSource(List.of(input), last(2))));
    }

    /** What a sparse row leaves out is the first value of a nominal attribute, 0 of a numeric one. */
    @Test
    void sparseRows() throws IOException {
        Input input = Converted.file(folder, "r.arff", HEADER.formatted(0) + """
            {}
            {0 -2.5 ,1 'y z', 3 yes}
            {3 ?, 2 1}
            """);
        assertEquals(List.of("c,d,\"it's, \"\"a\"\"\",b=x,b=y z,b=?", "-1,no,0,1,0,0", "-1,yes,-2.5,0,1,0", "1,,0,1,0,0"),
                Converted.csv(new ArffSource(List.of(input), last(2))));
    }

    @Test
    void mekaSaysWhereLabelsAre() throws IOException {
        String rows = "1,x,1,yes\n";
        Input first = Converted.file(folder, "first.arff", HEADER.formatted(1) + rows);
        assertEquals("\"it's, \"\"a\"\"\",b=x,b=y z,b=?,c,d=yes",
                Converted.csv(new ArffSource(List.of(first), Columns.none())).get(0));
        Input last = Converted.file(folder, "last.arff", HEADER.formatted(-2) + rows);
        assertEquals("c,d,\"it's, \"\"a\"\"\",b=x,b=y z,b=?",
                Converted.csv(new ArffSource(List.of(last), Columns.none())).get(0));
    }

    @Test
    void severalFilesHaveTheirSplits() throws IOException {
        Input train = Converted.file(folder, "train", HEADER.formatted(0) + "1,x,1,yes\n");
        Input test = Converted.file(folder, "test", HEADER.formatted(0) + "2,x,-1,no\n");
        List<Input> files = List.of(new Input(train.path(), "train", "", Optional.of(Split.TRAIN), train.charset()),
                new Input(test.path(), "test", "", Optional.of(Split.TEST), test.charset()));
        assertEquals(List.of("split,d,\"it's, \"\"a\"\"\",b=x,b=y z,b=?,c", "train,yes,1,1,0,0,1", "test,no,2,1,0,0,-1"),
                Converted.csv(new ArffSource(files, last(1))));
    }
}
