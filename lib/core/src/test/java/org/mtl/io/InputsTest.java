package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;

class InputsTest {

    @TempDir
    Path folder;

    /** A pipe that never says how much it holds and hands out one byte at a time. */
    private static InputStream pipe(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        };
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void passesPlainBytesOn() throws IOException {
        for (byte[] plain : new byte[][] {{}, {0x1f}, {0x1f, 0x20}, noise(1000)}) {
            assertArrayEquals(plain, Inputs.decompress(pipe(plain)).readAllBytes());
        }
    }

    @Test
    void joinsTheMembersOfAGzipFile() throws IOException {
        byte[] first = noise(300_000);
        byte[] second = "b\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        byte[] packed = join(gzip(first), gzip(new byte[0]), gzip(second), new byte[512]);
        byte[] expected = join(first, second);
        assertArrayEquals(expected, Inputs.decompress(pipe(packed)).readAllBytes());
        Path file = Files.write(folder.resolve("no-suffix"), packed);
        try (InputStream in = Inputs.open(file)) {
            assertArrayEquals(expected, in.readAllBytes());
        }
    }

    @Test
    void readsHeadersWithANameAndAnExtraField() throws IOException {
        byte[] packed = gzip(new byte[] {1, 2, 3});
        byte[] header = Arrays.copyOf(packed, 10);
        header[3] = 4 + 8 + 16 + 2;
        byte[] optional = {2, 0, 9, 9, 'n', 0, 'c', 0, 5, 5};
        byte[] whole = join(header, optional, Arrays.copyOfRange(packed, 10, packed.length));
        assertArrayEquals(new byte[] {1, 2, 3}, Inputs.decompress(pipe(whole)).readAllBytes());
    }

    @Test
    void refusesDamageWhereverItLies() throws IOException {
        byte[] packed = gzip(noise(1000));
        for (int size : new int[] {2, 9, 500, packed.length - 1}) {
            assertThrows(EOFException.class,
                    () -> Inputs.decompress(pipe(Arrays.copyOf(packed, size))).readAllBytes());
        }
        byte[] half = join(packed, Arrays.copyOf(packed, 5));
        assertThrows(EOFException.class, () -> Inputs.decompress(pipe(half)).readAllBytes());
        byte[] trailing = join(packed, "x".getBytes(StandardCharsets.UTF_8));
        assertThrows(ZipException.class, () -> Inputs.decompress(pipe(trailing)).readAllBytes());
        byte[] flipped = packed.clone();
        flipped[packed.length - 6] ^= 1;
        assertThrows(ZipException.class, () -> Inputs.decompress(pipe(flipped)).readAllBytes());
    }

    @Test
    void csvFromDamagedGzipIsBadData() throws IOException {
        byte[] packed = gzip("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        byte[] cut = Arrays.copyOf(packed, packed.length - 1);
        var failure = assertThrows(MtlException.class, () -> {
            try (CsvReader reader = CsvReader.open(Inputs.decompress(pipe(cut)), "t.csv.gz")) {
                while (reader.next()) {
                    assertEquals("1", reader.get(0));
                }
            }
        });
        assertEquals("t.csv.gz: damaged gzip data: the data ends too early", failure.getMessage());
    }

    @Test
    void saysWhyAFileCannotBeOpened() {
        Path absent = folder.resolve("absent.csv");
        var missing = assertThrows(MtlException.class, () -> Inputs.open(absent));
        assertEquals(absent + ": no such file", missing.getMessage());
        assertEquals(MtlException.Kind.MISSING, missing.kind());
        var directory = assertThrows(MtlException.class, () -> Inputs.open(folder));
        assertEquals(folder + ": expected a file, found a folder", directory.getMessage());
        assertEquals(MtlException.Kind.DATA, directory.kind());
        Path below = folder.resolve("a");
        assertThrows(MtlException.class, () -> Inputs.open(Files.writeString(below, "x").resolve("b")));
    }

    @Test
    void hashesAreThoseOfTheStandard() throws IOException {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertEquals(abc, Hashes.sha256("abc".getBytes(StandardCharsets.UTF_8)));
        assertEquals(abc, Hashes.sha256(Files.writeString(folder.resolve("abc"), "abc")));
        var missing = assertThrows(MtlException.class, () -> Hashes.sha256(folder.resolve("absent")));
        assertEquals(MtlException.Kind.MISSING, missing.kind());
        assertThrows(MtlException.class, () -> Hashes.sha256(folder));
    }

    @Test
    void aTextIsUtf8AndNotEndless() throws IOException {
        assertEquals("a\né", Inputs.text(new ByteArrayInputStream("a\né".getBytes(StandardCharsets.UTF_8)), "t"));
        textFails(new byte[] {'a', 0}, "t: expected UTF-8 text, found a NUL byte");
        textFails(new byte[] {'a', (byte) 0xe9, 'b'}, "t: expected UTF-8 text, found other bytes");
        byte[] longest = new byte[1 << 24];
        Arrays.fill(longest, (byte) 'x');
        assertEquals(1 << 24, Inputs.text(new ByteArrayInputStream(longest), "t").length());
        textFails(join(longest, longest), "t: expected a text of at most 16777216 bytes, found a longer one");
    }

    private static void textFails(byte[] bytes, String message) {
        MtlException found = assertThrows(MtlException.class, () -> Inputs.text(new ByteArrayInputStream(bytes), "t"));
        assertEquals(message, found.getMessage());
        assertEquals(MtlException.Kind.DATA, found.kind());
    }

    @Test
    void aCopyHoldsWhatWasRead() throws IOException {
        byte[] bytes = noise(200_000);
        Path copy = folder.resolve("copy");
        try (InputStream in = new CopyingStream(new ByteArrayInputStream(bytes), copy)) {
            assertEquals(bytes[0] & 0xff, in.read());
            assertArrayEquals(Arrays.copyOfRange(bytes, 1, 1000), in.readNBytes(999));
            in.skipNBytes(150_000);
            assertArrayEquals(Arrays.copyOfRange(bytes, 151_000, 200_000), in.readAllBytes());
            assertEquals(-1, in.read());
        }
        assertArrayEquals(bytes, Files.readAllBytes(copy));
        try (InputStream in = new CopyingStream(new ByteArrayInputStream(bytes), Path.of("/dev/full"))) {
            MtlException full = assertThrows(MtlException.class, () -> in.read(new byte[9]));
            assertEquals("/dev/full: No space left on device", full.getMessage());
            assertEquals(MtlException.Kind.IO, full.kind());
        }
    }
}
