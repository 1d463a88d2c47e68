package org.mtl.cli.cases;

import java.util.ArrayList;
import java.util.List;

/** A line-by-line comparison to read: {@code -} expected, {@code +} found, unmarked lines are common. */
final class LineDiff {

    /** Beyond this many differing lines the table of the longest common subsequence is not worth its memory. */
    private static final int LIMIT = 2000;

    private LineDiff() { }

    /** The difference, one line each, with a final line's missing newline spelled out; empty for equal texts. */
    static List<String> of(String expected, String found) {
        if (expected.equals(found)) {
            return List.of();
        }
        List<String> left = lines(expected);
        List<String> right = lines(found);
        int start = 0;
        while (start < Math.min(left.size(), right.size()) && left.get(start).equals(right.get(start))) {
            start++;
        }
        List<String> result = new ArrayList<>();
        for (int i = Math.max(0, start - 2); i < start; i++) {
            result.add("  " + left.get(i));
        }
        if (start > 2) {
            result.add(0, "  (" + (start - 2) + " equal lines)");
        }
        compare(left.subList(start, Math.min(left.size(), start + LIMIT)),
                right.subList(start, Math.min(right.size(), start + LIMIT)), result);
        return result;
    }

    /** Classic longest common subsequence: quadratic, and short texts are all it is for. */
    private static void compare(List<String> left, List<String> right, List<String> result) {
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] = left.get(i).equals(right.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
                result.add("  " + left.get(i++));
                j++;
            } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
                result.add("- " + left.get(i++));
            } else {
                result.add("+ " + right.get(j++));
            }
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (!text.isEmpty() && !text.endsWith("\n")) {
            int last = lines.size() - 1;
            lines.set(last, lines.get(last) + "  (no newline at the end)");
        }
        return lines;
    }
}
