package org.mtl.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;

/** {@link CsvReader} against commons-csv: the same records, lines and messages, of good and of bad bytes. */
class CsvReaderOracleTest {

    private static final String NAME = "t.csv";

    /** Whole fields and line ends, so that many files get past their first line, and what breaks them. */
    private static final List<byte[]> PIECES = pieces(",", ",", ",", "\n", "\n", "\r\n", "a", "b,", "1.5,", "\"x\"", "\"\"",
            "\"a\n\"", "\"a\r\"", "\"\"\"\"", "\"", " ", "é", "☃", "\uFEFF", "\uFFFE", "\u0000", "\r", "𝄞", "\u2028");

    private static List<byte[]> pieces(String... texts) {
        List<byte[]> pieces = new ArrayList<>();
        for (String text : texts) {
            pieces.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return pieces;
    }

    @Provide
    Arbitrary<byte[]> files() {
        List<byte[]> broken = new ArrayList<>(PIECES);
        broken.add(new byte[] {(byte) 0xff});
        broken.add(new byte[] {(byte) 0xc3});
        broken.add(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
        Arbitrary<byte[]> start = Arbitraries.of(pieces("", "\uFEFF", "a\n", "a,b\n", "a,b\r\n", "\"a\",b,c\n"));
        Arbitrary<byte[]> tail = Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.of(PIECES), Arbitraries.of(broken))
                .list().ofMaxSize(14).map(CsvReaderOracleTest::join);
        return Combinators.combine(start, tail).as((first, second) -> join(List.of(first, second)));
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void readsRandomBytes(@ForAll("files") byte[] bytes) throws IOException {
        assertEquals(CsvOracle.read(bytes, NAME), read(new ByteArrayInputStream(bytes)));
    }

    /** Records end, and faults lie, where a buffer of 8 or 32 Ki does; a pipe hands out what it has. */
    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void readsRandomBytesAtTheBordersOfBuffers(@ForAll("files") byte[] bytes, @ForAll @IntRange(max = 24) int before,
            @ForAll @IntRange(max = 3) int buffers, @ForAll boolean carriageReturns, @ForAll int seed) throws IOException {
        String line = carriageReturns ? "12,\"3\"\r\n" : "1,\"2\"\"\"\n";
        int length = (buffers == 0 ? 8192 : buffers * 32768) - before;
        String filler = "a,b\n" + line.repeat(length / line.length()) + "1," + "5".repeat(length % line.length());
        byte[] all = join(List.of(filler.getBytes(StandardCharsets.UTF_8), bytes));
        assertEquals(CsvOracle.read(all, NAME), read(new ByteArrayInputStream(all)));
        assertEquals(CsvOracle.read(all, NAME), read(new Trickle(all, new Random(seed))));
    }

    @Test
    void readsAFieldLargerThanAnyBuffer() throws IOException {
        String field = ("é\n\"\"" + "x".repeat(1000)).repeat(300);
        byte[] bytes = ("a,b\n1,\"" + field + "\"\n1\n").getBytes(StandardCharsets.UTF_8);
        assertEquals(CsvOracle.read(bytes, NAME), read(new ByteArrayInputStream(bytes)));
    }

    private static CsvOracle.Result read(InputStream in) throws IOException {
        List<CsvOracle.Line> records = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        try (CsvReader reader = CsvReader.open(in, NAME)) {
            records.add(new CsvOracle.Line(1, reader.header()));
            while (reader.next()) {
                List<String> fields = new ArrayList<>();
                for (int column = 0; column < reader.header().size(); column++) {
                    fields.add(reader.get(column));
                }
                records.add(new CsvOracle.Line(reader.line(), fields));
            }
        } catch (MtlException e) {
            assertEquals(MtlException.Kind.DATA, e.kind());
            failure = Optional.of(e.getMessage());
        }
        return new CsvOracle.Result(records, failure);
    }

    private static byte[] join(List<byte[]> parts) {
        var bytes = new ByteArrayOutputStream();
        parts.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    /** Hands out a few bytes at a time at random. */
    private static final class Trickle extends ByteArrayInputStream {
        private final Random random;

        Trickle(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(random.nextBoolean() ? 9 : 9000)));
        }
    }
}
