package org.mtl.data.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.io.NpyAppender;
import org.mtl.io.NpyType;
import org.mtl.io.Numbers;

/**
 * Labelled sentences, one task a file, as the means of their words' vectors or as sequences of word numbers.
 *
 * <p>A word is looked up as it stands, then in lower case; one that is in the table in neither form is left out and
 * counted. A sentence without any word of the table has no features and is dropped. In sequences 0 is padding at the end and
 * words are numbered from 1 in the order in which sentences use them; {@code embedding.npy} holds their vectors, zeros in
 * row 0, and {@code vocabulary.csv} their names. Memory grows with the vocabulary, not with the sentences.
 */
public final class SentenceSource implements RowSource {

    private static final int MOST_CLASSES = 10_000;

    private final List<Input> inputs;
    private final FileTasks tasks;
    private final EmbeddingTable table;
    private final Input tableInput;
    private final boolean sequences;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> labels = new HashMap<>();
    private final Set<String> wordLabels = new HashSet<>();
    private final Layout layout;

    /** What was counted in a file. */
    private static final class Counts {
        private long sentences;
        private long empty;
        private long unknown;
        private long words;
        private long unknownWords;
        private long cut;
    }

    /**
     * Reads the sentences and the table once.
     *
     * @param inputs files of sentences
     * @param wide whether several tasks have a column each
     * @param embedding the table of vectors
     * @param sequences whether to make sequences of word numbers, instead of means
     * @param length the length of sequences, longer ones are cut; empty for the longest sentence
     * @throws MtlException (USAGE) if the length makes no sense; (DATA) if a file is malformed
     */
    public SentenceSource(List<Input> inputs, boolean wide, Input embedding, boolean sequences, OptionalInt length) {
        if (length.isPresent() && (!sequences || length.getAsInt() < 1)) {
            throw MtlException.usage("--length: expected "
                    + (sequences ? "a whole number of at least 1, found '" + length.getAsInt() + "'"
                            : "--sequences with it"));
        }
        this.inputs = List.copyOf(inputs);
        this.tasks = new FileTasks(inputs, wide);
        this.sequences = sequences;
        this.tableInput = embedding;
        Set<String> words = new HashSet<>();
        int[] longest = {1};
        for (Input input : inputs) {
            scan(input, words, longest);
        }
        this.table = new EmbeddingTable(embedding, words);
        this.layout = tasks.layout(features(length.orElse(longest[0])), target -> wordLabels.contains(target)
                ? List.copyOf(labels.get(target)) : List.of());
    }

    private Layout.Features features(int length) {
        if (!sequences) {
            return Layout.Features.of(IntStream.rangeClosed(1, table.width()).mapToObj(j -> "e" + j).toList());
        }
        return new Layout.Features(IntStream.rangeClosed(1, length).mapToObj(j -> "w" + j).toList(), NpyType.I32, length);
    }

    private void scan(Input input, Set<String> words, int[] longest) {
        String target = tasks.target(input);
        TreeSet<String> found = labels.computeIfAbsent(target, name -> new TreeSet<>());
        try {
            SentenceFile.forEach(input, (label, sentence, place) -> {
                words.addAll(sentence);
                longest[0] = Math.max(longest[0], sentence.size());
                if (!Numbers.isFinite(label)) {
                    wordLabels.add(target);
                }
                if (found.size() <= MOST_CLASSES) {
                    found.add(label);
                }
                if (found.size() > MOST_CLASSES && wordLabels.contains(target)) {
                    throw MtlException.data(place + ": expected numbers or at most " + MOST_CLASSES
                            + " classes at the beginning of lines, found more, with text among them");
                }
            });
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        report.note(tableInput.name() + ": " + Report.count(table.size(), "word") + ", "
                + Report.count(table.width(), "number") + " each");
        for (Input input : inputs) {
            copy(input, row, sink, report);
        }
        report.loss(tableInput, "words stand there again; the first vector counts", table.repeated(), table.size());
    }

    private void copy(Input input, Row row, RowSink sink, Report report) throws IOException {
        Counts counts = new Counts();
        boolean words = wordLabels.contains(tasks.target(input));
        List<String> classes = words ? List.copyOf(labels.get(tasks.target(input))) : List.of();
        long blank = SentenceFile.forEach(input, (label, sentence, place) -> {
            counts.sentences++;
            counts.words += sentence.size();
            List<String> known = sentence.stream().flatMap(word -> table.form(word).stream()).toList();
            counts.unknownWords += sentence.size() - known.size();
            if (known.isEmpty()) {
                counts.empty += sentence.isEmpty() ? 1 : 0;
                counts.unknown += sentence.isEmpty() ? 0 : 1;
                return;
            }
            if (sequences) {
                counts.cut += known.size() > row.features().length ? 1 : 0;
                number(known, row.features());
            } else {
                mean(known, row.features());
            }
            tasks.fill(row, input, words ? classes.indexOf(label) : Numbers.parse(label));
            sink.accept(row);
        });
        report.note(input.name() + ": " + Report.count(counts.sentences - counts.empty - counts.unknown, "sentence") + ", "
                + Report.count(counts.words, "word") + ", " + input.charset().name()
                + (blank == 0 ? "" : "; " + Report.count(blank, "blank line")));
        report.loss(input, "words left out, since they are not in the table", counts.unknownWords, counts.words);
        report.loss(input, "sentences dropped, since they have no words", counts.empty, counts.sentences);
        report.loss(input, "sentences dropped, since none of their words is in the table", counts.unknown, counts.sentences);
        report.loss(input, "sentences cut to " + row.features().length + " words", counts.cut, counts.sentences);
    }

    private void mean(List<String> words, double[] out) {
        Arrays.fill(out, 0);
        for (String word : words) {
            double[] vector = table.vector(word);
            for (int j = 0; j < out.length; j++) {
                out[j] += vector[j];
            }
        }
        for (int j = 0; j < out.length; j++) {
            out[j] /= words.size();
        }
    }

    private void number(List<String> words, double[] out) {
        Arrays.fill(out, 0);
        for (int i = 0; i < Math.min(words.size(), out.length); i++) {
            int next = numbers.size() + 1;
            out[i] = numbers.computeIfAbsent(words.get(i), word -> next);
        }
    }

    @Override
    public void writeBeside(Path folder) throws IOException {
        if (!sequences) {
            return;
        }
        try (NpyAppender vectors = new NpyAppender(folder.resolve("embedding.npy"), NpyType.F32, table.width());
                CsvWriter names = new CsvWriter(Files.newOutputStream(folder.resolve("vocabulary.csv")))) {
            names.record(List.of("index", "word"));
            vectors.append(new double[table.width()], 0);
            for (Map.Entry<String, Integer> word : numbers.entrySet()) {
                names.field(word.getValue()).field(word.getKey()).end();
                vectors.append(table.vector(word.getKey()), 0);
            }
        }
    }
}
