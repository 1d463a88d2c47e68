package org.mtl.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;
import org.mtl.io.CsvOracle;
import org.mtl.io.Inputs;
import org.mtl.io.NpyType;
import org.mtl.io.NpyWriter;

/**
 * A thousand damaged files, the same in every run: each is refused in one line, or read as exactly the rows and columns
 * that its bytes hold after the damage, as another reader finds them.
 */
class MutatedFilesTest {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Set<MtlException.Kind> REFUSALS = Set.of(MtlException.Kind.DATA, MtlException.Kind.USAGE);

    private static final Roles LONG = Roles.longForm("task", "y").withId("id").withKinds(CsvDataReaderTest.NUMBERS);
    private static final Roles WIDE = Roles.wideForm(List.of("y", "z")).withKinds(CsvDataReaderTest.NUMBERS);

    private static final String LONG_FILE = csv("id,task,y,split,f1,\"f,2\",note",
            "r%1$d,\"t%2$d\",%3$d.5,train,%4$d,%3$de-2,\"say \"\"%2$d\"\"\"");
    private static final String WIDE_FILE = csv("y,f1,z,f2", "%3$d,0.%4$d,-%2$d.25,%1$d");

    /** What replaces or is put between bytes: whatever has a meaning in CSV, in UTF-8, in NPY headers or in numbers. */
    private static final String[] PARTS = {",", "\"", "\n", "\r", "\r\n", "\"\"", ",,", "\n\n", "\u0000", "\uFEFF", "é", "NaN",
        "1e999", "-", ".", "0", "9", "(", ")", "'", "task", "\t", " "};

    private static String csv(String header, String row) {
        StringBuilder text = new StringBuilder(header).append('\n');
        for (int i = 0; i < 25; i++) {
            text.append(String.format(row, i, i % 3, i * i, 100 - i)).append('\n');
        }
        return text.toString();
    }

    @Test
    void damagedCsv() {
        Random random = new Random(1);
        assertTimeoutPreemptively(LONGEST, () -> {
            int read = 0;
            for (int i = 0; i < 500; i++) {
                boolean wide = i % 2 == 1;
                String file = wide ? WIDE_FILE : LONG_FILE;
                byte[] bytes = damaged(bytes(i % 5 == 0 ? file.replace("\n", "\r\n") : file), random);
                Roles roles = wide ? WIDE : LONG;
                Optional<LoadedData> data =
                        attempt(() -> CsvDataReader.read(new ByteArrayInputStream(bytes), "t.csv", roles), bytes);
                data.ifPresent(loaded -> assertHolds(CsvOracle.read(bytes, "t.csv"), loaded, roles));
                read += data.isPresent() ? 1 : 0;
            }
            assertTrue(read > 50 && read < 450, read + " of 500 were read");
        });
    }

