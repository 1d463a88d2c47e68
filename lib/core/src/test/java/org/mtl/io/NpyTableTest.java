package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

class NpyTableTest {

    private static byte[] array(NpyType type, long[] shape, double... values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NpyWriter out = new NpyWriter(bytes, type, shape)) {
            out.write(values, 0, values.length);
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes) throws IOException {
        return new String(NpyTable.orText(new ByteArrayInputStream(bytes), "-").readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertData(String message, byte[] bytes) {
        assertEquals(message, assertThrows(MtlException.class, () -> text(bytes)).getMessage());
    }

    @Test
    void aTableOfNumbers() throws IOException {
        assertEquals("x0,x1\n1.5,\n-0.1,2.25\n",
                text(array(NpyType.F64, new long[] {2, 2}, 1.5, Double.NaN, -0.1, 2.25)));
        assertEquals("x0,x1,x2\n1,2,255\n", text(array(NpyType.U8, new long[] {1, 3}, 1, 2, 255)));
        assertEquals("x0\n\"\"\n", text(array(NpyType.F32, new long[] {1, 1}, Double.NaN)));
        assertEquals("x0\n", text(array(NpyType.F32, new long[] {0, 1})));
    }

    @Test
    void otherStreamsAreLeftAlone() throws IOException {
        for (String other : new String[] {"", "a,b\n1,2\n", "\u00ffNUM"}) {
            byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
            assertArrayEquals(bytes, NpyTable.orText(new ByteArrayInputStream(bytes), "-").readAllBytes());
        }
    }

    @Test
    void arraysThatAreNoTableAndPartsOfOne() throws IOException {
        assertData("-: expected an array of two axes, rows and columns, found the shape [3]",
                array(NpyType.F64, new long[] {3}, 1, 2, 3));
        byte[] whole = array(NpyType.F64, new long[] {2, 1}, 1, 2);
        assertData("-: expected 16 bytes of data for shape (2, 1) of <f8, found fewer: cut short in row 1",
                Arrays.copyOf(whole, whole.length - 1));
        assertData("-: expected 16 bytes of data for shape (2, 1) of <f8, found more", Arrays.copyOf(whole, whole.length + 1));
        assertData("-: truncated within the NPY header", Arrays.copyOf(whole, 20));
    }
}
