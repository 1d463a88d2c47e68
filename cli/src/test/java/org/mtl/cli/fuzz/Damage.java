package org.mtl.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What can happen to a file: to any, and to one of text in particular. */
final class Damage {

    /** Cells that are easily mistaken for something else. */
    static final List<String> CELLS = List.of("", " ", "nan", "NaN", "inf", "-Infinity", "1e999", "1e200", "-1e160", "1e308", "-1e-999", "-0", "0x10", "1_000", "\uFF11",
            " 1 ", "+1", "1.", ".5", "1e5", "1d", "2147483648", "99999999999999999999", "9007199254740993", "-1", "0", "1", "2", "3",
            "train", "val", "test", "Train", "true", "null", "\"", "\"\"", "\"a\"\"b\"", "\"a\nb\"", "\"a,b\"", "a\"b", "'", "=1+1", "1,5",
            "\u00e9", "\u0000", "\uFEFF", "\r", "\n", "\t", "%s%n", "..", "../../x", "/", "*", "north", "\u0130\u0131", "\uD83D\uDE00", "-",
            "x".repeat(5_000), "1".repeat(400), "row", "task", "keep", "harm", "group");

    private Damage() {}

    /** A file with bytes changed, lost, added or packed. */
    static byte[] bytes(byte[] file, Dice dice) {
        int at = dice.below(file.length);
        return switch (dice.below(9)) {
            case 0 -> Arrays.copyOf(file, at);
            case 1 -> splice(file, at, at + 1 + dice.below(8), new byte[0]);
            case 2 -> splice(file, at, at, dice.bytes(1 + dice.below(8)));
            case 3 -> splice(file, at, at + 4, dice.bytes(4));
            case 4 -> flip(file, at, 1 << dice.below(8));
            case 5 -> new byte[0];
            case 6 -> splice(file, file.length, file.length, file);
            case 7 -> dice.bytes(file.length);
            default -> zipped(file, dice);
        };
    }

    /** A table in text with lines or cells changed. */
    static byte[] table(byte[] file, Dice dice) {
        byte[] changed = file;
        int times = 1 + dice.below(3);
        for (int i = 0; i < times; i++) {
            changed = dice.oneIn(8) ? bytes(changed, dice) : text(changed, dice);
        }
        return changed;
    }

    private static byte[] text(byte[] file, Dice dice) {
        String text = new String(file, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        // The header and the first rows are where most is decided.
        int line = dice.oneIn(3) ? 0 : dice.below(lines.size());
        switch (dice.below(12)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(line, lines.get(dice.below(lines.size())));
            case 2 -> lines.set(line, lines.get(dice.below(lines.size())));
            case 3 -> lines.set(line, lines.get(line) + "\r");
            case 4 -> lines.add(line, "");
            case 5 -> lines.replaceAll(each -> each + "\r");
            case 6 -> lines.set(0, "\uFEFF" + lines.get(0));
            case 7 -> column(lines, dice);
            default -> lines.set(line, cells(lines.get(line), dice));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static String cells(String line, Dice dice) {
        List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
        int cell = dice.below(cells.size());
        switch (dice.below(8)) {
            case 0 -> cells.remove(cell);
            case 1 -> cells.add(cell, dice.of(CELLS));
            case 2 -> cells.set(cell, cells.get(dice.below(cells.size())));
            default -> cells.set(cell, dice.of(CELLS));
        }
        return String.join(",", cells);
    }

    /** The same in every line: a column lost, doubled, or made of one value. */
    private static void column(List<String> lines, Dice dice) {
        int width = lines.get(0).split(",", -1).length;
        int column = dice.below(width);
        int what = dice.below(3);
        String value = dice.of(CELLS);
        boolean header = dice.oneIn(2);
        for (int i = header ? 0 : 1; i < lines.size(); i++) {
            List<String> cells = new ArrayList<>(List.of(lines.get(i).split(",", -1)));
            if (column < cells.size() && !lines.get(i).isEmpty()) {
                switch (what) {
                    case 0 -> cells.remove(column);
                    case 1 -> cells.add(cells.get(column));
                    default -> cells.set(column, value);
                }
                lines.set(i, String.join(",", cells));
            }
        }
    }

    static byte[] splice(byte[] file, int from, int to, byte[] put) {
        int end = Math.min(to, file.length);
        byte[] result = Arrays.copyOf(file, from + put.length + file.length - end);
        System.arraycopy(put, 0, result, from, put.length);
        System.arraycopy(file, end, result, from + put.length, file.length - end);
        return result;
    }

    private static byte[] flip(byte[] file, int at, int bits) {
        byte[] flipped = file.clone();
        if (file.length > 0) {
            flipped[at] ^= (byte) bits;
        }
        return flipped;
    }

    private static byte[] zipped(byte[] file, Dice dice) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] packed = out.toByteArray();
        return switch (dice.below(3)) {
            case 0 -> packed;
            case 1 -> Arrays.copyOf(packed, dice.below(packed.length));
            default -> flip(packed, 3 + dice.below(packed.length - 3), 1 << dice.below(8));
        };
    }
}
