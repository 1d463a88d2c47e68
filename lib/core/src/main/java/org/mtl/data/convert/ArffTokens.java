package org.mtl.data.convert;

import java.util.ArrayList;
import java.util.List;
import org.mtl.MtlException;

/** Takes comma-separated ARFF text apart: values in single or double quotes, with backslash escapes, or bare. */
final class ArffTokens {

    /**
     * One value.
     *
     * @param text the value without quotes
     * @param quoted whether it stood in quotes; a bare {@code ?} is a missing value
     */
    record Token(String text, boolean quoted) {

        boolean isMissing() {
            return !quoted && text.equals("?");
        }
    }

    private final String text;
    private final String place;
    private int at;

    private ArffTokens(String text, String place) {
        this.text = text;
        this.place = place;
    }

    /**
     * The values between commas.
     *
     * @param place how messages begin
     * @throws MtlException (DATA) if a quote is not closed or something follows one
     */
    static List<Token> split(String text, String place) {
        ArffTokens tokens = new ArffTokens(text, place);
        List<Token> found = new ArrayList<>();
        do {
            found.add(tokens.value(","));
        } while (tokens.take(','));
        return found;
    }

    /**
     * The first word, which ends at a blank, and the rest.
     *
     * @throws MtlException (DATA) if a quote is not closed
     */
    static List<String> firstWord(String text, String place) {
        ArffTokens tokens = new ArffTokens(text, place);
        Token first = tokens.value(" \t");
        return List.of(first.text(), text.substring(tokens.at).strip());
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    /** A value up to one of some characters, which is left. */
    private Token value(String ends) {
        skipBlanks();
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            String value = quoted(text.charAt(at++));
            skipBlanks();
            if (ends.equals(",") && at < text.length() && text.charAt(at) != ',') {
                throw MtlException.data(place + ": expected a comma after a closing quote, found '" + text.charAt(at) + "'");
            }
            return new Token(value, true);
        }
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return new Token(text.substring(from, at).strip(), false);
    }

    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (!take(quote)) {
            throw MtlException.data(place + ": a quoted value is never closed");
        }
        return value.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
