package org.mtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mtl.MtlException;
import org.mtl.io.Numbers;

/**
 * A condition on the numbers of a result, such as {@code spearman < 0.3 or p_value[north] > 0.05}: comparisons of sums and
 * products, joined by {@code and}, {@code or} and parentheses. {@code NAME} is the mean over tasks, {@code NAME[TASK]} the
 * number of a task.
 */
final class GateExpression {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(<=|>=|==|!=|[<>()+*/-])|([0-9.][0-9.]*(?:[eE][+-]?[0-9]+)?)|([A-Za-z_][A-Za-z0-9_]*)(\\[[^\\]]*\\])?)");

    /** What a value is in a result; each name that is used is noted. */
    private interface Value {
        double in(GateValues values, Map<String, Double> used);
    }

    /** Whether a condition holds; {@link Double#NaN} on one side holds nowhere. */
    private interface Condition {
        boolean in(GateValues values, Map<String, Double> used);
    }

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final Condition condition;
    private int at;

    private GateExpression(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw wrong("something else at '" + text.substring(end).strip() + "'");
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        condition = or();
        if (at < tokens.size()) {
            throw wrong("'" + tokens.get(at) + "' after its end");
        }
    }

    /**
     * Reads an expression.
     *
     * @throws MtlException (USAGE) if it is none
     */
    static GateExpression parse(String text) {
        return new GateExpression(text);
    }

    /**
     * Whether it holds.
     *
     * @param used receives the numbers that it asks for
     * @throws MtlException (USAGE) for a name that the result does not have
     */
    boolean holds(GateValues values, Map<String, Double> used) {
        return condition.in(values, used);
    }

    private MtlException wrong(String found) {
        return MtlException.usage("--fail-if: expected a condition such as 'spearman < 0.3 or p_value > 0.05', found " + found
                + " in '" + text + "'");
    }

    private boolean take(String token) {
        boolean there = at < tokens.size() && tokens.get(at).equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private Condition or() {
        Condition left = and();
        while (take("or")) {
            Condition one = left;
            Condition other = and();
            // Both sides are asked, so that all that is used is noted.
            left = (values, used) -> one.in(values, used) | other.in(values, used);
        }
        return left;
    }

    private Condition and() {
        Condition left = comparison();
        while (take("and")) {
            Condition one = left;
            Condition other = comparison();
            left = (values, used) -> one.in(values, used) & other.in(values, used);
        }
        return left;
    }

    private Condition comparison() {
        int start = at;
        if (take("(")) {
            // A parenthesis opens a condition, or the first number of one.
            try {
                Condition inner = or();
                if (take(")") && !(at < tokens.size() && tokens.get(at).matches("[<>=!+*/-].*"))) {
                    return inner;
                }
            } catch (MtlException e) {
                at = start;
            }
            at = start;
        }
        Value left = sum();
        String operator = at < tokens.size() ? tokens.get(at++) : "its end";
        if (!operator.matches("[<>]=?|[=!]=")) {
            throw wrong("'" + operator + "' where a comparison should be");
        }
        Value right = sum();
        return (values, used) -> compare(operator, left.in(values, used), right.in(values, used));
    }

    private static boolean compare(String operator, double left, double right) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return false;
        }
        return switch (operator) {
            case "<" -> left < right;
            case "<=" -> left <= right;
            case ">" -> left > right;
            case ">=" -> left >= right;
            case "==" -> left == right;
            default -> left != right;
        };
    }

    private Value sum() {
        Value left = product();
        while (at < tokens.size() && tokens.get(at).matches("[+-]")) {
            Value one = left;
            boolean minus = tokens.get(at++).equals("-");
            Value other = product();
            left = (values, used) -> one.in(values, used) + (minus ? -1 : 1) * other.in(values, used);
        }
        return left;
    }

    private Value product() {
        Value left = factor();
        while (at < tokens.size() && tokens.get(at).matches("[*/]")) {
            Value one = left;
            boolean division = tokens.get(at++).equals("/");
            Value other = factor();
            left = (values, used) -> division
                    ? one.in(values, used) / other.in(values, used) : one.in(values, used) * other.in(values, used);
        }
        return left;
    }

    private Value factor() {
        if (take("-")) {
            Value inner = factor();
            return (values, used) -> -inner.in(values, used);
        }
        if (take("(")) {
            Value inner = sum();
            if (!take(")")) {
                throw wrong("no ')'");
            }
            return inner;
        }
        String token = at < tokens.size() ? tokens.get(at++) : "";
        if (token.matches("[0-9.].*")) {
            return number(token);
        }
        if (!token.matches("[A-Za-z_].*") || token.equals("and") || token.equals("or")) {
            throw wrong(token.isEmpty() ? "its end where a number should be" : "'" + token + "' where a number should be");
        }
        return name(token);
    }

    private Value number(String token) {
        try {
            double number = Numbers.parse(token);
            return (values, used) -> number;
        } catch (NumberFormatException e) {
            throw wrong("'" + token + "'");
        }
    }

    private Value name(String token) {
        int bracket = token.indexOf('[');
        String name = bracket < 0 ? token : token.substring(0, bracket);
        String about = bracket < 0 ? AgreementTable.MEAN : token.substring(bracket + 1, token.length() - 1);
        return (values, used) -> {
            double value = values.get(name, about).orElseThrow(() -> MtlException.usage("--fail-if: the result has no '" + token
                    + "'; it has " + String.join(", ", values.names()) + " of " + String.join(", ", values.abouts())));
            used.put(token, value);
            return value;
        };
    }
}
