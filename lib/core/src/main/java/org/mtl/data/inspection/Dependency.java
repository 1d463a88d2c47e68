package org.mtl.data.inspection;

import java.util.List;
import java.util.Locale;
import org.mtl.io.Numbers;

/**
 * A column that other columns determine: Σ coefficient · term + constant, in every training row.
 *
 * @param column its name
 * @param terms the other columns, in file order; none where the column has one value only
 * @param constant what is added
 * @param deviation the largest distance of a cell from this, in standard deviations of the column
 */
public record Dependency(String column, List<Term> terms, double constant, double deviation) {

    /** A formula shows so many terms. */
    private static final int MOST_SHOWN = 5;

    /** A column and what it is multiplied with. */
    public record Term(String column, double coefficient) {}

    /** Copies the list. */
    public Dependency {
        terms = List.copyOf(terms);
    }

    /** True where the column has one value only. */
    public boolean isConstant() {
        return terms.isEmpty();
    }

    /** True where the column equals one other column. */
    public boolean isRepetition() {
        return terms.size() == 1 && terms.get(0).coefficient() == 1 && constant == 0;
    }

    /** The combination, such as {@code 2*'f3' - 'f4' + 1.5}; only its first terms where there are many. */
    public String formula() {
        StringBuilder text = new StringBuilder();
        // One does not begin with a minus where it can be helped.
        boolean constantFirst = terms.isEmpty() || constant > 0 && terms.get(0).coefficient() < 0;
        if (constantFirst) {
            add(text, constant, "");
        }
        int shown = terms.size() <= MOST_SHOWN + 1 ? terms.size() : MOST_SHOWN;
        terms.subList(0, shown).forEach(term -> add(text, term.coefficient(), Names.quote(term.column())));
        if (shown < terms.size()) {
            text.append(" ... (").append(terms.size() - shown).append(" more terms)");
        }
        if (!constantFirst && constant != 0) {
            add(text, constant, "");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, double coefficient, String column) {
        double size = Math.abs(coefficient);
        sign(text, coefficient);
        text.append(column.isEmpty() ? number(size) : size == 1 ? column : number(size) + "*" + column);
    }

    private static void sign(StringBuilder text, double value) {
        if (text.length() > 0) {
            text.append(value < 0 ? " - " : " + ");
        } else if (value < 0) {
            text.append('-');
        }
    }

    /** Six digits, which is what a reader wants to see. */
    private static String number(double value) {
        return Numbers.format(Double.parseDouble(String.format(Locale.ROOT, "%.5e", value)));
    }
}
