package org.mtl.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mtl.MtlException;
import org.mtl.training.network.BalanceSettings.SvdRule;
import org.mtl.training.network.BalanceSettings.WeightingRule;
import org.mtl.training.weighting.Bandit;
import org.mtl.training.weighting.Dtp;
import org.mtl.training.weighting.Dwa;
import org.mtl.training.weighting.Excess;
import org.mtl.training.weighting.Famo;
import org.mtl.training.weighting.Geometric;
import org.mtl.training.weighting.Gradnorm;
import org.mtl.training.weighting.ImtlLoss;
import org.mtl.training.weighting.LossScale;
import org.mtl.training.weighting.RandomWeights;
import org.mtl.training.weighting.Scalar;
import org.mtl.training.weighting.Stch;
import org.mtl.training.weighting.Uncertainty;

/** Makes the weighting that {@code --weighting} names. */
final class WeightingWords {

    private WeightingWords() {}

    /**
     * The rule of a word.
     *
     * @param word one of those that there are
     * @throws MtlException (USAGE) naming the option that has no such value
     */
    static WeightingRule of(String word, MethodNumbers numbers) {
        if (word.startsWith(BalanceWords.SCALAR)) {
            return scalar(word.substring(BalanceWords.SCALAR.length()));
        }
        return switch (word) {
            case "loss-scale" -> (data, design, rule) -> new LossScale();
            case "geometric" -> (data, design, rule) -> new Geometric();
            case "uncertainty" -> (data, design, rule) -> new Uncertainty(rule, data.tasks().size());
            case "imtl-l" -> (data, design, rule) -> new ImtlLoss(rule, data.tasks().size());
            case "svd" -> new SvdRule(rank(numbers), numbers.word("svd-scale", List.of("sum", BalanceWords.NONE)).equals("sum"));
            case "random" -> (data, design, rule) -> new RandomWeights();
            case "dwa" -> {
                double temperature = numbers.positive("dwa-temperature");
                yield (data, design, rule) -> new Dwa(temperature, data.tasks().size());
            }
            case "dtp" -> {
                double rate = numbers.share("dtp-rate");
                double focus = numbers.least("dtp-focus", 0);
                yield (data, design, rule) -> new Dtp(rate, focus, data.tasks().size());
            }
            case "gradnorm" -> gradnorm(numbers);
            case "stch" -> {
                int warmup = numbers.integer("stch-warmup", 0);
                double smoothness = numbers.positive("stch-mu");
                yield (data, design, rule) -> new Stch(warmup, smoothness, data.tasks().size());
            }
            case "famo" -> {
                double rate = numbers.positive("famo-lr");
                double decay = numbers.least("famo-decay", 0);
                yield (data, design, rule) -> new Famo(rate, decay, data.tasks().size());
            }
            case "excess" -> {
                double rate = numbers.positive("excess-rate");
                yield (data, design, rule) -> new Excess(rate, data.tasks().size());
            }
            default -> {
                double radius = numbers.least("bandit-radius", 0);
                double rate = numbers.positive("bandit-rate");
                yield (data, design, rule) -> new Bandit(radius, rate, data.tasks().size());
            }
        };
    }

    private static int rank(MethodNumbers numbers) {
        if (numbers.options().get("rank").isEmpty()) {
            throw MtlException.usage("--weighting svd needs --rank");
        }
        return numbers.integer("rank", 1);
    }

    private static WeightingRule gradnorm(MethodNumbers numbers) {
        double alpha = numbers.least("gradnorm-alpha", 0);
        double rate = numbers.positive("gradnorm-lr");
        boolean last = numbers.word("gradnorm-layer", List.of("all", "last")).equals("last");
        return (data, design, rule) -> new Gradnorm(alpha, rate, last, data.tasks().size());
    }

    private static WeightingRule scalar(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        Lists.parseValues("--weighting", text).forEach((task, value) -> {
            double weight = MethodNumbers.value(value);
            if (task.isEmpty() || !(weight > 0)) {
                throw MtlException.usage("--weighting: expected scalar=TASK=V,... with numbers above 0, found '" + BalanceWords.SCALAR + text + "'");
            }
            weights.put(task, weight);
        });
        return (data, design, rule) -> {
            List<String> tasks = data.taskNames();
            for (String task : weights.keySet()) {
                if (!tasks.contains(task)) {
                    throw MtlException.data("--weighting: no task '" + task + "'"
                            + NearMiss.find(task, tasks).map(name -> ", perhaps " + name).orElse(""));
                }
            }
            return new Scalar(tasks.stream().mapToDouble(task -> {
                if (!weights.containsKey(task)) {
                    throw MtlException.data("--weighting: no weight for task '" + task + "'");
                }
                return weights.get(task);
            }).toArray());
        };
    }
}
