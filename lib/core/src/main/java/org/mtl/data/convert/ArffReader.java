package org.mtl.data.convert;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mtl.MtlException;

/** Reads an ARFF file, dense or sparse: its header first, then row by row. */
final class ArffReader implements Closeable {

    /** A row that ends in a weight in braces of its own. */
    private static final Pattern WEIGHT = Pattern.compile(".*,\\s*\\{\\s*[-+.0-9eE]+\\s*\\}");

    private final LineReader lines;
    private final Input input;
    private String relation = "";
    private final List<ArffAttribute> attributes = new ArrayList<>();
    private final double[] absent;

    /**
     * Opens a file and reads its header.
     *
     * @throws MtlException (DATA) if it is malformed; (MISSING) if it cannot be opened
     */
    ArffReader(Input input) {
        this.input = input;
        this.lines = new LineReader(input);
        try {
            readHeader();
        } catch (MtlException e) {
            try {
                lines.close();
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
        this.absent = attributes.stream().mapToDouble(ArffAttribute::absent).toArray();
    }

    private void readHeader() {
        for (Optional<String> line = nextLine(); line.isPresent(); line = nextLine()) {
            List<String> words = ArffTokens.firstWord(line.get(), lines.place());
            switch (words.get(0).toLowerCase(Locale.ROOT)) {
                case "@relation" -> relation = ArffTokens.split(words.get(1), lines.place()).get(0).text();
                case "@attribute" -> attributes.add(ArffAttribute.parse(words.get(1), lines.place()));
                case "@data" -> {
                    if (attributes.isEmpty()) {
                        throw MtlException.data(lines.place() + ": expected attributes before @data, found none");
                    }
                    return;
                }
                default -> throw MtlException.data(lines.place()
                        + ": expected @relation, @attribute or @data, found '" + shown(words.get(0)) + "'");
            }
        }
        throw MtlException.data(input.name() + ": expected an ARFF file with @data, found the end");
    }

    /** The next line that is neither blank nor a comment. */
    private Optional<String> nextLine() {
        Optional<String> line = lines.next().map(String::strip);
        while (line.isPresent() && (line.get().isEmpty() || line.get().startsWith("%"))) {
            line = lines.next().map(String::strip);
        }
        return line;
    }

    /** The relation's name; MEKA keeps options in it. */
    String relation() {
        return relation;
    }

    List<ArffAttribute> attributes() {
        return attributes;
    }

    /** The place of the current row, as messages begin. */
    String place() {
        return lines.place();
    }

    /**
     * Reads the next row.
     *
     * @param numbers receives a number for each attribute as {@link ArffAttribute#number} gives it; 0 for text
     * @return false at the end of the file
     * @throws MtlException (DATA) if the row is malformed
     */
    boolean next(double[] numbers) {
        Optional<String> line = nextLine();
        if (line.isEmpty()) {
            return false;
        }
        if (WEIGHT.matcher(line.get()).matches()) {
            throw MtlException.data(place() + ": expected a row without a weight, which is not read here, found '"
                    + line.get().substring(line.get().lastIndexOf('{')) + "' at its end");
        }
        if (line.get().startsWith("{")) {
            sparse(line.get(), numbers);
        } else {
            dense(line.get(), numbers);
        }
        return true;
    }

    private void dense(String line, double[] numbers) {
        List<ArffTokens.Token> values = ArffTokens.split(line, place());
        if (values.size() != attributes.size()) {
            throw MtlException.data(place() + ": expected " + attributes.size() + " values, one for each attribute, found "
                    + values.size());
        }
        for (int i = 0; i < numbers.length; i++) {
            set(i, values.get(i), numbers);
        }
    }

    private void set(int attribute, ArffTokens.Token value, double[] numbers) {
        ArffAttribute declared = attributes.get(attribute);
        numbers[attribute] = declared.kind() == ArffAttribute.Kind.TEXT ? 0 : declared.number(value, place());
    }

    private void sparse(String line, double[] numbers) {
        if (!line.endsWith("}")) {
            throw MtlException.data(place() + ": expected a sparse row to end in a brace");
        }
        System.arraycopy(absent, 0, numbers, 0, numbers.length);
        String inside = line.substring(1, line.length() - 1).strip();
        if (inside.isEmpty()) {
            return;
        }
        boolean[] seen = new boolean[numbers.length];
        for (String pair : pairs(inside)) {
            int index = index(pair, seen);
            String value = ArffTokens.firstWord(pair, place()).get(1);
            set(index, ArffTokens.split(value, place()).get(0), numbers);
        }
    }

    /** The parts between commas that stand outside quotes. */
    private List<String> pairs(String text) {
        List<String> pairs = new ArrayList<>();
        char quote = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ',') {
                pairs.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        pairs.add(text.substring(from).strip());
        return pairs;
    }

    private int index(String pair, boolean[] seen) {
        String[] words = pair.split("[ \t]+", 2);
        boolean number = words.length == 2 && words[0].matches("[0-9]{1,9}");
        if (!number || Integer.parseInt(words[0]) >= attributes.size()) {
            throw MtlException.data(place() + ": expected INDEX VALUE with an index from 0 to " + (attributes.size() - 1)
                    + ", found '" + shown(pair) + "'");
        }
        int index = Integer.parseInt(words[0]);
        if (seen[index]) {
            throw MtlException.data(place() + ": the index " + index + " stands twice");
        }
        seen[index] = true;
        return index;
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Whether a text begins as an ARFF file does, blank lines and comments aside. */
    static boolean matches(String text) {
        return Arrays.stream(text.split("\n")).map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("%"))
                .findFirst().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("@relation")).isPresent();
    }
}
