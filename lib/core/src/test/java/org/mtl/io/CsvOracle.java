package org.mtl.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.mtl.MtlException;

/**
 * What {@link CsvReader} must make of some bytes, found out another way: all of the text is taken at once, faults are
 * found by patterns, and commons-csv reads the records before the first fault.
 */
public final class CsvOracle {

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*+\"");
    private static final Pattern UNQUOTED = Pattern.compile("[^\",\r\n]*+");

    /**
     * What is read.
     *
     * @param records the header and the records before the failure
     * @param failure the message, if reading ends with one
     */
    public record Result(List<Line> records, Optional<String> failure) {

        private Result failed(String message) {
            return new Result(records, Optional.of(MtlException.oneLine(message)));
        }
    }

    /** A record, and the line on which it starts. */
    public record Line(long number, List<String> fields) {}

    /** The first fault: the record in which it is starts at {@code record}. */
    private record Fault(int record, String message) {}

    private final String name;
    private final String text;
    private final boolean malformed;
    private final String notText;

    private CsvOracle(byte[] bytes, String name) {
        this.name = name;
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        boolean otherBytes = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), chars, true).isError();
        String whole = chars.flip().toString();
        int nul = whole.indexOf(0);
        String sound = nul < 0 ? whole : whole.substring(0, nul);
        this.malformed = otherBytes || nul >= 0;
        this.notText = "expected UTF-8 text, found " + (nul < 0 ? "other bytes" : "a NUL byte");
        this.text = sound.startsWith("\uFEFF") ? sound.substring(1) : sound;
    }

    /** Reads bytes that messages call {@code name}. */
    public static Result read(byte[] bytes, String name) {
        return new CsvOracle(bytes, name).read();
    }

    private Result read() {
        Optional<Fault> fault = fault();
        List<Line> all = parse(text.substring(0, fault.map(Fault::record).orElse(text.length())));
        List<Line> good = new ArrayList<>();
        Result result = new Result(good, fault.map(Fault::message).map(MtlException::oneLine));
        if (all.isEmpty()) {
            return fault.isPresent() ? result : result.failed(name + ": expected a CSV header, found an empty file");
        }
        List<String> header = all.get(0).fields();
        for (int column = 0; column < header.size(); column++) {
            if (header.get(column).isEmpty()) {
                return result.failed(name + ":1: column " + (column + 1) + " of the header has no name");
            }
            if (new HashSet<>(header.subList(0, column)).contains(header.get(column))) {
                return result.failed(name + ":1: column '" + header.get(column) + "' appears twice in the header");
            }
        }
        for (Line line : all) {
            boolean blank = line.fields().equals(List.of("")) && header.size() > 1;
            if (!blank && line.fields().size() != header.size()) {
                return result.failed(name + ":" + line.number() + ": expected " + header.size()
                        + " fields as in the header, found " + line.fields().size());
            }
            if (!blank) {
                good.add(line);
            }
        }
        return result;
    }

    private static List<Line> parse(String text) {
        CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();
        List<Line> lines = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            long number = 1;
            int counted = 0;
            for (CSVRecord record : parser) {
                int start = (int) record.getCharacterPosition();
                number += lineFeeds(text, counted, start);
                counted = start;
                lines.add(new Line(number, List.of(record.values())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private Optional<Fault> fault() {
        int record = 0;
        int at = 0;
        while (at < text.length()) {
            boolean quoted = text.charAt(at) == '"';
            Matcher field = (quoted ? QUOTED : UNQUOTED).matcher(text).region(at, text.length());
            if (!field.lookingAt()) {
                return cutShort(record, at, "a quoted field starts here and is never closed");
            }
            int end = field.end();
            String rest = text.substring(end, Math.min(end + 2, text.length()));
            if (rest.isEmpty() || rest.equals("\r")) {
                return rest.isEmpty() && !malformed ? Optional.empty()
                        : cutShort(record, end, "expected lines to end in LF or CRLF, found a lone CR");
            }
            boolean lineEnd = rest.startsWith("\n") || rest.equals("\r\n");
            if (!lineEnd && rest.charAt(0) != ',') {
                return Optional.of(new Fault(record, at(end, misplaced(rest.charAt(0), quoted))));
            }
            at = end + (rest.equals("\r\n") ? 2 : 1);
            record = lineEnd ? at : record;
        }
        return malformed ? cutShort(record, at, "") : Optional.empty();
    }

    private static String misplaced(char found, boolean quoted) {
        if (found == '\r') {
            return "expected lines to end in LF or CRLF, found a lone CR";
        }
        return quoted ? "expected a comma or a line end after a closing quote, found '" + found + "'"
                : "a quote inside an unquoted field; quote the whole field and double the quote";
    }

    private Optional<Fault> cutShort(int record, int at, String message) {
        return Optional.of(new Fault(record, malformed
                ? at(text.length(), notText) : at(at, message)));
    }

    private String at(int position, String message) {
        return name + ":" + (1 + lineFeeds(text, 0, position)) + ": " + message;
    }

    private static long lineFeeds(String text, int from, int to) {
        return text.substring(from, to).chars().filter(c -> c == '\n').count();
    }
}
