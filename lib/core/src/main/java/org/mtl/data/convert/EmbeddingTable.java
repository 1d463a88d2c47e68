package org.mtl.data.convert;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mtl.MtlException;
import org.mtl.io.Numbers;

/**
 * Vectors of words, read from a text file with a word and its numbers in each line, as GloVe has them; word2vec's first line
 * of two numbers is passed over. Only the words that are asked for are kept. UTF-8.
 */
final class EmbeddingTable {

    private final Map<String, double[]> vectors = new HashMap<>();
    private int width;
    private long lines;
    private long repeated;

    /**
     * Reads a table.
     *
     * @param words the words to keep, as they are and in lower case
     * @throws MtlException (DATA) if a line is malformed, has another number of numbers than the first one, or holds one
     *     that is not finite; (MISSING) if it cannot be opened
     */
    EmbeddingTable(Input input, Set<String> words) {
        Set<String> wanted = new HashSet<>(words);
        words.forEach(word -> wanted.add(word.toLowerCase(Locale.ROOT)));
        try (LineReader reader = new LineReader(input)) {
            for (Optional<String> line = reader.next(); line.isPresent(); line = reader.next()) {
                read(line.get().stripTrailing(), wanted, reader);
            }
        } catch (IOException e) {
            throw input.failure(e);
        }
        if (width == 0) {
            throw MtlException.data(input.name() + ": expected a word and its numbers in each line, found none");
        }
    }

    private void read(String line, Set<String> wanted, LineReader reader) {
        if (line.isEmpty() || reader.line() == 1 && line.matches("\\d+ \\d+")) {
            return;
        }
        lines++;
        if (width == 0) {
            width = line.split(" ", -1).length - 1;
            if (width == 0) {
                throw MtlException.data(reader.place() + ": expected a word and its numbers, found one word");
            }
        }
        // A word may hold blanks itself, so that numbers are counted from the end.
        int at = line.length();
        for (int i = 0; i < width; i++) {
            at = line.lastIndexOf(' ', at - 1);
            if (at <= 0) {
                throw MtlException.data(reader.place() + ": expected a word and " + width + " numbers, found "
                        + Report.count(i, "number"));
            }
        }
        String word = line.substring(0, at);
        if (wanted.contains(word) && vectors.putIfAbsent(word, vector(line.substring(at + 1), reader)) != null) {
            repeated++;
        }
    }

    private double[] vector(String text, LineReader reader) {
        String[] words = text.split(" ", -1);
        double[] vector = new double[width];
        for (int i = 0; i < width; i++) {
            try {
                vector[i] = Numbers.parse(words[i]);
            } catch (NumberFormatException e) {
                vector[i] = Double.NaN;
            }
            if (!Double.isFinite(vector[i])) {
                throw MtlException.data(reader.place() + ": expected a finite number, found '"
                        + words[i].substring(0, Math.min(words[i].length(), 60)) + "'");
            }
        }
        return vector;
    }

    /** The numbers in a vector. */
    int width() {
        return width;
    }

    /** The number of words in the file. */
    long size() {
        return lines;
    }

    /** How many lines gave one of the words again; the first counts. */
    long repeated() {
        return repeated;
    }

    /** The form under which a word is in the table: as it is, else in lower case. */
    Optional<String> form(String word) {
        if (vectors.containsKey(word)) {
            return Optional.of(word);
        }
        String lower = word.toLowerCase(Locale.ROOT);
        return vectors.containsKey(lower) ? Optional.of(lower) : Optional.empty();
    }

    /** The vector of a form that is in the table; not to be changed. */
    double[] vector(String form) {
        return vectors.get(form);
    }
}
