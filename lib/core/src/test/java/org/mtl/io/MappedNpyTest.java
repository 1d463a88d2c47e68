package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.MtlException;

class MappedNpyTest {

    @TempDir
    private Path folder;

    private Path write(long... shape) throws IOException {
        Path file = folder.resolve("a.npy");
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        try (NpyWriter out = new NpyWriter(Files.newOutputStream(file), NpyType.F64, shape)) {
            out.write(IntStream.range(0, size).asDoubleStream().toArray(), 0, size);
        }
        return file;
    }

    /** Windows of 1, 2 and 8 rows, of which the last is not full, and one of all rows. */
    @ParameterizedTest
    @ValueSource(ints = {24, 71, 200, 4096})
    void readsAcrossWindows(int mostBytes) throws IOException {
        MappedNpy array = MappedNpy.open(write(21, 3), mostBytes);
        assertEquals(21, array.rows());
        assertEquals(3, array.columns());
        double[] values = new double[63];
        array.copying(() -> {
            for (int row = 0; row < 21; row += array.run(row)) {
                array.copy(row, 0, array.run(row) * 3, values, row * 3, array.room(63));
            }
            array.copy(20, 1, 2, values, 0, array.room(2));
        });
        double[] expected = IntStream.range(0, 63).asDoubleStream().toArray();
        expected[0] = 61;
        expected[1] = 62;
        assertArrayEquals(expected, values);
    }

    @Test
    void rowsLongerThanAWindowAreRefused() throws IOException {
        Path file = write(2, 3);
        MtlException found = assertThrows(MtlException.class, () -> MappedNpy.open(file, 23));
        assertEquals(file + ": expected rows of at most 23 bytes, found 24", found.getMessage());
    }

    @Test
    void aSingleNumberHasNoRows() throws IOException {
        Path file = write();
        MtlException found = assertThrows(MtlException.class, () -> MappedNpy.open(file));
        assertEquals(file + ": expected rows, found a single number", found.getMessage());
    }

    @Test
    void axesAfterTheFirstMakeARow() throws IOException {
        MappedNpy array = MappedNpy.open(write(2, 3, 4));
        assertEquals(12, array.columns());
        double[] last = new double[1];
        array.copying(() -> array.copy(1, 11, 1, last, 0, array.room(1)));
        assertEquals(23, last[0]);
    }
}
