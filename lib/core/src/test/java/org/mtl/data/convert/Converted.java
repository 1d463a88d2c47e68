package org.mtl.data.convert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Input files of tests, and what becomes of them. */
final class Converted {

    private Converted() {}

    /** A file with some text, whose task is called like the file. */
    static Input file(Path folder, String name, String text) {
        return file(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file with some bytes. */
    static Input file(Path folder, String name, byte[] bytes) {
        try {
            return Input.of(Files.write(folder.resolve(name), bytes), name, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of the CSV that a source becomes. */
    static List<String> csv(RowSource source) throws IOException {
        return csv(source, new Report());
    }

    /** The lines of the CSV that a source becomes, with what is reported. */
    static List<String> csv(RowSource source, Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvSink.write(source, out, report);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Targets, then features, of every row. */
    static List<double[]> rows(RowSource source) throws IOException {
        List<double[]> rows = new ArrayList<>();
        source.forEach(row -> {
            double[] all = Arrays.copyOf(row.targets(), row.targets().length + row.features().length);
            System.arraycopy(row.features(), 0, all, row.targets().length, row.features().length);
            rows.add(all);
        }, new Report());
        return rows;
    }
}
