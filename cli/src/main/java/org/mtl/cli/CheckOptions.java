package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import picocli.CommandLine.Option;

/** Checks of predicted scores against training again. */
final class CheckOptions {

    /** The words of {@code --check}. */
    enum Check {
        loo,
        loto
    }

    @Option(
            names = "--check",
            paramLabel = "loo|loto",
            order = 30,
            description = "Train again without each row (loo) or each task (loto), and print what --scores predicted beside"
                    + " what became of the losses. Default of --on: val.")
    private Check check;

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            order = 31,
            description = "What mtl influence wrote for the model: rows for loo, --level task for loto; - is standard input.")
    private String scores;

    @Option(
            names = "--sample",
            paramLabel = "N",
            order = 32,
            description = "For loo: N training rows, drawn from the model's seed. Default: all.")
    private Integer sample;

    @Option(
            names = "--correlation",
            order = 33,
            description = "Print how well predicted and actual agree instead of the pairs: for each target, over all pairs"
                    + " (pooled), and the mean over targets (*); loo also within and between tasks.")
    private boolean correlation;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            order = 34,
            description = "For loo: keep what retraining gave in FILE as it comes, and take from it what is there already,"
                    + " after an interruption or for other scores.")
    private String truth;

    boolean isAsked() {
        if (check == null && (scores != null || sample != null || correlation || truth != null)) {
            throw MtlException.usage("--scores, --sample, --correlation and --truth need --check");
        }
        return check != null;
    }

    /** Runs the check and writes its result. */
    void run(InfluenceModel model, SplitWord on, ResultOptions results, List<String> command, Context context)
            throws Exception {
        if (scores == null) {
            throw MtlException.usage("--check " + check + " needs --scores FILE, what mtl influence wrote");
        }
        if (sample != null && sample < 1) {
            throw MtlException.usage("--sample: expected a whole number of at least 1, found '" + sample + "'");
        }
        if (check == Check.loto && (sample != null || truth != null)) {
            throw MtlException.usage("--sample and --truth are for --check loo");
        }
        Meta.requireModel(scores, model.fitted().folder(), context);
        Meta.requireFact(scores, "normalization", "fixed", "--normalize", context);
        Meta.requireFact(scores, "on", on.name(), "--on", context);
        List<CheckedPair> pairs = check == Check.loo
                ? new LooCheck(model, scores, truth, context).run(sample == null ? Integer.MAX_VALUE : sample)
                : LotoCheck.run(model, scores, context);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("check", check.name());
        facts.put("on", on.name());
        long seed = model.fitted().folder().record().seed();
        results.write(context, correlation ? "correlation" : "check", facts, command, out -> {
            CsvWriter csv = new CsvWriter(out);
            if (correlation) {
                AgreementTable.write(csv, check.name(), check == Check.loo, model.targetNames(), pairs, seed);
            } else {
                CheckedPair.write(csv, check == Check.loo, pairs);
            }
            csv.flush();
        });
    }
}
