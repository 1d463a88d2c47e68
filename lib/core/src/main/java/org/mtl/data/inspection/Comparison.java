package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mtl.linalg.IndependentColumns;

/**
 * Which columns others determine: found from the correlations of all, then checked in every row.
 *
 * @param features features that depend on earlier ones, or have one value only
 * @param labels label columns that depend on features
 * @param telltales features that have one value for each class of a task, and another for each
 * @param deviations the standard deviation of each feature
 * @param rank the number of features that depend on no others
 */
record Comparison(List<Dependency> features, List<Dependency> labels, List<Dependencies.Telltale> telltales, double[] deviations, int rank) {

    /** Columns of whose variance at most this share is left are looked at more closely. */
    private static final double CANDIDATE = 1e-10;

    /** The largest distance from the combination in any row, in standard deviations: data is rounded to so many digits. */
    private static final double LARGEST_DEVIATION = 1e-5;

    /** What a column adds, in standard deviations, for it to be a term: anything less is rounding. */
    private static final double LEAST_TERM = 1e-7;

    /** The columns of a comparison take about 3 matrices of p × p. */
    private static final double MATRICES = 3;


    /** The memory that comparing so many columns takes, in bytes. */
    static double memory(int columns) {
        return MATRICES * Double.BYTES * columns * columns;
    }

    /** Compares columns of at least one row. */
    static Comparison of(ComparedColumns columns) {
        PooledMoments moments = PooledMoments.of(columns);
        int d = columns.featureCount();
        int n = columns.rows().length;
        double[] deviations = IntStream.range(0, d).mapToDouble(moments::deviation).toArray();
        List<Dependencies.Telltale> telltales = telltales(columns, moments);
        IndependentColumns independent = IndependentColumns.of(moments.toCorrelations(), columns.count(), d, CANDIDATE);
        // n − 1 centred columns span everything: what depends on them says nothing about the columns.
        boolean spanned = independent.rank() >= n - 1;
        BitSet dependent = independent.dependent();
        List<Candidate> candidates = new ArrayList<>();
        for (int j = dependent.nextSetBit(0); j >= 0; j = dependent.nextSetBit(j + 1)) {
            Candidate candidate = candidate(j, columns, moments, independent.coefficients(j));
            boolean label = j >= d;
            if (!(label && candidate.terms.length == 0) && !(spanned && (label || candidate.terms.length > 1))) {
                candidates.add(candidate);
            }
        }
        columns.forEachTile((tile, count) -> candidates.forEach(candidate -> candidate.check(tile, count, columns.count())));
        List<String> names = columns.names();
        List<Dependency> features = new ArrayList<>();
        List<Dependency> labels = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Dependency dependency = candidate.finish(names);
            if (dependency.deviation() <= LARGEST_DEVIATION) {
                (candidate.column < d ? features : labels).add(dependency);
            }
        }
        return new Comparison(features, labels, telltales, deviations, independent.rank());
    }

    private static List<Dependencies.Telltale> telltales(ComparedColumns columns, PooledMoments moments) {
        int d = columns.featureCount();
        List<Dependencies.Telltale> found = new ArrayList<>();
        for (int label = 0; label < columns.labels().size(); label++) {
            LabelColumn first = columns.labels().get(label);
            // Where classes have a row or two each, one value for each is chance.
            if (first.code() == 0 && columns.rows().length >= 10 * first.classes()) {
                for (int j = 0; j < d; j++) {
                    if (moments.withinClasses(j, d + label, first.classes()) <= CANDIDATE) {
                        found.add(new Dependencies.Telltale(columns.features().names().get(j), first.task()));
                    }
                }
            }
        }
        return found;
    }

    /** Coefficients of the columns as they are, rounded to what the correlations can know. */
    private static Candidate candidate(int column, ComparedColumns columns, PooledMoments moments, double[] standardized) {
        int[] terms = IntStream.range(0, column).filter(k -> Math.abs(standardized[k]) > LEAST_TERM).toArray();
        double[] coefficients = new double[terms.length];
        double constant = moments.mean(column);
        double size = Math.abs(constant) + moments.deviation(column);
        for (int t = 0; t < terms.length; t++) {
            double ratio = moments.deviation(column) / moments.deviation(terms[t]);
            coefficients[t] = rounded(standardized[terms[t]] * ratio);
            double part = coefficients[t] * moments.mean(terms[t]);
            constant -= part;
            size = Math.max(size, Math.abs(part));
        }
        boolean exact = terms.length == 0;
        double offset = exact ? constant : Math.abs(constant) <= 1e-9 * size ? 0 : rounded(constant);
        return new Candidate(column, terms, coefficients, offset, moments.deviation(column));
    }

    /** To ten digits. */
    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.9e", value));
    }

    /** A column that seems to be a combination of others, and how far it is from it. */
    private static final class Candidate {
        private final int column;
        private final int[] terms;
        private final double[] coefficients;
        private final double constant;
        private final double deviation;
        private double largest;

        Candidate(int column, int[] terms, double[] coefficients, double constant, double deviation) {
            this.column = column;
            this.terms = terms;
            this.coefficients = coefficients;
            this.constant = constant;
            this.deviation = deviation;
        }

        void check(double[] tile, int count, int stride) {
            for (int row = 0; row < count; row++) {
                double sum = constant;
                for (int t = 0; t < terms.length; t++) {
                    sum += coefficients[t] * tile[row * stride + terms[t]];
                }
                largest = Math.max(largest, Math.abs(tile[row * stride + column] - sum));
            }
        }

        Dependency finish(List<String> names) {
            List<Dependency.Term> named = new ArrayList<>();
            for (int t = 0; t < terms.length; t++) {
                named.add(new Dependency.Term(names.get(terms[t]), coefficients[t]));
            }
            return new Dependency(names.get(column), named, constant, deviation == 0 ? 0 : largest / deviation);
        }
    }
}
