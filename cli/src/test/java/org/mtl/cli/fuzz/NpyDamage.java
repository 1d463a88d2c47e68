package org.mtl.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** An NPY file whose header lies, or whose numbers are none. */
final class NpyDamage {

    private static final int HEADER = 10;

    private static final List<String> SHAPES = List.of("()", "(0,)", "(1,)", "(4,)", "(0, 3)", "(1, 1)", "(2, 3)", "(114, 3)", "(114,)", "(-1, 3)",
            "(3, -1)", "(2147483647,)", "(2147483647, 2147483647)", "(4, 4611686018427387904)", "(9223372036854775807, 2)",
            "(99999999999999999999,)", "(1000000000, 1)", "(1, 1000000000)", "(1.0, 2)", "(1e9,)", "(4L, 2L)", "(4, 2", "4", "[4, 2]", "('4',)",
            "(4,,2)", "(" + "1, ".repeat(200) + "4)");

    private static final List<String> TYPES = List.of("'<f8'", "'<f4'", "'>f8'", "'<i8'", "'<i4'", "'<i2'", "'|i1'", "'|u1'", "'<u8'", "'|b1'", "'<f2'",
            "'<c16'", "'|O'", "'<U3'", "'|S8'", "'<M8[s]'", "'<f16'", "'<f0'", "'<f8", "''", "[('a', '<f8')]", "None", "'<i9'");

    private static final List<Double> NUMBERS = List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e308, -1e308, 4.9e-324,
            -0.0, 0.0, 1.0, -1.0, 2.0, 0.5, 1e18, 9.3e18, 2147483648.0, 3.0);

    private NpyDamage() {}

    static byte[] file(byte[] file, Dice dice) {
        if (file.length < HEADER || dice.oneIn(4)) {
            return Damage.bytes(file, dice);
        }
        return switch (dice.below(6)) {
            case 0 -> header(file, "\\([^)]*\\)", dice.of(SHAPES));
            case 1 -> header(file, "'[<>|=][^']*'", dice.of(TYPES));
            case 2 -> header(file, "False", dice.of(List.of("True", "0", "None", "false")));
            case 3 -> prefix(file, dice);
            default -> numbers(file, dice);
        };
    }

    private static int dataAt(byte[] file) {
        return Math.min(file.length, HEADER + (file[8] & 0xff) + 256 * (file[9] & 0xff));
    }

    /** The header with a part replaced, its length right again. */
    private static byte[] header(byte[] file, String pattern, String value) {
        int end = dataAt(file);
        String text = new String(file, HEADER, end - HEADER, StandardCharsets.ISO_8859_1).stripTrailing();
        String changed = text.replaceFirst(pattern, value.replace("$", "\\$"));
        changed += " ".repeat(63 - (HEADER + changed.length()) % 64) + "\n";
        byte[] header = changed.getBytes(StandardCharsets.ISO_8859_1);
        byte[] result = Damage.splice(file, HEADER, end, header);
        result[8] = (byte) header.length;
        result[9] = (byte) (header.length >> 8);
        return result;
    }

    /** Another magic, version or length of the header. */
    private static byte[] prefix(byte[] file, Dice dice) {
        byte[] changed = file.clone();
        changed[dice.oneIn(4) ? dice.below(6) : 6 + dice.below(4)] = (byte) dice.below(256);
        return changed;
    }

    private static byte[] numbers(byte[] file, Dice dice) {
        byte[] changed = file.clone();
        int at = dataAt(file);
        int count = (file.length - at) / Double.BYTES;
        boolean all = dice.oneIn(6);
        double value = dice.of(NUMBERS);
        for (int i = 0; i < (all ? count : Math.min(count, 1)); i++) {
            int index = all ? i : dice.below(count);
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putDouble(at + index * Double.BYTES, value);
        }
        return dice.oneIn(5) ? Arrays.copyOf(changed, changed.length - 1 - dice.below(9)) : changed;
    }
}
