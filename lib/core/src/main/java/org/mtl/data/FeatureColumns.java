package org.mtl.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.io.CsvReader;

/**
 * Reads the feature columns of a CSV file in one pass.
 *
 * <p>Columns that the user chose must hold finite numbers. Columns that nobody chose are kept until a cell holds text;
 * what is wrong with them otherwise is only said at the end, for then it is known that they are meant to be features.
 */
final class FeatureColumns {

    /** A column, and what was found out about it so far. */
    private static final class Candidate {
        private final int column;
        private boolean hasNumbers;
        private Optional<String> text = Optional.empty();
        private Optional<Problem> problem = Optional.empty();

        Candidate(int column) {
            this.column = column;
        }
    }

    /** The first cell of a column that is empty, NaN or infinite. */
    private record Problem(long line, String place, String text) {}

    private final CsvReader in;
    private final boolean chosen;
    private final List<Candidate> candidates;
    private Candidate[] stored = {};
    private double[] row = {};
    private Optional<ChunkedFeatures.Builder> builder = Optional.empty();

    /**
     * Columns of {@code in} to read.
     *
     * @param columns their positions
     * @param chosen whether the user named them
     */
    FeatureColumns(CsvReader in, BitSet columns, boolean chosen) {
        this.in = in;
        this.chosen = chosen;
        this.candidates = columns.stream().mapToObj(Candidate::new).toList();
    }

    /**
     * Reads the current record.
     *
     * @throws MtlException (DATA) if a chosen column holds no finite number
     */
    void read() {
        if (builder.isEmpty()) {
            // The first record sorts most text columns out, before room is made for them in every row.
            candidates.forEach(this::cell);
            stored = candidates.stream().filter(candidate -> candidate.text.isEmpty()).toArray(Candidate[]::new);
            row = new double[stored.length];
            builder = Optional.of(new ChunkedFeatures.Builder(stored.length));
        }
        for (int j = 0; j < stored.length; j++) {
            row[j] = chosen ? Cells.number(in, stored[j].column) : cell(stored[j]);
        }
        builder.get().add(row);
    }

    private double cell(Candidate candidate) {
        if (chosen || candidate.text.isPresent()) {
            return 0;
        }
        if (in.isEmpty(candidate.column)) {
            note(candidate);
            return 0;
        }
        try {
            double value = in.parse(candidate.column);
            candidate.hasNumbers = true;
            if (!Double.isFinite(value)) {
                note(candidate);
            }
            return value;
        } catch (NumberFormatException e) {
            candidate.text = Optional.of("'" + Cells.oneLine(in.header().get(candidate.column)) + "' (line " + in.line()
                    + ": " + Cells.quote(in.get(candidate.column)) + ")");
            return 0;
        }
    }

    private void note(Candidate candidate) {
        if (candidate.problem.isEmpty()) {
            candidate.problem =
                    Optional.of(new Problem(in.line(), in.place(candidate.column), in.get(candidate.column)));
        }
    }

    /**
     * The features, when all records are read, of which there is at least one.
     *
     * @param warnings receives the names of the columns that nobody chose and that turned out to be no features
     * @throws MtlException (DATA) if a numeric column has an empty, NaN or infinite cell, or no column is left
     */
    ChunkedFeatures finish(List<String> warnings) {
        List<Integer> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int j = 0; j < stored.length; j++) {
            Candidate candidate = stored[j];
            if (chosen || candidate.hasNumbers && candidate.text.isEmpty()) {
                columns.add(j);
                names.add(in.header().get(candidate.column));
                candidate.problem.ifPresent(problems::add);
            }
        }
        problems.stream().min(Comparator.comparingLong(Problem::line)).ifPresent(problem -> {
            throw Cells.notFinite(problem.place(), problem.text());
        });
        if (columns.isEmpty()) {
            throw MtlException.data(in.name() + ": expected feature columns, found no numeric column without another role");
        }
        warn(warnings);
        return builder.orElseThrow().build(names, columns.stream().mapToInt(Integer::intValue).toArray());
    }

    private void warn(List<String> warnings) {
        List<String> text = candidates.stream().flatMap(candidate -> candidate.text.stream()).toList();
        if (!text.isEmpty()) {
            warnings.add(in.name() + ": not used as features, since they hold text: " + String.join(", ", text));
        }
        List<String> empty = candidates.stream()
                .filter(candidate -> !chosen && !candidate.hasNumbers && candidate.text.isEmpty())
                .map(candidate -> "'" + Cells.oneLine(in.header().get(candidate.column)) + "'")
                .toList();
        if (!empty.isEmpty()) {
            warnings.add(in.name() + ": not used as features, since they are empty: " + String.join(", ", empty));
        }
    }
}
