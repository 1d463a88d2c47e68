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
        int shown = terms.size() <= MOST_SHOWN + 1 ? terms.size() : MOST_SHOWN;
        for (Term term : terms.subList(0, shown)) {
            double size = Math.abs(term.coefficient());
            sign(text, term.coefficient());
            text.append(size == 1 ? "" : number(size) + "*").append(Names.quote(term.column()));
        }
        if (shown < terms.size()) {
            text.append(" + ... (").append(terms.size() - shown).append(" more)");
        }
        if (constant != 0 || terms.isEmpty()) {
            sign(text, constant);
            text.append(number(Math.abs(constant)));
        }
        return text.toString();
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
