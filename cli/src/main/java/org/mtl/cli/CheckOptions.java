package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mtl.MtlException;
import org.mtl.data.Dataset;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks of predicted scores against training again, or against what is known of the rows. */
final class CheckOptions {

    /** The words of {@code --check}. */
    enum Check {
        loo,
        loto,
        lds,
        removal,
        corruption
    }

    @Option(
            names = "--check",
            paramLabel = "loo|loto|lds|removal|corruption",
            order = 30,
            description = "Train again without each row (loo), without each task (loto) or on random halves of the rows (lds), and"
                    + " print what --scores predicted beside what became of the losses; or without the most harmful, the most"
                    + " helpful and random rows (removal); or see whether --corrupted rows have the largest scores"
                    + " (corruption). Default of --on: val; of removal, test.")
    private Check check;

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            order = 31,
            description = "What mtl influence wrote for the model: rows, for loto --level task; - is standard input. Default for"
                    + " corruption: the losses of the rows.")
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
            description = "Of loo, loto and lds, print how well predicted and actual agree instead of the pairs: for each target,"
                    + " over all pairs (pooled), and the mean over targets (*); loo also within and between tasks.")
    private boolean correlation;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            order = 34,
            description = "Keep what training again gave in FILE as it comes, and take from it what is there already, after an"
                    + " interruption or for other scores.")
    private String truth;

    @Option(
            names = "--subsets",
            paramLabel = "N",
            order = 35,
            description = SurrogateOptions.SUBSETS)
    private Integer subsets;

    @Option(
            names = "--retrainings",
            paramLabel = "R",
            order = 36,
            description = "Train each model R times, with seeds from the model's own on, and take means; of removal as often with"
                    + " other random rows. Default: 3 for lds and removal, else 1; a linear model has one minimum.")
    private Integer retrainings;

    @Option(
            names = "--shares",
            paramLabel = "SHARE|N,...",
            order = 37,
            description = "For removal: how much to drop, below 1 a share of all rows, else a number of rows. Default:"
                    + " 0.02,0.05,0.1,0.2.")
    private String shares;

    @Option(
            names = "--corrupted",
            paramLabel = "FILE",
            order = 38,
            description = "For corruption: the corrupted rows, with the columns row,task, as mtl synth corrupt lists them.")
    private String corrupted;

    @Option(
            names = "--curve",
            paramLabel = "FILE",
            order = 39,
            description = "For corruption: also write to FILE how many are found by how many rows are looked at.")
    private String curve;

    @Mixin
    private AggregateOption aggregate;

    @Option(names = "--shard", paramLabel = "i/N", order = 77, description = Shard.DESCRIPTION)
    private String shard;

    boolean isAsked() {
        if (check == null && (scores != null || sample != null || correlation || truth != null)) {
            throw MtlException.usage("--scores, --sample, --correlation and --truth need --check");
        }
        boolean others = subsets != null || retrainings != null || shares != null || corrupted != null || curve != null || shard != null;
        if (check == null && (others || !aggregate.word().equals("sum"))) {
            throw MtlException.usage("--subsets, --retrainings, --shares, --corrupted, --curve, --aggregate and --shard need --check");
        }
        return check != null;
    }

    /** On which rows losses are taken where nothing else is said. */
    SplitWord defaultSplit() {
        return check == Check.removal ? SplitWord.test : SplitWord.val;
    }

    /** Makes sure that options suit the check, before any work. */
    private void require(boolean linear) {
        if (scores == null && check != Check.corruption) {
            throw MtlException.usage("--check " + check + " needs --scores FILE, what mtl influence wrote");
        }
        if (check == Check.corruption && corrupted == null) {
            throw MtlException.usage("--check corruption needs --corrupted FILE, the corrupted rows");
        }
        requireOnly("--sample", sample, Check.loo);
        requireOnly("--subsets", subsets, Check.lds);
        requireOnly("--shares", shares, Check.removal);
        requireOnly("--corrupted", corrupted, Check.corruption);
        requireOnly("--curve", curve, Check.corruption);
        requireOnly("--aggregate", aggregate.word().equals("sum") ? null : aggregate, Check.removal, Check.corruption);
        requireOnly("--correlation", correlation ? true : null, Check.loo, Check.loto, Check.lds);
        requireOnly("--retrainings", retrainings, Check.loo, Check.loto, Check.lds, Check.removal);
        if (check == Check.loto && linear && (truth != null || shard != null) || check == Check.corruption && (truth != null || shard != null)) {
            throw MtlException.usage("--truth and --shard are for checks that train many models; --check " + check
                    + (check == Check.loto ? " of a linear model is done at once" : " trains none"));
        }
        if (check == Check.loo && linear && shard != null) {
            throw MtlException.usage("--shard: --check loo of a linear model is done at once; take --truth, which goes on where it stopped");
        }
        if (shard != null && truth == null) {
            throw MtlException.usage("--shard needs --truth FILE, which keeps what its part gives");
        }
        if (linear && retrainings != null && retrainings > 1 && check != Check.removal) {
            throw MtlException.usage("--retrainings: a linear model has one minimum, whatever the seed");
        }
        requireAtLeast("--sample", sample, 1);
        requireAtLeast("--subsets", subsets, 3);
        requireAtLeast("--retrainings", retrainings, 1);
    }

    private void requireOnly(String option, Object value, Check... checks) {
        if (value != null && !List.of(checks).contains(check)) {
            throw MtlException.usage(option + " is for --check " + String.join(", ", List.of(checks).stream().map(Check::name).toList()));
        }
    }

    private static void requireAtLeast(String option, Integer value, int least) {
        if (value != null && value < least) {
            throw MtlException.usage(option + ": expected a whole number of at least " + least + ", found '" + value + "'");
        }
    }

    /** The number of seeds of each model, of a linear one always 1. */
    private CheckRequest request(boolean linear) {
        boolean many = check == Check.lds || check == Check.removal;
        return new CheckRequest(linear ? 1 : retrainings != null ? retrainings : many ? 3 : 1,
                shard == null ? Shard.ALL : Shard.parse(shard), Optional.ofNullable(truth));
    }

    /**
     * Runs the check and writes its result.
     *
     * @return the exit code
     */
    int run(CheckedModel model, ResultOptions results, GateOption gate, List<String> command, Context context) throws Exception {
        boolean linear = model.isLinear();
        require(linear);
        gate.expression();
        Map<String, String> inputs = new LinkedHashMap<>();
        Optional.ofNullable(scores).ifPresent(file -> inputs.put("--scores", file));
        Optional.ofNullable(corrupted).ifPresent(file -> inputs.put("--corrupted", file));
        context.requireOneStandardInput(inputs);
        if (scores != null) {
            Meta.requireModel(scores, model.fitted().folder(), context);
            requireMadeFor(model, linear, context);
        }
        CheckResult result = new CheckRunner(model, scores, request(linear), context).run(this);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("check", check.name());
        facts.put("on", model.on().name());
        if (request(linear).shard().of() > 1) {
            return ExitCode.DONE;
        }
        results.write(context, correlation ? "correlation" : "check", facts, command, result.body()::write);
        if (curve != null) {
            ResultOptions.writeFile(curve, context, "detection-curve", facts, command, result.curve().orElseThrow()::write);
        }
        return gate.code(List.of(result.values()), context);
    }

    /**
     * What training on the rows that are left gives is {@code kept}; refits of linear models without a row leave its weight. The
     * halves of {@code lds} in the long form all have as many rows of a task, so that both differ by a constant there.
     */
    private void requireMadeFor(CheckedModel model, boolean linear, Context context) {
        if (check == Check.removal || check == Check.corruption) {
            return;
        }
        Meta.requireFact(scores, "on", model.on().name(), "--on", context);
        boolean fixed = Meta.fact(scores, "method", context).map(MethodWords::isFixed).orElse(false);
        boolean either = fixed || check == Check.lds && model.fitted().data().form() == Dataset.Form.LONG;
        if (check == Check.loto || check == Check.loo && linear) {
            Meta.requireFact(scores, "normalization", "fixed", "--normalize", context);
        } else if (!either) {
            Meta.requireFact(scores, "normalization", "kept", "--normalize", context);
        }
    }

    Check check() {
        return check;
    }

    int sample() {
        return sample == null ? Integer.MAX_VALUE : sample;
    }

    int subsets() {
        return subsets == null ? 100 : subsets;
    }

    /** How many random choices of rows stand for chance. */
    int draws() {
        return retrainings == null ? 3 : retrainings;
    }

    boolean correlation() {
        return correlation;
    }

    String truth() {
        return truth;
    }

    List<String> shares() {
        return shares == null ? List.of("0.02", "0.05", "0.1", "0.2") : Lists.parse("--shares", shares);
    }

    String corrupted() {
        return corrupted;
    }

    AggregateOption aggregate() {
        return aggregate;
    }
}
