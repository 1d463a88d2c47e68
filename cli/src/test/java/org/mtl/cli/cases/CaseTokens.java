package org.mtl.cli.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts a {@code cmd} file into words and operators; {@link CaseScript} has the grammar. */
final class CaseTokens {

    /** What a shell would interpret and the grammar leaves out. */
    private static final String REFUSED = "*?[]{}()`&!~";

    private final String text;
    private final Map<String, String> variables;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean plain;
    private int assignment;
    private int position;
    private int line = 1;

    /**
     * A word or an operator.
     *
     * @param assignment where the {@code =} of a {@code NAME=value} word stands, 0 for other words
     */
    record Token(String text, boolean operator, int assignment, int line) {

        boolean is(String wanted) {
            return operator && text.equals(wanted);
        }
    }

    private CaseTokens(String text, Map<String, String> variables) {
        this.text = text;
        this.variables = variables;
    }

    static List<Token> of(String text, Map<String, String> variables) {
        CaseTokens reader = new CaseTokens(text, variables);
        reader.read();
        return List.copyOf(reader.tokens);
    }

    private void read() {
        while (position < text.length()) {
            char c = text.charAt(position);
            switch (c) {
                case ' ', '\t' -> {
                    endWord();
                    position++;
                }
                case '\n', ';', '|', '&', '<', '>' -> operator();
                case '#' -> comment();
                case '\'' -> singleQuotes();
                case '"' -> doubleQuotes();
                case '\\' -> backslash();
                case '$' -> variable();
                default -> plainCharacter(c);
            }
        }
        endWord();
    }

    private void plainCharacter(char c) {
        if (REFUSED.indexOf(c) >= 0 && !(c == '!' && !inWord && followedBySpace())) {
            throw fault("quote '" + c + "'");
        }
        if (c == '=' && assignment == 0 && plain && word.toString().matches("[A-Za-z_][A-Za-z_0-9]*")) {
            assignment = word.length();
        }
        plain = plain || !inWord;
        add(c);
        position++;
    }

    /** {@code test ! -e FILE}: the one place for a bare exclamation mark. */
    private boolean followedBySpace() {
        return position + 1 < text.length() && text.charAt(position + 1) == ' ';
    }

    private void operator() {
        String operator = null;
        for (String candidate : List.of("&&", "||", ">>", "\n", ";", "|", "<", ">")) {
            if (text.startsWith(candidate, position)) {
                operator = candidate;
                break;
            }
        }
        if (operator == null) {
            throw fault("a single & is not in the grammar");
        }
        position += operator.length();
        if (operator.equals(">") && inWord && plain && word.toString().equals("2")) {
            word.setLength(0);
            inWord = false;
            operator = "2>";
        }
        if (text.startsWith("&", position) && operator.endsWith(">")) {
            throw fault("descriptors cannot be copied");
        }
        endWord();
        tokens.add(new Token(operator, true, 0, line));
        if (operator.equals("\n")) {
            line++;
        }
    }

    private void comment() {
        if (inWord) {
            plainCharacter('#');
            return;
        }
        while (position < text.length() && text.charAt(position) != '\n') {
            position++;
        }
    }

    private void singleQuotes() {
        int end = text.indexOf('\'', position + 1);
        if (end < 0) {
            throw fault("a single quote is not closed");
        }
        beginQuoted();
        String quoted = text.substring(position + 1, end);
        word.append(quoted);
        line += (int) quoted.chars().filter(c -> c == '\n').count();
        position = end + 1;
    }

    private void doubleQuotes() {
        int opened = line;
        beginQuoted();
        position++;
        while (position < text.length() && text.charAt(position) != '"') {
            char c = text.charAt(position);
            if (c == '$') {
                variable();
            } else if (c == '`') {
                throw fault("quote '`' with single quotes");
            } else {
                boolean escape = c == '\\' && position + 1 < text.length()
                        && "\"\\$`\n".indexOf(text.charAt(position + 1)) >= 0;
                position += escape ? 1 : 0;
                c = text.charAt(position++);
                line += c == '\n' ? 1 : 0;
                if (!(escape && c == '\n')) {
                    word.append(c);
                }
            }
        }
        if (position == text.length()) {
            line = opened;
            throw fault("a double quote is not closed");
        }
        position++;
    }

    private void backslash() {
        if (position + 1 == text.length()) {
            throw fault("the script ends with a backslash");
        }
        char c = text.charAt(position + 1);
        position += 2;
        if (c == '\n') {
            line++;
        } else {
            beginQuoted();
            word.append(c);
        }
    }

    private void variable() {
        boolean braces = text.startsWith("{", position + 1);
        int start = position + (braces ? 2 : 1);
        int end = start;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        String name = text.substring(start, end);
        if (!variables.containsKey(name) || (braces && !text.startsWith("}", end))) {
            throw fault("unknown variable $" + name + "; known are " + variables.keySet());
        }
        beginQuoted();
        word.append(variables.get(name));
        position = end + (braces ? 1 : 0);
    }

    /** A word that holds quotes is never read as {@code 2>} or as the name of an assignment. */
    private void beginQuoted() {
        plain = plain && assignment > 0;
        inWord = true;
    }

    private void add(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            tokens.add(new Token(word.toString(), false, assignment, line));
        }
        word.setLength(0);
        inWord = false;
        plain = false;
        assignment = 0;
    }

    private IllegalArgumentException fault(String message) {
        return new IllegalArgumentException("line " + line + ": " + message);
    }
}