    @Test
    void damagedGzip() {
        Random random = new Random(2);
        assertTimeoutPreemptively(LONGEST, () -> {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = damaged(gzip(bytes(LONG_FILE)), random);
                boolean stillGzip = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
                Optional<LoadedData> data = attempt(() -> CsvDataReader.read(
                        Inputs.decompress(new ByteArrayInputStream(bytes)), "t.csv", LONG), bytes);
                assertTrue(data.isEmpty() || stillGzip);
                data.ifPresent(loaded -> assertHolds(CsvOracle.read(bytes(LONG_FILE), "t.csv"), loaded, LONG));
            }
        });
    }

    @Test
    void damagedNpy(@TempDir Path folder) {
        Random random = new Random(3);
        assertTimeoutPreemptively(LONGEST, () -> {
            Map<String, byte[]> files = npyFiles();
            int read = 0;
            for (int i = 0; i < 300; i++) {
                String victim = List.of("x.npy", "y.npy", "split.npy").get(i % 3);
                for (String name : files.keySet()) {
                    byte[] whole = files.get(name);
                    // Every second time the header is hit, of which there is less than of data.
                    byte[] hit = i % 2 == 0 ? damaged(whole, random)
                            : join(damaged(Arrays.copyOf(whole, 80), random), Arrays.copyOfRange(whole, 80, whole.length));
                    Files.write(folder.resolve(name), name.equals(victim) ? hit : whole);
                }
                Optional<LoadedData> data = attempt(() -> NpyDataReader.read(folder, Roles.none()
                        .withKinds(CsvDataReaderTest.NUMBERS)), Files.readAllBytes(folder.resolve(victim)));
                if (data.isPresent()) {
                    read++;
                    assertHolds(array(folder.resolve("x.npy")), array(folder.resolve("y.npy")), data.get());
                }
            }
            assertTrue(read > 5 && read < 295, read + " of 300 were read");
        });
    }

    private static Optional<LoadedData> attempt(Callable<LoadedData> read, byte[] bytes) {
        try {
            return Optional.of(read.call());
        } catch (MtlException e) {
            assertTrue(REFUSALS.contains(e.kind()), () -> e.kind() + " for " + text(bytes));
            assertEquals(1, e.getMessage().lines().count(), e::getMessage);
            return Optional.empty();
        } catch (Exception e) {
            return fail("of " + text(bytes), e);
        }
    }

    private static void assertHolds(CsvOracle.Result expected, LoadedData data, Roles roles) {
        assertEquals(Optional.empty(), expected.failure());
        List<String> header = expected.records().get(0).fields();
        List<List<String>> rows = expected.records().stream().skip(1).map(CsvOracle.Line::fields).toList();
        assertEquals(rows.size(), data.rows());
        Features features = data.dataset().features();
        assertEquals(rows.size(), features.rows());
        double[] values = CsvDataReaderTest.values(features);
        Set<String> named = roles == LONG ? Set.of("id", "task", "y", "split") : Set.of("y", "z", "split");
        int column = 0;
        for (int j = 0; j < header.size(); j++) {
            int at = j;
            if (!named.contains(header.get(j)) && rows.stream().allMatch(row -> isNumber(row.get(at)))) {
                assertEquals(header.get(j), features.names().get(column));
                for (int i = 0; i < rows.size(); i++) {
                    assertEquals(Double.parseDouble(rows.get(i).get(j)), values[i * features.names().size() + column]);
                }
                column++;
            }
        }
        assertEquals(column, features.names().size());
        for (String target : roles == LONG ? List.of("y") : List.of("y", "z")) {
            List<Double> expectedLabels = rows.stream().map(row -> row.get(header.indexOf(target)))
                    .filter(cell -> !cell.isEmpty()).map(Double::valueOf).sorted().toList();
            assertEquals(expectedLabels, labels(data, roles == LONG ? Optional.empty() : Optional.of(target)));
        }
        if (roles == LONG) {
            Set<String> tasks = new TreeSet<>();
            rows.forEach(row -> tasks.add(row.get(header.indexOf("task"))));
            assertEquals(tasks, new TreeSet<>(data.dataset().taskNames()));
        }
    }

    private static List<Double> labels(LoadedData data, Optional<String> only) {
        List<Double> labels = new ArrayList<>();
        for (TaskData task : data.dataset().tasks()) {
            for (Split split : only.isEmpty() || only.get().equals(task.name()) ? Split.values() : new Split[0]) {
                Arrays.stream(task.in(split).targets()).forEach(labels::add);
            }
        }
        return labels.stream().sorted().toList();
    }

    private static boolean isNumber(String cell) {
        try {
            return Double.isFinite(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Map<String, byte[]> npyFiles() throws IOException {
        double[] x = new Random(4).doubles(60).toArray();
        double[] y = new Random(5).doubles(40).toArray();
        y[7] = Double.NaN;
        double[] splits = new double[20];
        splits[19] = 2;
        return Map.of("x.npy", npy(NpyType.F64, x, 20, 3), "y.npy", npy(NpyType.F32, y, 20, 2),
                "split.npy", npy(NpyType.U8, splits, 20));
    }

    private static byte[] npy(NpyType type, double[] values, long... shape) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (NpyWriter out = new NpyWriter(bytes, type, shape)) {
            out.write(values, 0, values.length);
        }
        return bytes.toByteArray();
    }

    /** An array as its bytes say. */
    private record Array(long rows, double[] values) {}

    private static Array array(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes[6] == 1 ? Short.toUnsignedInt(data.getShort(8)) : data.getInt(8);
        int start = bytes[6] == 1 ? 10 : 12;
        String header = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        String type = find("'descr'\\s*:\\s*'[<|=>]([a-z]\\d)'", header);
        String[] shape = find("'shape'\\s*:\\s*\\(([^)]*)\\)", header).split(",");
        int width = type.charAt(1) - '0';
        data.position(start + length);
        double[] values = new double[data.remaining() / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case "f4" -> data.getFloat();
                case "f8" -> data.getDouble();
                case "u1", "b1" -> Byte.toUnsignedInt(data.get());
                case "i1" -> data.get();
                case "i2" -> data.getShort();
                case "u2" -> Short.toUnsignedInt(data.getShort());
                case "i4" -> data.getInt();
                case "u4" -> Integer.toUnsignedLong(data.getInt());
                case "i8" -> data.getLong();
                default -> fail("a type of " + header);
            };
        }
        return new Array(Long.parseLong(shape[0].strip()), values);
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }

    private static void assertHolds(Array x, Array y, LoadedData data) {
        assertEquals(x.rows(), data.rows());
        assertEquals(y.rows(), data.rows());
        assertArrayEquals(x.values(), CsvDataReaderTest.values(data.dataset().features()));
        List<Double> labels = Arrays.stream(y.values()).filter(label -> !Double.isNaN(label)).boxed().sorted().toList();
        assertEquals(labels, labels(data, Optional.empty()));
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole;
        for (int hits = 1 + random.nextInt(2); hits > 0; hits--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + (random.nextBoolean() ? 1 : random.nextInt(40)));
            byte[] part = bytes(PARTS[random.nextInt(PARTS.length)]);
            byte[] before = Arrays.copyOf(bytes, from);
            byte[] rest = Arrays.copyOfRange(bytes, to, bytes.length);
            bytes = switch (random.nextInt(6)) {
                case 0 -> before;
                case 1 -> join(before, rest);
                case 2 -> join(before, part, rest);
                case 3 -> join(before, part, Arrays.copyOfRange(bytes, Math.min(from + 1, bytes.length), bytes.length));
                case 4 -> join(before, Arrays.copyOfRange(bytes, from, to), Arrays.copyOfRange(bytes, from, bytes.length));
                default -> flipped(bytes, random);
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static byte[] join(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
