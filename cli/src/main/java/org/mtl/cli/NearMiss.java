package org.mtl.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped word was meant to be. */
final class NearMiss {

    private NearMiss() {}

    /**
     * The name nearest to a word: one that begins with it, or that two single-letter edits at most turn it into (one edit
     * for words of up to four letters).
     *
     * @param names candidates, distinct
     * @return the first in alphabetical order among the nearest; empty if none is near
     */
    static Optional<String> find(String word, Collection<String> names) {
        String typed = word.toLowerCase(Locale.ROOT);
        int most = letters(typed) <= 4 ? 1 : 2;
        Comparator<String> nearest = Comparator.comparingInt(name -> distance(typed, name.toLowerCase(Locale.ROOT)));
        Optional<String> edited = names.stream()
                .filter(name -> distance(typed, name.toLowerCase(Locale.ROOT)) <= most)
                .min(nearest.thenComparing(Comparator.naturalOrder()));
        return edited.or(() -> names.stream()
                .filter(name -> letters(typed) >= 2 && name.startsWith(typed))
                .min(Comparator.naturalOrder()));
    }

    private static int letters(String word) {
        return (int) word.chars().filter(Character::isLetterOrDigit).count();
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
