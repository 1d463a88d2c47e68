package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.mtl.evaluation.Agreement;
import org.mtl.evaluation.DatamodelingScore;
import org.mtl.io.CsvWriter;

/** How well predicted and actual changes agree, target by target and together. */
final class AgreementTable {

    /** The name of all pairs, or rows, together. */
    static final String POOLED = "pooled";
    /** The name of the mean over targets. */
    static final String MEAN = "*";

    /** The columns after {@code n}. */
    private static final List<String> STATISTICS = List.of("pearson", "spearman", "slope", "median_relative_error", "pearson_low",
            "pearson_high", "spearman_low", "spearman_high", "p_value", "ceiling");
    private static final int COLUMNS = STATISTICS.size();
    private static final int P_VALUE = 8;

    /**
     * A line.
     *
     * @param values the statistics, NaN for those that do not exist
     */
    private record Line(String check, String target, int count, double[] values) {}

    private final List<Line> lines = new ArrayList<>();
    private final String check;

    private AgreementTable(String check) {
        this.check = check;
    }

    /**
     * The agreement of pairs. A target with fewer than two has no line.
     *
     * @param apart whether to add lines for pairs within one task and between two tasks
     */
    static AgreementTable of(String check, boolean apart, List<String> targets, List<CheckedPair> pairs, long seed) {
        AgreementTable table = new AgreementTable(check);
        table.addBlock(check, targets, pairs, seed);
        if (apart) {
            Predicate<CheckedPair> within = pair -> pair.source().equals(pair.target());
            table.addBlock(check + "-within", targets, pairs.stream().filter(within).toList(), seed);
            table.addBlock(check + "-between", targets, pairs.stream().filter(within.negate()).toList(), seed);
        }
        return table;
    }

    /**
     * The agreement over training subsets. Losses of several targets have no common scale: all pairs together say nothing.
     * Sums of scores are right up to a constant and, as they stay the same to first order only, up to their size.
     */
    static AgreementTable of(String check, List<String> targets, DatamodelingScore score) {
        AgreementTable table = new AgreementTable(check);
        List<double[]> all = new ArrayList<>();
        for (int t = 0; t < targets.size(); t++) {
            double[] values = values(score.targets().get(t), score.ceilings()[t]);
            values[3] = Double.NaN;
            all.add(values);
            table.lines.add(new Line(check, targets.get(t), score.targets().get(t).count(), values));
        }
        double[] means = means(all);
        double[] mean = {means[0], score.mean(), means[2], Double.NaN, Double.NaN, Double.NaN, score.interval().low(),
                score.interval().high(), score.pValue(), score.ceiling()};
        table.lines.add(new Line(check, MEAN, score.targets().get(0).count(), mean));
        return table;
    }

    private void addBlock(String block, List<String> targets, List<CheckedPair> pairs, long seed) {
        List<double[]> all = new ArrayList<>();
        for (String target : targets) {
            List<CheckedPair> own = pairs.stream().filter(pair -> pair.target().equals(target)).toList();
            if (own.size() > 1) {
                double[] values = values(agreement(own, seed), Double.NaN);
                all.add(values);
                lines.add(new Line(block, target, own.size(), values));
            }
        }
        if (all.isEmpty()) {
            return;
        }
        lines.add(new Line(block, POOLED, pairs.size(), values(agreement(pairs, seed), Double.NaN)));
        double[] means = means(all);
        // Of several p-values the mean is none.
        means[P_VALUE] = Double.NaN;
        lines.add(new Line(block, MEAN, pairs.size(), means));
    }

    private static double[] means(List<double[]> all) {
        double[] means = new double[COLUMNS];
        Arrays.setAll(means, i -> all.stream().mapToDouble(values -> values[i]).filter(Double::isFinite).average().orElse(Double.NaN));
        return means;
    }

    private static Agreement agreement(List<CheckedPair> pairs, long seed) {
        return Agreement.of(pairs.stream().mapToDouble(CheckedPair::predicted).toArray(),
                pairs.stream().mapToDouble(CheckedPair::actual).toArray(), seed);
    }

    private static double[] values(Agreement agreement, double ceiling) {
        return new double[] {agreement.pearson(), agreement.spearman(), agreement.slope(), agreement.medianRelativeError(),
                agreement.pearsonInterval().low(), agreement.pearsonInterval().high(), agreement.spearmanInterval().low(),
                agreement.spearmanInterval().high(), agreement.pValue(), ceiling};
    }

    /** Writes the table; a statistic that does not exist is empty. */
    void write(CsvWriter csv) throws IOException {
        List<String> header = new ArrayList<>(List.of("check", "target", "n"));
        header.addAll(STATISTICS);
        csv.record(header);
        for (Line line : lines) {
            csv.field(line.check()).field(line.target()).field(line.count());
            for (double value : line.values()) {
                if (Double.isFinite(value)) {
                    csv.field(value);
                } else {
                    csv.field("");
                }
            }
            csv.end();
        }
    }

    /** What a gate can ask for: the statistics of all pairs, by target. */
    GateValues values() {
        GateValues values = new GateValues();
        for (Line line : lines) {
            if (line.check().equals(check)) {
                values.put("n", line.target(), line.count());
                for (int i = 0; i < COLUMNS; i++) {
                    values.put(STATISTICS.get(i), line.target(), line.values()[i]);
                }
            }
        }
        return values;
    }
}
