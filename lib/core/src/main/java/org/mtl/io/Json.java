package org.mtl.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;

/**
 * JSON documents as maps.
 *
 * <p>An object is a {@link LinkedHashMap} in the document's order, an array a {@link List}, whole numbers are
 * {@link Long} (beyond its range {@link Double}), other numbers {@link Double}; a JSON null stays null. Jackson's
 * streaming parser does the reading, since object mapping costs start-up time.
 */
public final class Json {

    private Json() {}

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws MtlException (MISSING) if the file does not exist or cannot be read, (DATA) if it is malformed, a pipe or a device
     */
    public static Map<String, Object> read(Path file) {
        Inputs.requireRegular(file);
        try {
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw Inputs.unreadable(file, e);
        }
    }

    /**
     * Parses one JSON object; a key that comes twice and text after the object are errors.
     *
     * @param name how messages name the document
     * @throws MtlException (DATA) if the document is malformed, with its name and line
     */
    public static Map<String, Object> parse(byte[] document, String name) {
        JsonFactory factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser = factory.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed(name, parser, "expected a JSON object");
            }
            Map<String, Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw malformed(name, parser, "expected the end after the JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            // Jackson adds where an unclosed object began, as a source that it then does not show.
            String first = e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" \\(start marker at .*", "");
            throw MtlException.data(name + ":" + line + ": malformed JSON: " + first);
        } catch (IOException e) {
            throw MtlException.data(name + ": malformed JSON: " + e.getMessage());
        }
    }

    private static MtlException malformed(String name, JsonParser parser, String message) {
        return MtlException.data(name + ":" + parser.currentLocation().getLineNr() + ": " + message);
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            object.put(key, value(parser));
        }
        return object;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    yield parser.getDoubleValue();
                }
                yield parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /**
     * Writes an object with two blanks of indentation, keys in the map's order, one newline at the end.
     *
     * <p>Values may be maps with text keys, iterables, {@code double[]}, {@code long[]}, {@code int[]}, text, booleans,
     * numbers and null. An array without arrays or objects in it takes one line. Equal documents give equal bytes.
     *
     * @throws IllegalArgumentException if a number is not finite or a value is of another type
     */
    public static byte[] write(Map<String, ?> document) {
        var text = new StringBuilder();
        JsonText.append(text, document, 0);
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes an object of text, numbers and booleans as one line, without a newline at its end; keys in the map's order. */
    public static String line(Map<String, ?> object) {
        StringBuilder text = new StringBuilder("{");
        object.forEach((key, value) -> {
            text.append(text.length() == 1 ? "" : ", ").append(quoted(key)).append(": ");
            JsonText.append(text, value, 0);
        });
        return text.append('}').toString();
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
