package org.mtl.data.convert;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mtl.MtlException;
import org.mtl.io.Numbers;

/**
 * An attribute of an ARFF file.
 *
 * @param name its name
 * @param kind what its values are
 * @param values the values of a nominal attribute; empty for others
 */
record ArffAttribute(String name, Kind kind, List<String> values) {

    /** What values are. */
    enum Kind {
        /** Numbers. */
        NUMERIC,
        /** Some words, all of them numbers, such as {@code {0,1}}. */
        NUMBERS,
        /** Some words. */
        NOMINAL,
        /** Any text, or dates. */
        TEXT
    }

    /**
     * Reads what follows {@code @attribute}.
     *
     * @param place how messages begin
     * @throws MtlException (DATA) if it is malformed or of a type that is not read here
     */
    static ArffAttribute parse(String declaration, String place) {
        List<String> words = ArffTokens.firstWord(declaration, place);
        String name = words.get(0);
        String type = words.get(1);
        if (name.isEmpty() || type.isEmpty()) {
            throw MtlException.data(place + ": expected @attribute NAME TYPE, found '" + shown(declaration) + "'");
        }
        if (type.startsWith("{")) {
            return nominal(name, type, place);
        }
        String word = type.split("[ \t]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (word) {
            case "numeric", "real", "integer" -> new ArffAttribute(name, Kind.NUMERIC, List.of());
            case "string", "date" -> new ArffAttribute(name, Kind.TEXT, List.of());
            default -> throw MtlException.data(place + ": attribute '" + shown(name)
                    + "': expected numeric, real, integer, string, date or {VALUE,...}, found '" + shown(type) + "'");
        };
    }

    private static ArffAttribute nominal(String name, String type, String place) {
        if (!type.endsWith("}")) {
            throw MtlException.data(place + ": attribute '" + shown(name) + "': expected a closing brace after its values");
        }
        List<String> values = ArffTokens.split(type.substring(1, type.length() - 1), place).stream()
                .map(ArffTokens.Token::text).toList();
        if (values.stream().distinct().count() < values.size() || values.contains("")) {
            throw MtlException.data(place + ": attribute '" + shown(name) + "': expected different values, found an"
                    + " empty one or one twice");
        }
        boolean numbers = values.stream().allMatch(Numbers::isFinite);
        return new ArffAttribute(name, numbers ? Kind.NUMBERS : Kind.NOMINAL, values);
    }

    /**
     * The number that a value stands for: itself, or its position among the values of a nominal attribute of words; NaN
     * where it is missing.
     *
     * @param place how messages begin
     * @throws MtlException (DATA) if the attribute cannot have the value
     */
    double number(ArffTokens.Token value, String place) {
        if (value.isMissing()) {
            return Double.NaN;
        }
        if (kind == Kind.NOMINAL || kind == Kind.NUMBERS) {
            int position = values.indexOf(value.text());
            if (position < 0) {
                throw MtlException.data(place + ": column '" + shown(name) + "': expected one of {"
                        + shown(String.join(",", values)) + "}, found '" + shown(value.text()) + "'");
            }
            return kind == Kind.NOMINAL ? position : Numbers.parse(value.text());
        }
        try {
            double number = Numbers.parse(value.text());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notFinite(value, place);
        }
        throw notFinite(value, place);
    }

    private MtlException notFinite(ArffTokens.Token value, String place) {
        return MtlException.data(place + ": column '" + shown(name) + "': expected a finite number, found '"
                + shown(value.text()) + "'");
    }

    /** What a sparse row leaves out: 0, or the first value of a nominal attribute. */
    double absent() {
        return kind == Kind.NUMBERS ? Numbers.parse(values.get(0)) : 0;
    }

    /** The names of the columns that the attribute becomes as a feature. */
    List<String> columns() {
        return switch (kind) {
            case NUMERIC, NUMBERS -> List.of(name);
            case NOMINAL -> values.size() == 2 ? List.of(name + "=" + values.get(1))
                    : values.stream().map(value -> name + "=" + value).toList();
            case TEXT -> List.of();
        };
    }

    /** Writes a number as {@link #number} gives it into the attribute's columns. */
    void fill(double number, double[] features, int at) {
        switch (kind) {
            case NUMERIC, NUMBERS -> features[at] = number;
            case NOMINAL -> {
                int first = values.size() == 2 ? 1 : 0;
                IntStream.range(first, values.size()).forEach(value ->
                        features[at + value - first] = Double.isNaN(number) ? Double.NaN : value == number ? 1 : 0);
            }
            case TEXT -> { }
        }
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
