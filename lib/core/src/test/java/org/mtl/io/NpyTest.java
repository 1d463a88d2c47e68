package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mtl.MtlException;

class NpyTest {

    @TempDir
    Path folder;

    private static byte[] write(NpyType type, double[] values, long... shape) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var writer = new NpyWriter(bytes, type, shape)) {
            writer.write(values, 0, values.length);
        }
        return bytes.toByteArray();
    }

    /** A file with the given dictionary and count of data bytes, in any version. */
    private static byte[] raw(int version, String dictionary, int dataBytes) {
        byte[] text = dictionary.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN).put(NpyHeader.MAGIC).put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        return file.put(text).array();
    }

    private static String dictionary(String descriptor, String order, String shape) {
        return "{'descr': " + descriptor + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.npy"), bytes);
    }

    private void refused(byte[] bytes, String message) throws IOException {
        Path path = file(bytes);
        var failure = assertThrows(MtlException.class, () -> NpyReader.open(path).close());
        assertEquals(path + ": " + message, failure.getMessage());
        assertEquals(MtlException.Kind.DATA, failure.kind());
    }

    /** Reference: {@code numpy.save} of NumPy 2.4.6 for {@code numpy.arange(6.).reshape(2, 3) - 0.5}. */
    @Test
    void writesTheBytesThatNumpyWrites() throws IOException {
        String head = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
        String expected = "934e554d5059" + "0100" + "7600"
                + HexFormat.of().formatHex((head + " ".repeat(58) + "\n").getBytes(StandardCharsets.ISO_8859_1))
                + "000000000000e0bf000000000000e03f000000000000f83f"
                + "00000000000004400000000000000c400000000000001240";
        byte[] bytes = write(NpyType.F64, new double[] {-0.5, 0.5, 1.5, 2.5, 3.5, 4.5}, 2, 3);
        assertEquals(expected, HexFormat.of().formatHex(bytes));
    }

    /** Lengths as NumPy 2.4.6 gives them. */
    @Test
    void padsTheHeaderAsNumpyDoes() throws IOException {
        assertEquals(140, write(NpyType.I32, new double[] {1, -1, 3}, 3).length);
        assertEquals(128, write(NpyType.F32, new double[0], 0, 4).length);
        byte[] single = write(NpyType.I8, new double[] {7});
        assertEquals(129, single.length);
        assertEquals("'shape': (), }", new String(single, 51, 14, StandardCharsets.ISO_8859_1));
        long[] ones = new long[20];
        Arrays.fill(ones, 1);
        assertEquals(192 + 8, write(NpyType.F64, new double[] {1}, ones).length);
    }

    @ParameterizedTest
    @EnumSource(NpyType.class)
    void readsWhatWasWritten(NpyType type) throws IOException {
        boolean signed = type.name().startsWith("I");
        double[] values = type == NpyType.BOOL ? new double[] {0, 1, 1}
                : type.isFloating() ? new double[] {-0.25, Double.NaN, 3}
                : signed ? new double[] {-Math.scalb(1.0, 8 * type.bytes() - 1), -1, 100}
                : new double[] {0, Math.scalb(1.0, 8 * type.bytes()) - 1, 100};
        try (NpyReader reader = NpyReader.open(file(write(type, values, 3)))) {
            assertEquals(type, reader.type());
            assertArrayEquals(new long[] {3}, reader.shape());
            double[] back = new double[5];
            reader.read(0, 3, back, 1);
            assertArrayEquals(new double[] {0, values[0], values[1], values[2], 0}, back);
            assertThrows(IndexOutOfBoundsException.class, () -> reader.read(1, 3, back, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> reader.read(0, 3, back, 3));
        }
    }

    @Test
    void readsPiecesThatSpanSeveralBuffers() throws IOException {
        double[] values = new Random(1).doubles(100_000).toArray();
        try (NpyReader reader = NpyReader.open(file(write(NpyType.F64, values, 100, 1000)))) {
            assertEquals(100_000, reader.size());
            double[] back = new double[90_000];
            reader.read(7, back.length, back, 0);
            assertArrayEquals(Arrays.copyOfRange(values, 7, 90_007), back);
        }
    }

    @Test
    void readsBeyondTwoGibibytes() throws IOException {
        long rows = 400_000_000L;
        Path path = file(raw(1, dictionary("'<f8'", "False", "(" + rows + ",)"), 0));
        long end = Files.size(path) + 8 * rows;
        // The file is sparse: only its last number takes room.
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, 2.5), end - 8);
        }
        try (NpyReader reader = NpyReader.open(path)) {
            double[] last = new double[2];
            reader.read(rows - 2, 2, last, 0);
            assertArrayEquals(new double[] {0, 2.5}, last);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "1; {\"shape\": (2, 1), \"descr\": \"<f4\", \"fortran_order\": False}",
        "2; {'descr': '=f4', 'fortran_order': False, 'shape': (2L, 1L), }",
        "3; { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 1 ) , }"})
    void readsEveryVersionAndSpelling(int version, String dictionary) throws IOException {
        try (NpyReader reader = NpyReader.open(file(raw(version, dictionary, 8)))) {
            assertEquals(NpyType.F32, reader.type());
            assertArrayEquals(new long[] {2, 1}, reader.shape());
        }
    }

    @Test
    void readsEmptyArrays() throws IOException {
        byte[] empty = raw(1, dictionary("'<f8'", "False", "(9223372036854775807, 4, 0)"), 0);
        try (NpyReader reader = NpyReader.open(file(empty))) {
            assertEquals(0, reader.size());
            reader.read(0, 0, new double[0], 0);
        }
    }

    @Test
    void refusesWhatIsNoNpyFile() throws IOException {
        refused(new byte[0], "expected an NPY file, found other data");
        refused("a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8), "expected an NPY file, found other data");
        refused(new byte[] {0x1f, (byte) 0x8b, 8}, "expected an NPY file, found gzip data; gunzip it first");
        refused(raw(4, "{}", 0), "expected NPY version 1, 2 or 3, found 4.0");
        refused(Arrays.copyOf(raw(1, "{}", 0), 9), "truncated within the NPY header");
        refused(Arrays.copyOf(raw(2, dictionary("'<f8'", "False", "(3,)"), 24), 40), "truncated within the NPY header");
    }

    @Test
    void refusesTypesAndOrdersThatAreNotRead() throws IOException {
        String supported = "expected float32, float64, bool or an integer of at most 32 bits unsigned or 64 signed, found the type ";
        for (String type : new String[] {"<c16", "|O", "<U5", "|S3", "<f2", "<u8", "|V8", "x", "<M8[ns]"}) {
            refused(raw(1, dictionary("'" + type + "'", "False", "(1,)"), 8), supported + type);
        }
        refused(raw(1, dictionary("[('a', '<f8'), ('b', '<i4', (2,))]", "False", "(1,)"), 16),
                supported + "[('a', '<f8'), ('b', '<i4', (2,))]");
        refused(raw(1, dictionary("'>f8'", "False", "(1,)"), 8), "expected little-endian numbers, found big-endian >f8");
        refused(raw(1, dictionary("'<f8'", "True", "(1, 2)"), 16),
                "expected C order, found Fortran order; numpy.ascontiguousarray converts it");
    }

    @Test
    void refusesShapesThatDoNotMatchTheFile() throws IOException {
        refused(raw(1, dictionary("'<f8'", "False", "(-1, 2)"), 16),
                "expected a shape without negative sizes, found (-1, 2)");
        refused(raw(1, dictionary("'<f8'", "False", "(4611686018427387904, 4)"), 16),
                "the shape (4611686018427387904, 4) is larger than any file");
        refused(raw(1, dictionary("'<f8'", "False", "(1152921504606846976,)"), 16),
                "the shape (1152921504606846976,) is larger than any file");
        refused(raw(1, dictionary("'<f8'", "False", "(3, 2)"), 47),
                "expected 48 bytes of data for shape (3, 2) of <f8, found 47");
        refused(raw(1, dictionary("'<f8'", "False", "(3, 2)"), 49),
                "expected 48 bytes of data for shape (3, 2) of <f8, found 49");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{'descr': '<f8'}", "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", "{'descr': '<f8', 'fortran_order': False, 'shape': (1.5,)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': 3}", "{'descr': '<f8', 'descr': '<f8'}",
        "{'descr': '<f8', 'other': False}", "{'descr': [('a', '<f8')", "{'descr': '?f8', 'fortran_order': False, 'shape': ()}"})
    void refusesMalformedHeaders(String dictionary) throws IOException {
        Path path = file(raw(1, dictionary, 8));
        var failure = assertThrows(MtlException.class, () -> NpyReader.open(path).close());
        assertTrue(failure.getMessage().startsWith(path + ": malformed NPY header: "), failure.getMessage());
    }

    @Test
    void saysWhenAFileIsMissingOrAFolderOrCutShortMeanwhile() throws IOException {
        var missing = assertThrows(MtlException.class, () -> NpyReader.open(folder.resolve("absent.npy")));
        assertEquals(MtlException.Kind.MISSING, missing.kind());
        var directory = assertThrows(MtlException.class, () -> NpyReader.open(folder));
        assertEquals(MtlException.Kind.DATA, directory.kind());
        Path path = file(write(NpyType.F64, new double[] {1, 2, 3}, 3));
        try (NpyReader reader = NpyReader.open(path);
                FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 4);
            var cut = assertThrows(MtlException.class, () -> reader.read(0, 3, new double[3], 0));
            assertEquals(path + ": the file was cut short while it was being read", cut.getMessage());
        }
    }

    @Test
    void refusesToWriteOtherThanTheShape() throws IOException {
        var few = new NpyWriter(OutputStream.nullOutputStream(), NpyType.F64, 2);
        few.write(new double[] {1}, 0, 1);
        assertThrows(IllegalStateException.class, few::close);
        try (var many = new NpyWriter(OutputStream.nullOutputStream(), NpyType.F64, 1)) {
            assertThrows(IllegalStateException.class, () -> many.write(new double[2], 0, 2));
            many.write(new double[1], 0, 1);
        }
        assertThrows(IllegalArgumentException.class, () -> new NpyWriter(OutputStream.nullOutputStream(), NpyType.F64, -1));
    }

    @Test
    void refusesValuesThatAnIntegerTypeCannotHold() {
        assertThrows(IllegalArgumentException.class, () -> write(NpyType.I8, new double[] {128}, 1));
        assertThrows(IllegalArgumentException.class, () -> write(NpyType.I32, new double[] {0.5}, 1));
        assertThrows(IllegalArgumentException.class, () -> write(NpyType.I64, new double[] {Double.NaN}, 1));
        assertThrows(IllegalArgumentException.class, () -> write(NpyType.I64, new double[] {0x1p63}, 1));
        assertThrows(IllegalArgumentException.class, () -> write(NpyType.U16, new double[] {-1}, 1));
    }
}
