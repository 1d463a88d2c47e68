package org.mtl.selection;

import java.util.List;
import org.mtl.MtlException;

/** How the scores of a row on several targets become one (METHODS §7). */
public sealed interface Aggregate {

    /** Combines one row's scores, one per target and at least one. */
    double of(double[] scores);

    /** The sum over targets: the predicted change of the summed validation losses. */
    record Sum() implements Aggregate {
        @Override
        public double of(double[] scores) {
            double sum = 0;
            for (double score : scores) {
                sum += score;
            }
            return sum;
        }
    }

    /** The mean over targets. */
    record Mean() implements Aggregate {
        @Override
        public double of(double[] scores) {
            return new Sum().of(scores) / scores.length;
        }
    }

    /** The largest, that is the worst, over targets. */
    record Max() implements Aggregate {
        @Override
        public double of(double[] scores) {
            double max = scores[0];
            for (double score : scores) {
                max = Math.max(max, score);
            }
            return max;
        }
    }

    /** The score on one target. */
    record Target(int position) implements Aggregate {
        @Override
        public double of(double[] scores) {
            return scores[position];
        }
    }

    /**
     * Reads {@code sum}, {@code mean}, {@code max} or {@code target:NAME}.
     *
     * @param targets the names of the targets that scores are given for
     * @throws MtlException (USAGE) for another word or an unknown target
     */
    static Aggregate parse(String word, List<String> targets) {
        String prefix = "target:";
        if (word.startsWith(prefix)) {
            int position = targets.indexOf(word.substring(prefix.length()));
            if (position < 0) {
                throw MtlException.usage("--aggregate: the scores have no target '" + word.substring(prefix.length()) + "'");
            }
            return new Target(position);
        }
        return switch (word) {
            case "sum" -> new Sum();
            case "mean" -> new Mean();
            case "max" -> new Max();
            default -> throw MtlException.usage(
                    "--aggregate: expected sum, mean, max or target:NAME, found '" + word + "'");
        };
    }
}
