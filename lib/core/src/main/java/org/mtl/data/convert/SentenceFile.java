package org.mtl.data.convert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;

/** Sentences of one task: a label, a blank and words in each line. */
final class SentenceFile {

    /** What is done with a sentence. */
    interface Action {
        /**
         * Takes a sentence.
         *
         * @param label its label as it stands there
         * @param words its words, possibly none
         * @param place its place, as messages begin
         */
        void accept(String label, List<String> words, String place) throws IOException;
    }

    private SentenceFile() {}

    /**
     * Passes all sentences on. Words are parted by blanks and tabs only; other white space, such as 0x85 in ISO-8859-1, is
     * part of a word.
     *
     * @return how many lines were blank
     * @throws MtlException (DATA) if the file is in another encoding or holds no sentence
     * @throws IOException if reading, or the action, fails
     */
    static long forEach(Input input, Action action) throws IOException {
        long blank = 0;
        long sentences = 0;
        try (LineReader lines = new LineReader(input)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                List<String> words = words(line.get());
                if (words.isEmpty()) {
                    blank++;
                } else {
                    sentences++;
                    action.accept(words.get(0), words.subList(1, words.size()), lines.place());
                }
            }
        }
        if (sentences == 0) {
            throw MtlException.data(input.name() + ": expected a label and a sentence in each line, found none");
        }
        return blank;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == ' ' || line.charAt(i) == '\t') {
                if (i > from) {
                    words.add(line.substring(from, i));
                }
                from = i + 1;
            }
        }
        return words;
    }
}
