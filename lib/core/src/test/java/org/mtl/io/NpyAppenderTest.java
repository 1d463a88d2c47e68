package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyAppenderTest {

    @TempDir
    private Path folder;

    /** Row by row or at once, the bytes are the same, whatever the number of digits in the header. */
    @ParameterizedTest
    @CsvSource({"0, 3, F64", "1, 1, F32", "9, 7, I32", "10, 2, U8", "1234, 13, F64", "100000, 1, I8"})
    void writesWhatTheWriterWrites(int rows, int width, NpyType type) throws IOException {
        double[] values = new Random(rows).ints((long) rows * width, 0, 100).asDoubleStream().toArray();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (NpyWriter out = new NpyWriter(expected, type, rows, width)) {
            out.write(values, 0, values.length);
        }
        Path file = folder.resolve("x.npy");
        try (NpyAppender out = new NpyAppender(file, type, width)) {
            for (int row = 0; row < rows; row++) {
                out.append(values, row * width);
            }
        }
        assertArrayEquals(expected.toByteArray(), Files.readAllBytes(file));
        assertThrows(IOException.class, () -> new NpyAppender(file, type, width));
    }
}
