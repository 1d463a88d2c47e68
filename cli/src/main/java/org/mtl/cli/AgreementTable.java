package org.mtl.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.mtl.evaluation.Agreement;
import org.mtl.io.CsvWriter;

/** Prints how well predicted and actual changes agree, target by target and together. */
final class AgreementTable {

    private static final List<String> HEADER = List.of("check", "target", "n", "pearson", "spearman", "slope",
            "median_relative_error", "pearson_low", "pearson_high", "spearman_low", "spearman_high");

    /** The columns after {@code n}. */
    private static final List<ToDoubleFunction<Agreement>> STATISTICS = List.of(
            Agreement::pearson,
            Agreement::spearman,
            Agreement::slope,
            Agreement::medianRelativeError,
            agreement -> agreement.pearsonInterval().low(),
            agreement -> agreement.pearsonInterval().high(),
            agreement -> agreement.spearmanInterval().low(),
            agreement -> agreement.spearmanInterval().high());

    private AgreementTable() {}

    /**
     * Writes the table. A target with fewer than two pairs has no line; a statistic that does not exist is empty.
     *
     * @param apart whether to add lines for pairs within one task and between two tasks
     */
    static void write(CsvWriter csv, String check, boolean apart, List<String> targets, List<CheckedPair> pairs, long seed)
            throws IOException {
        csv.record(HEADER);
        writeBlock(csv, check, targets, pairs, seed);
        if (apart) {
            Predicate<CheckedPair> within = pair -> pair.source().equals(pair.target());
            writeBlock(csv, check + "-within", targets, pairs.stream().filter(within).toList(), seed);
            writeBlock(csv, check + "-between", targets, pairs.stream().filter(within.negate()).toList(), seed);
        }
    }

    private static void writeBlock(CsvWriter csv, String check, List<String> targets, List<CheckedPair> pairs, long seed)
            throws IOException {
        List<Agreement> all = new ArrayList<>();
        for (String target : targets) {
            List<CheckedPair> own = pairs.stream().filter(pair -> pair.target().equals(target)).toList();
            if (own.size() > 1) {
                Agreement agreement = agreement(own, seed);
                all.add(agreement);
                writeLine(csv, check, target, own.size(), statistic -> statistic.applyAsDouble(agreement));
            }
        }
        if (all.isEmpty()) {
            return;
        }
        Agreement pooled = agreement(pairs, seed);
        writeLine(csv, check, "pooled", pairs.size(), statistic -> statistic.applyAsDouble(pooled));
        writeLine(csv, check, "*", pairs.size(),
                statistic -> all.stream().mapToDouble(statistic).filter(Double::isFinite).average().orElse(Double.NaN));
    }

    private static Agreement agreement(List<CheckedPair> pairs, long seed) {
        return Agreement.of(pairs.stream().mapToDouble(CheckedPair::predicted).toArray(),
                pairs.stream().mapToDouble(CheckedPair::actual).toArray(), seed);
    }

    private static void writeLine(CsvWriter csv, String check, String target, int count,
            ToDoubleFunction<ToDoubleFunction<Agreement>> value) throws IOException {
        csv.field(check).field(target).field(count);
        for (ToDoubleFunction<Agreement> statistic : STATISTICS) {
            double number = value.applyAsDouble(statistic);
            if (Double.isFinite(number)) {
                csv.field(number);
            } else {
                csv.field("");
            }
        }
        csv.end();
    }
}
