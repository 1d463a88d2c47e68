package org.mtl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands that a Markdown file shows.
 *
 * <p>Every block fenced as {@code sh} is a script. Lines that begin with {@code make}, {@code git}, {@code export},
 * {@code cd} or {@code man} build, install or move about; they are left out, and so is a block of nothing else. The
 * block fenced as {@code text} that follows, if there is one, is the script's standard output or, where that is empty,
 * its standard error. Lines are compared cell by cell: numbers to four significant digits, because their last digits
 * depend on the CPU's kernels. {@code …} as a line is any lines, as the last cell any cells, within a cell any characters,
 * after a number any further digits. A script must end with exit code 0 unless its last line ends in
 * {@code # exit code N}.
 */
final class ReadmeBlocks {

    private static final String ANY = "…";
    private static final Pattern LEFT_OUT = Pattern.compile("(make|git|export|cd|man)\\b.*");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?" + ANY + "?");
    private static final double TOLERANCE = 5e-4;

    private ReadmeBlocks() {}

    /**
     * One script.
     *
     * @param line where its fence stands, from 1
     * @param code the exit code that it must have
     * @param output the lines of the output that is shown, empty where none is
     */
    record Block(int line, String script, int code, List<String> output) {

        /** What differs between the output that is shown and the one that was found; empty where they agree. */
        List<String> differences(String found) {
            return output.isEmpty() ? List.of() : compare(output, found.lines().toList());
        }
    }

    /** Reads the blocks of a file in order. */
    static List<Block> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Block> blocks = new ArrayList<>();
        int next = 0;
        while (next < lines.size()) {
            int start = next;
            next++;
            if (lines.get(start).equals("```sh")) {
                int end = closing(lines, start);
                int text = end + 1;
                while (text < lines.size() && lines.get(text).isBlank()) {
                    text++;
                }
                boolean shown = text < lines.size() && lines.get(text).equals("```text");
                List<String> output = shown ? lines.subList(text + 1, closing(lines, text)) : List.of();
                List<String> script = lines.subList(start + 1, end).stream()
                        .filter(line -> !LEFT_OUT.matcher(line).matches()).toList();
                if (!script.isEmpty()) {
                    String last = script.get(script.size() - 1);
                    int code = last.indexOf("# exit code ");
                    blocks.add(new Block(start + 1, String.join("\n", script),
                            code < 0 ? 0 : Integer.parseInt(last.substring(code + "# exit code ".length())), output));
                }
                next = end + 1;
            }
        }
        return blocks;
    }

    private static int closing(List<String> lines, int fence) {
        int end = fence + 1;
        while (!lines.get(end).equals("```")) {
            end++;
        }
        return end;
    }

    /** Compares line by line; after a line of {@code …}, goes on at the first line that fits the next one. */
    static List<String> compare(List<String> expected, List<String> found) {
        int at = 0;
        boolean skip = false;
        for (String line : expected) {
            if (line.strip().equals(ANY)) {
                skip = true;
                continue;
            }
            while (skip && at < found.size() && !matches(line, found.get(at))) {
                at++;
            }
            if (at == found.size() || !matches(line, found.get(at))) {
                return List.of("- " + line, "+ " + (at == found.size() ? "(the end)" : found.get(at)));
            }
            at++;
            skip = false;
        }
        return skip || at == found.size() ? List.of() : List.of("+ " + found.get(at));
    }

    private static boolean matches(String expected, String found) {
        String[] left = cells(expected);
        String[] right = cells(found);
        for (int i = 0; i < left.length; i++) {
            if (left[i].equals(ANY) && i == left.length - 1) {
                return true;
            }
            if (i >= right.length || !cellMatches(left[i], right[i])) {
                return false;
            }
        }
        return left.length == right.length;
    }

    private static String[] cells(String line) {
        return line.strip().split("[,\\s]", -1);
    }

    private static boolean cellMatches(String expected, String found) {
        if (NUMBER.matcher(expected).matches() && NUMBER.matcher(found).matches()) {
            double number = Double.parseDouble(expected.replace(ANY, ""));
            return Math.abs(number - Double.parseDouble(found)) <= TOLERANCE * Math.abs(number);
        }
        String pattern = Pattern.quote(expected).replace(ANY, "\\E.*\\Q");
        return Pattern.matches(pattern, found);
    }
}
