package org.mtl.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mtl.MtlException;
import org.mtl.io.CsvWriter;
import org.mtl.training.network.BalanceSettings;
import org.mtl.training.network.BalanceSettings.Normalization;
import org.mtl.training.network.SelectiveSettings;

/** Turns the options of balancing, from a command line or from a model, into settings. */
final class BalanceWords {

    static final String EQUAL = "equal";
    static final String PLAIN = "plain";
    static final String SELECTIVE = "selective";
    static final String SUM = "sum";
    static final String NONE = "none";

    static final String SCALAR = "scalar=";
    private static final String WEIGHTING = "weighting";
    private static final String COMBINE = "combine";

    /** The words of {@code --weighting} with the options of each and their defaults. */
    private static final Map<String, Map<String, String>> WEIGHTINGS = new LinkedHashMap<>();

    /** Those of {@code --combine}. */
    private static final Map<String, Map<String, String>> COMBINERS = new LinkedHashMap<>();

    static {
        for (String plain : List.of(EQUAL, "loss-scale", "geometric", "uncertainty", "random", "imtl-l")) {
            WEIGHTINGS.put(plain, Map.of());
        }
        WEIGHTINGS.put("dwa", Map.of("dwa-temperature", "2"));
        WEIGHTINGS.put("svd", Map.of("rank", "", "svd-scale", "sum"));
        WEIGHTINGS.put("dtp", Map.of("dtp-rate", "0.3", "dtp-focus", "1"));
        WEIGHTINGS.put("gradnorm", Map.of("gradnorm-alpha", "1.5", "gradnorm-lr", "0.025", "gradnorm-layer", "all"));
        WEIGHTINGS.put("stch", Map.of("stch-warmup", "4", "stch-mu", "1"));
        WEIGHTINGS.put("famo", Map.of("famo-lr", "0.025", "famo-decay", "0.001"));
        WEIGHTINGS.put("excess", Map.of("excess-rate", "0.01"));
        WEIGHTINGS.put("bandit", Map.of("bandit-radius", "0.5", "bandit-rate", "0.5"));
        for (String plain : List.of(SUM, "mgda", "pcgrad", "imtl", "nash", "aligned", "upgrad", "dualproj", "config", "graddrop")) {
            COMBINERS.put(plain, Map.of());
        }
        COMBINERS.put("gradvac", Map.of("gradvac-beta", "0.01"));
        COMBINERS.put("cagrad", Map.of("cagrad-c", "0.4", "cagrad-rescale", "1"));
        COMBINERS.put("fairgrad", Map.of("fairgrad-alpha", "2"));
        COMBINERS.put("moco", Map.of("moco-beta", "0.5", "moco-rate", "0.1"));
        COMBINERS.put("db-mtl", Map.of("db-mtl-beta", "0.9"));
        COMBINERS.put("sdmgrad", Map.of("sdmgrad-lambda", "0.3"));
        COMBINERS.put("modo", Map.of("modo-rate", "0.001", "modo-ridge", "0.1"));
    }

    private BalanceWords() {}

    /**
     * The options of the methods that are asked for: those given, and defaults.
     *
     * @throws MtlException (USAGE) for an option of another method, or a method that is not there
     */
    static Map<String, String> completed(Map<String, String> methods, Map<String, String> given) {
        Map<String, String> known = new LinkedHashMap<>();
        String weighting = methods.get(WEIGHTING);
        if (!weighting.startsWith(SCALAR)) {
            known.putAll(of(WEIGHTINGS, WEIGHTING, weighting, "scalar=TASK=V,..."));
        }
        known.putAll(of(COMBINERS, COMBINE, methods.get(COMBINE), ""));
        Map<String, String> completed = new LinkedHashMap<>();
        known.keySet().stream().sorted().forEach(option -> completed.put(option, given.getOrDefault(option, known.get(option))));
        for (String option : given.keySet()) {
            if (!known.containsKey(option)) {
                throw MtlException.usage("--" + option + " needs " + owner(option));
            }
        }
        return completed;
    }

    private static Map<String, String> of(Map<String, Map<String, String>> all, String option, String word, String more) {
        if (!all.containsKey(word)) {
            List<String> words = new ArrayList<>(all.keySet());
            if (!more.isEmpty()) {
                words.add(more);
            }
            throw MtlException.usage("--" + option + ": expected " + Lists.or(words) + ", found '" + word + "'");
        }
        return all.get(word);
    }

    private static String owner(String option) {
        for (Map.Entry<String, Map<String, String>> method : WEIGHTINGS.entrySet()) {
            if (method.getValue().containsKey(option)) {
                return "--weighting " + method.getKey();
            }
        }
        return COMBINERS.entrySet().stream().filter(method -> method.getValue().containsKey(option)).findFirst()
                .map(method -> "--combine " + method.getKey()).orElseThrow();
    }

    /** What is left of recorded options for some of a model's tasks. */
    static void keepOnly(Map<String, String> options, Collection<String> tasks) {
        options.computeIfPresent(WEIGHTING, (option, word) -> {
            if (!word.startsWith(SCALAR)) {
                return word;
            }
            Map<String, String> left = Lists.parseValues("--weighting", word.substring(SCALAR.length()));
            left.keySet().retainAll(tasks);
            return SCALAR + left.entrySet().stream().map(weight -> CsvWriter.quoted(weight.getKey() + "=" + weight.getValue()))
                    .collect(Collectors.joining(","));
        });
    }

    /**
     * The settings that recorded options ask for; plain ones where nothing is recorded.
     *
     * @throws MtlException (USAGE) naming the option that has no such value
     */
    static BalanceSettings parse(Map<String, String> options) {
        if (!options.containsKey(WEIGHTING)) {
            return BalanceSettings.NONE;
        }
        MethodNumbers numbers = new MethodNumbers(options);
        String weighting = options.get(WEIGHTING);
        String combine = options.get(COMBINE);
        return new BalanceSettings(
                weighting.equals(EQUAL) ? Optional.empty() : Optional.of(WeightingWords.of(weighting, numbers)),
                combine.equals(SUM) ? Optional.empty() : Optional.of(CombinerWords.of(combine, numbers)),
                normalization(numbers),
                numbers.word("reduction", List.of("sum", "mean")).equals("mean"),
                numbers.word("match-norm", List.of(NONE, "sum")).equals("sum"),
                numbers.integer("combine-every", 1),
                numbers.word("update", List.of(PLAIN, SELECTIVE)).equals(PLAIN) ? Optional.empty()
                        : Optional.of(new SelectiveSettings(numbers.share("decay"), numbers.integer("warmup", 0),
                                numbers.integer("regroup-every", 1))));
    }

    private static Normalization normalization(MethodNumbers numbers) {
        List<String> words = List.of(Normalization.values()).stream().map(Normalization::label).toList();
        return Normalization.values()[words.indexOf(numbers.word("normalize-gradients", words))];
    }
}
