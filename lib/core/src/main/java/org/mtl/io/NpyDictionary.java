package org.mtl.io;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The Python dictionary in an NPY header.
 *
 * @param descriptor the element type as NumPy names it; for a structured type the text of its field list
 * @param fortranOrder whether the first axis is the fastest
 * @param shape the sizes of the axes
 */
record NpyDictionary(String descriptor, boolean fortranOrder, long[] shape) {

    private static final int MOST_AXES = 64;

    /**
     * Parses {@code {'descr': '<f8', 'fortran_order': False, 'shape': (3,), }}, keys in any order.
     *
     * @throws IllegalArgumentException if it is anything else, with the reason
     */
    static NpyDictionary parse(String text) {
        return new Parser(text).dictionary();
    }

    private static final class Parser {

        private final String text;
        private int at;
        private String descriptor;
        private boolean fortranOrder;
        private long[] shape;

        Parser(String text) {
            this.text = text;
        }

        NpyDictionary dictionary() {
            Set<String> seen = new HashSet<>();
            expect('{');
            while (peek() != '}') {
                String key = quoted();
                if (!seen.add(key)) {
                    throw new IllegalArgumentException("the key '" + key + "' comes twice");
                }
                expect(':');
                value(key);
                if (peek() != '}') {
                    expect(',');
                }
            }
            expect('}');
            if (peek() != 0) {
                throw unexpected("the end");
            }
            if (seen.size() < 3) {
                throw new IllegalArgumentException("expected the keys 'descr', 'fortran_order' and 'shape', found "
                        + (seen.isEmpty() ? "none" : String.join(", ", seen.stream().sorted().toList())));
            }
            return new NpyDictionary(descriptor, fortranOrder, shape);
        }

        private void value(String key) {
            switch (key) {
                case "descr" -> descriptor = peek() == '[' ? fieldList() : quoted();
                case "fortran_order" -> fortranOrder = truth();
                case "shape" -> shape = tuple();
                default -> throw new IllegalArgumentException("unknown key '" + key + "'");
            }
        }

        /** Skips a structured type, whose text is only wanted for the message that refuses it. */
        private String fieldList() {
            int start = at;
            int depth = 0;
            do {
                char c = peek();
                if (c == 0) {
                    throw unexpected("']'");
                }
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
                at++;
            } while (depth > 0);
            return text.substring(start, at);
        }

        private boolean truth() {
            peek();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw unexpected("True or False");
        }

        private long[] tuple() {
            expect('(');
            long[] sizes = new long[MOST_AXES];
            int count = 0;
            while (peek() != ')') {
                if (count == MOST_AXES) {
                    throw new IllegalArgumentException("more than " + MOST_AXES + " axes");
                }
                sizes[count++] = number();
                if (peek() != ')') {
                    expect(',');
                }
            }
            expect(')');
            return Arrays.copyOf(sizes, count);
        }

        private long number() {
            peek();
            int start = at;
            if (at < text.length() && text.charAt(at) == '-') {
                at++;
            }
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            String digits = text.substring(start, at);
            // Python 2 wrote its long integers with this suffix.
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                at = start;
                throw unexpected("a 64-bit integer");
            }
        }

        private String quoted() {
            char quote = peek();
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw unexpected("quoted text");
            }
            String inside = text.substring(at + 1, end);
            at = end + 1;
            return inside;
        }

        private void expect(char c) {
            if (peek() != c) {
                throw unexpected("'" + c + "'");
            }
            at++;
        }

        /** The next character that is no blank, or 0 at the end. */
        private char peek() {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private IllegalArgumentException unexpected(String expected) {
            char c = peek();
            String found = c == 0 ? "the end" : c > ' ' && c < 127 ? "'" + c + "'" : "the character " + (int) c;
            return new IllegalArgumentException("expected " + expected + ", found " + found + " at position " + at);
        }
    }
}
