package org.mtl.cli.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parsed {@code cmd} file: the part of the POSIX shell's grammar in which golden cases are written.
 *
 * <pre>
 *   script   = pipeline { (newline | ';' | '&amp;&amp;' | '||') pipeline }
 *   pipeline = command { '|' command }
 *   command  = { NAME=word } word { word | '&lt; 'word | '&gt; 'word | '&gt;&gt; 'word | '2&gt; 'word }
 * </pre>
 *
 * Words take single quotes, double quotes and backslashes; variables such as {@code $DATA} expand outside single
 * quotes, without splitting. {@code #} starts a comment, a backslash at the end of a line continues it. All else that
 * a shell would interpret (globs, {@code $(…)}, braces, {@code &}) is refused, so that {@code /bin/sh} and
 * {@link CaseShell} cannot disagree about a case.
 *
 * @param pipelines in order
 */
record CaseScript(List<Pipeline> pipelines) {

    /** When a pipeline runs, given the exit code before it. */
    enum Condition { ALWAYS, AFTER_SUCCESS, AFTER_FAILURE }

    /** Commands joined by {@code |}. */
    record Pipeline(Condition condition, List<Command> commands) { }

    /** One command; {@code words} starts with its name. */
    record Command(Map<String, String> assignments, List<String> words, List<Redirection> redirections) { }

    /** {@code operator} is one of {@code <}, {@code >}, {@code >>}, {@code 2>}. */
    record Redirection(String operator, String file) { }

    /**
     * Parses a script.
     *
     * @param text the {@code cmd} file
     * @param variables what {@code $NAME} expands to
     * @throws IllegalArgumentException with the line, for anything outside the grammar
     */
    static CaseScript parse(String text, Map<String, String> variables) {
        return new Parser(CaseTokens.of(text, variables)).script();
    }

    private static final class Parser {

        private final List<CaseTokens.Token> tokens;
        private int next;

        Parser(List<CaseTokens.Token> tokens) {
            this.tokens = tokens;
        }

        CaseScript script() {
            List<Pipeline> pipelines = new ArrayList<>();
            Condition condition = Condition.ALWAYS;
            while (next < tokens.size()) {
                if (isOneOf("\n", ";")) {
                    // An operator at the end of a line waits for the next line, as in sh.
                    condition = tokens.get(next).is(";") ? Condition.ALWAYS : condition;
                    next++;
                } else {
                    pipelines.add(new Pipeline(condition, pipeline()));
                    condition = separator();
                }
            }
            if (condition != Condition.ALWAYS) {
                throw new IllegalArgumentException("the script ends after && or ||");
            }
            return new CaseScript(List.copyOf(pipelines));
        }

        private Condition separator() {
            if (next == tokens.size()) {
                return Condition.ALWAYS;
            }
            CaseTokens.Token token = tokens.get(next++);
            return switch (token.text()) {
                case "&&" -> Condition.AFTER_SUCCESS;
                case "||" -> Condition.AFTER_FAILURE;
                default -> Condition.ALWAYS;
            };
        }

        private List<Command> pipeline() {
            List<Command> commands = new ArrayList<>();
            commands.add(command());
            while (next < tokens.size() && tokens.get(next).is("|")) {
                next++;
                while (next < tokens.size() && tokens.get(next).is("\n")) {
                    next++;
                }
                commands.add(command());
            }
            return List.copyOf(commands);
        }

        private Command command() {
            Map<String, String> assignments = new LinkedHashMap<>();
            List<String> words = new ArrayList<>();
            List<Redirection> redirections = new ArrayList<>();
            while (next < tokens.size() && !isOneOf("\n", ";", "&&", "||", "|")) {
                CaseTokens.Token token = tokens.get(next++);
                if (token.operator()) {
                    if (next == tokens.size() || tokens.get(next).operator()) {
                        throw new IllegalArgumentException("line " + token.line() + ": no file after " + token.text());
                    }
                    redirections.add(new Redirection(token.text(), tokens.get(next++).text()));
                } else if (words.isEmpty() && token.assignment() > 0) {
                    assignments.put(token.text().substring(0, token.assignment()),
                            token.text().substring(token.assignment() + 1));
                } else {
                    words.add(token.text());
                }
            }
            if (words.isEmpty()) {
                int line = tokens.get(Math.min(next, tokens.size() - 1)).line();
                throw new IllegalArgumentException("line " + line + ": a command is missing");
            }
            return new Command(assignments, List.copyOf(words), List.copyOf(redirections));
        }

        private boolean isOneOf(String... operators) {
            for (String operator : operators) {
                if (tokens.get(next).is(operator)) {
                    return true;
                }
            }
            return false;
        }
    }
}
