package org.mtl.data.inspection;

import java.util.ArrayList;
import java.util.Arrays;
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
 * @param counters features that are the row's position, but for a constant
 * @param deviations the standard deviation of each feature
 * @param tooFewRows whether there were combinations that so few rows leave to chance
 */
record Comparison(List<Dependency> features, List<Dependency> labels, List<Dependencies.Telltale> telltales,
        List<String> counters, double[] deviations, boolean tooFewRows) {

    /** Columns of whose variance at most this share is left are looked at more closely. */
    private static final double CANDIDATE = 1e-10;

    /** The largest distance from the combination in any row, in standard deviations: data is rounded to so many digits. */
    private static final double LARGEST_DEVIATION = 1e-5;

    /** What a column adds, in standard deviations, for it to be a term: anything less is rounding. */
    private static final double LEAST_TERM = 1e-7;

    /** With fewer rows for each term of a combination, it says more about the rows than about the columns. */
    private static final int ROWS_PER_TERM = 5;

    /** With fewer rows for each class, a feature that has one value in each may have it by chance. */
    private static final int ROWS_PER_CLASS = 10;

    /** Fewer rows may be counted by chance. */
    private static final int LEAST_COUNTED = 10;

    /** The columns of a comparison take about 3 matrices of p × p. */
    private static final double MATRICES = 3;

    /** The memory that comparing so many columns takes, in bytes. */
    static double memory(int columns) {
        return MATRICES * Double.BYTES * columns * columns;
    }

    /** Compares columns of at least one row. */
    static Comparison of(ComparedColumns columns) {
        PooledMoments moments = PooledMoments.of(columns);
        int p = columns.count();
        int d = columns.featureCount();
        double[] means = IntStream.range(0, p).mapToDouble(moments::mean).toArray();
        double[] deviations = IntStream.range(0, p).mapToDouble(moments::deviation).toArray();
        List<Dependencies.Telltale> telltales = telltales(columns, moments);
        IndependentColumns independent = IndependentColumns.of(moments.intoCorrelations(), p, d, CANDIDATE);
        List<Combination> candidates = new ArrayList<>();
        boolean tooFewRows = false;
        BitSet dependent = independent.dependent();
        for (int j = dependent.nextSetBit(0); j >= 0; j = dependent.nextSetBit(j + 1)) {
            Combination candidate = combination(j, independent.coefficients(j), means, deviations);
            boolean chance = candidate.size() > 1 && candidate.size() * ROWS_PER_TERM > columns.rows().length;
            boolean constantLabel = j >= d && candidate.size() == 0;
            tooFewRows |= chance;
            if (!chance && !constantLabel) {
                candidates.add(candidate);
            }
        }
        List<String> counters = check(columns, candidates);
        List<String> names = columns.names();
        List<Dependency> found = candidates.stream().map(candidate -> candidate.named(names)).toList();
        return new Comparison(near(found.subList(0, features(candidates, d))),
                near(found.subList(features(candidates, d), found.size())), telltales, counters,
                Arrays.copyOf(deviations, d), tooFewRows);
    }

    private static int features(List<Combination> candidates, int d) {
        return (int) candidates.stream().filter(candidate -> candidate.column() < d).count();
    }

    private static List<Dependency> near(List<Dependency> found) {
        return found.stream().filter(dependency -> dependency.deviation() <= LARGEST_DEVIATION).toList();
    }

    /** Passes over the rows once more; returns the names of the features that count the rows. */
    private static List<String> check(ComparedColumns columns, List<Combination> candidates) {
        int p = columns.count();
        int[] rows = columns.rows();
        double[] offsets = new double[columns.featureCount()];
        BitSet counting = new BitSet();
        int[] position = {0};
        columns.forEachTile((tile, count) -> {
            if (position[0] == 0) {
                Arrays.setAll(offsets, j -> tile[j] - rows[0]);
                counting.set(0, rows.length >= LEAST_COUNTED ? offsets.length : 0);
            }
            for (int row = 0; row < count; row++) {
                for (int j = counting.nextSetBit(0); j >= 0; j = counting.nextSetBit(j + 1)) {
                    counting.set(j, tile[row * p + j] - rows[position[0]] == offsets[j]);
                }
                position[0]++;
            }
            candidates.forEach(candidate -> candidate.check(tile, count, p));
        });
        return counting.stream().mapToObj(columns.features().names()::get).toList();
    }

    private static List<Dependencies.Telltale> telltales(ComparedColumns columns, PooledMoments moments) {
        int d = columns.featureCount();
        List<Dependencies.Telltale> found = new ArrayList<>();
        for (int label = 0; label < columns.labels().size(); label++) {
            LabelColumn first = columns.labels().get(label);
            if (first.code() == 0 && columns.rows().length >= ROWS_PER_CLASS * first.classes()) {
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
    private static Combination combination(int column, double[] standardized, double[] means, double[] deviations) {
        int[] terms = IntStream.range(0, column).filter(k -> Math.abs(standardized[k]) > LEAST_TERM).toArray();
        double[] coefficients = new double[terms.length];
        double constant = means[column];
        double size = Math.abs(constant) + deviations[column];
        for (int t = 0; t < terms.length; t++) {
            coefficients[t] = rounded(standardized[terms[t]] * deviations[column] / deviations[terms[t]]);
            double part = coefficients[t] * means[terms[t]];
            constant -= part;
            size = Math.max(size, Math.abs(part));
        }
        if (terms.length > 0) {
            constant = Math.abs(constant) <= 1e-9 * size ? 0 : rounded(constant);
        }
        return new Combination(column, terms, coefficients, constant, deviations[column]);
    }

    /** To ten digits. */
    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.9e", value));
    }
}
